namespace OpenShiftImage.Tests;

/// <summary>An Image from a file can have a null where a part would be; whatever looks at it goes on.</summary>
public sealed class NullPartsTests(SandboxFixture fixture) : ModuleTest(fixture)
{
    private const string Images = """
        $images = '{"kind": "Image", "apiVersion": "image.openshift.io/v1", "metadata": {"name": "list"}, "dockerImageManifests": [null, {"digest": "sha256:0a", "architecture": "amd64", "os": "linux"}]}',
            '{"kind": "Image", "apiVersion": "image.openshift.io/v1", "metadata": {"name": "one"}, "dockerImageLayers": [null, {"name": "sha256:0b", "size": 7}], "signatures": [null]}' |
            ConvertFrom-OSImageYaml

        """;

    [Theory]
    [InlineData("$images | Format-List | Out-String")]
    [InlineData("$images | Format-Table | Out-String")]
    [InlineData("$images | ForEach-Object { \"$($_.Platform) $($_.Size) $($_.LayerCount)\" }")]
    [InlineData("$images | Measure-OSImage")]
    [InlineData("$images | Get-OSImageBase -Among $images")]
    [InlineData("$images | Test-OSImage -Policy Strict")]
    [InlineData(
        "Compare-OSImage $images[0] $images[0] -IncludeEqual; Compare-OSImage $images[1] $images[1] -IncludeEqual")]
    [InlineData("$images | Export-OSImageReport -Path ([IO.Path]::GetTempFileName()) -Force -PassThru")]
    [InlineData("$images | ConvertTo-OSImageYaml")]
    public void Nothing_stumbles_over_it(string script) => Assert.NotEmpty(Run(Images + script).Succeeded());

    [Fact]
    public void What_is_there_counts() =>
        Assert.Equal(
            ["amd64", "7", "1"],
            Run(Images + "$images[0].Platform; $images[1].Size; $images[1].LayerCount").Succeeded()
                .Select(item => item.ToString()));
}
