namespace OpenShiftImage.Tests;

/// <summary>The server answers 200 and keeps what an image is; the module says so.</summary>
public sealed class IgnoredFieldsTests(SandboxFixture fixture) : ModuleTest(fixture)
{
    private const string Layers = "dockerImageLayers = @(@{ name = 'sha256:9'; size = 9; mediaType = 'm/x' })";

    [Theory]
    [InlineData(
        "Update-OSImage $name @{ dockerImageMetadata = @{ Architecture = 'mips' } }",
        "dockerImageMetadata.Architecture")]
    [InlineData("Update-OSImage $name @{ " + Layers + "; dockerImageReference = 'x/y:z' }", "dockerImageLayers")]
    [InlineData("Update-OSImage $name @{ " + Layers + " } -PatchType StrategicMerge", "dockerImageLayers")]
    [InlineData(
        "Update-OSImage $name @{ op = 'replace'; path = '/dockerImageMetadata/Architecture'; value = 'mips' } -PatchType Json",
        "dockerImageMetadata.Architecture")]
    [InlineData(
        "Update-OSImage $name @{ dockerImageMetadata = @{ Architecture = 'mips' } } -PatchType Apply -Force",
        "dockerImageMetadata.Architecture")]
    [InlineData("Update-OSImage $name @{ dockerImageManifest = 'another' }", "dockerImageManifest")]
    [InlineData("Update-OSImage $name @{ dockerImageLayers = $null }", "dockerImageLayers")]
    [InlineData("$image.DockerImageManifest = 'another'; $image | Set-OSImage", "dockerImageManifest")]
    [InlineData("$image.DockerImageLayers = $null; $image | Set-OSImage", "dockerImageLayers")]
    [InlineData(
        "$image.DockerImageLayers[0].Size = 1; $image.Metadata.Labels = $null; $image | Set-OSImage",
        "dockerImageLayers")]
    public void A_warning_names_the_field_that_was_ignored(string script, string field)
    {
        Arrange();
        foreach (var whatIf in new[] { " -WhatIf", "" })
        {
            var result = Run("$image = Get-OSImage $name; " + script + whatIf);
            result.Succeeded();
            var warning = Assert.Single(result.Warnings);
            Assert.EndsWith($"as it was: {field}.", warning, StringComparison.Ordinal);
            Assert.Contains(
                whatIf.Length > 0 ? "would silently keep" : "silently kept", warning, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("Update-OSImage $name -Label @{ a = 'b'; c = $null } -Annotation @{ x = 'y' }")]
    [InlineData("Update-OSImage $name @{ dockerImageReference = 'x/y:z' }")]
    [InlineData(
        "Update-OSImage $name @(@{ op = 'test'; path = '/dockerImageReference'; value = 'x/y:z' }, @{ op = 'add'; path = '/metadata/annotations/e.x~1y'; value = '1' }, @{ op = 'remove'; path = '/metadata/annotations/e.x~1y' }) -PatchType Json")]
    [InlineData(
        "Update-OSImage $name @{ metadata = @{ finalizers = @('a.b/c'); labels = @{ '$patch' = 'replace'; z = '1' } } } -PatchType StrategicMerge; Update-OSImage $name @{ metadata = @{ finalizers = $null } }")]
    [InlineData("$image.Metadata.Labels = $null; $image | Set-OSImage")]
    [InlineData("$image | Set-OSImage")]
    [InlineData("Update-OSImage $name $image -PatchType Apply -Force")]
    public void A_change_that_was_stored_gives_no_warning(string script)
    {
        Arrange();
        var result = Run("$image = Get-OSImage $name; " + script);
        result.Succeeded();
        Assert.Empty(result.Warnings);
    }

    [Fact]
    public void An_apply_of_an_Image_leaves_out_what_the_server_sets_and_a_conflict_names_the_owner()
    {
        Arrange();
        Run("$image = Get-OSImage $name; Update-OSImage $name $image -PatchType Apply -FieldManager one -Force").Succeeded();
        Assert.DoesNotContain("resourceVersion", Server.Requests[^1].Body, StringComparison.Ordinal);
        Assert.DoesNotContain("managedFields", Server.Requests[^1].Body, StringComparison.Ordinal);
        var error = Run(
            "Update-OSImage $name @{ dockerImageReference = 'other/x:1' } -PatchType Apply -FieldManager two").Error;
        AssertError(error, "Conflict", System.Management.Automation.ErrorCategory.ResourceBusy, null);
        Assert.Contains("\"one\"", error.ToString(), StringComparison.Ordinal);
        Assert.Contains("-Force", error.ErrorDetails.RecommendedAction, StringComparison.Ordinal);
        Run("Update-OSImage $name @{ dockerImageReference = 'other/x:1' } -PatchType Apply -FieldManager two -Force").Succeeded();
    }

    [Fact]
    public void The_server_s_own_text_comes_when_asked()
    {
        Arrange();
        var text = (string)Assert.Single(Run("Get-OSImage $name -AsJson").Succeeded()).BaseObject;
        Assert.StartsWith(
            "{\"kind\":\"Image\",\"apiVersion\":\"image.openshift.io/v1\",\"metadata\":{\"name\":",
            text,
            StringComparison.Ordinal);
        Assert.Contains(
            "\n  \"kind\": \"Image\"",
            (string)Run("Get-OSImage $name -AsJson -Pretty").Succeeded()[0].BaseObject,
            StringComparison.Ordinal);
        var pages = Run("Get-OSImage -AsJson -PageSize 100").Succeeded();
        Assert.Equal((Server.Store.Current.Images.Count + 99) / 100, pages.Count);
        Assert.Equal(
            "PartialObjectMetadataList",
            (string?)System.Text.Json.Nodes.JsonNode.Parse(
                (string)Run("Get-OSImage -AsJson -MetadataOnly -Limit 1").Succeeded()[0].BaseObject)!["kind"]);
        AssertError(
            Run("Get-OSImage -Pretty").Error,
            "PrettyWithoutAsJson",
            System.Management.Automation.ErrorCategory.InvalidArgument,
            null);
        AssertError(
            Run("Get-OSImage nosuch -AsJson").Error,
            "NotFound",
            System.Management.Automation.ErrorCategory.ObjectNotFound,
            "nosuch");
    }

    private void Arrange()
    {
        var name = NewName();
        Run($$"""
            New-OSImage @{ metadata = @{ name = '{{name}}'; labels = @{ l = '1' }; annotations = @{ n = '1' } }; dockerImageReference = 'x/y:z'
              dockerImageManifest = 'mine'
              dockerImageMetadata = @{ Id = 'i'; Architecture = 'amd64' }; dockerImageLayers = @(@{ name = 'sha256:1'; size = 100; mediaType = 'm/x' }) } > $null
            """, ("name", name)).Succeeded();
        Server.ClearRequests();
    }
}
