
namespace OpenShiftImage.Tests;

/// <summary>Every example of the documents runs, as it stands there: with KUBECONFIG, and without a connection before.</summary>
[Collection(EnvironmentCollection.Name)]
public sealed class ExampleTests(ITestOutputHelper output) : IDisposable
{
    private readonly ModuleShell _shell = new();

    public static TheoryData<string> Pages { get; } = new(
        Directory.EnumerateFiles(DocsTests.Folder, "*.md", SearchOption.TopDirectoryOnly)
            .Select(file => Path.GetFileNameWithoutExtension(file)!)
            .Order(StringComparer.Ordinal));

    public void Dispose() => _shell.Dispose();

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task Every_example_of_a_page_runs(string page) => await RunExamplesAsync(DocsTests.Page(page));

    [Fact]
    public async Task Every_block_of_the_README_for_PowerShell_runs() =>
        await RunExamplesAsync(File.ReadAllText(Path.Combine(DocsTests.Root, "README.md")).ReplaceLineEndings("\n"));

    private async Task RunExamplesAsync(string text)
    {
        await using var world = await ExampleWorld.StartAsync(_shell);
        var codes = DocsTests.Code().Matches(text).Select(match => match.Groups["code"].Value).ToList();
        Assert.NotEmpty(codes);
        foreach (var standIn in world.StandIns.Where(
            standIn => codes.Exists(code => code.Contains(standIn.Text, StringComparison.Ordinal))))
        {
            output.WriteLine($"{standIn.Text} does not run as it stands: it {standIn.Reason}.");
        }

        foreach (var code in codes)
        {
            var result = world.Run(code);
            Assert.True(
                result.Terminating is null && result.Errors.Count == 0,
                $"{code}\n{result.Terminating?.ErrorRecord}{string.Join('\n', result.Errors)}");
        }
    }
}
