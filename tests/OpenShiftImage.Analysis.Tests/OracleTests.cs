using OpenShiftImage.Analysis.References;
using OpenShiftImage.Analysis.Usage;
using OpenShiftImage.Api;
using OpenShiftImage.Archives;
using OpenShiftImage.Configuration;
using OpenShiftImage.Kubernetes;
using OpenShiftImage.Kubernetes.Workloads;
using OpenShiftImage.Sandbox;
using OpenShiftImage.Workloads;

namespace OpenShiftImage.Analysis.Tests;

/// <summary>
/// The verdicts are those of the real <c>oc adm prune images</c>, on states that were recorded from a real server: read
/// from the files, as an archive, and from an API that serves them.
/// </summary>
public sealed class OracleTests(OracleScore score) : IClassFixture<OracleScore>
{
    private static readonly KubernetesObjectParser s_parser = new();

    private static string CasesFolder => Path.Combine(AppContext.BaseDirectory, "oracle", "cases");

    public static TheoryData<string> Cases => [.. Directory.EnumerateDirectories(CasesFolder)
        .Select(folder => Path.GetFileName(folder)!).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task From_an_archive_each_verdict_is_the_one_of_oc(string name)
    {
        var folder = Path.Combine(CasesFolder, name);
        using var connection = new ClusterConnection(CollectedCluster.Open(folder, null, () => new YamlConverter()));
        var differences = new List<string>();
        // Files cannot say that something may not be read.
        foreach (var run in OracleRun.Of(folder).Where(run => run.Forbidden.Count == 0))
        {
            differences.AddRange(await CompareAsync(run, connection));
        }

        score.Add("archive", name, differences.Count == 0);
        Assert.True(differences.Count == 0, string.Join("\n", differences));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Over_the_wire_each_verdict_is_the_one_of_oc(string name)
    {
        var folder = Path.Combine(CasesFolder, name);
        var differences = new List<string>();
        foreach (var runs in OracleRun.Of(folder).GroupBy(run => string.Join(',', run.Forbidden)))
        {
            await using var server = await SandboxServer.StartAsync(new SandboxOptions
            {
                StateFolder = folder,
                WithoutGroups = OracleRun.MissingGroupsOf(folder),
                ForbiddenResources = [.. runs.First().Forbidden],
            });
            using var connection = new ClusterConnection(new KubeconfigSource().Load(
                new KubeconfigRequest { Paths = [server.KubeconfigPath] }) with
            { RetryTimeout = TimeSpan.Zero });
            foreach (var run in runs)
            {
                differences.AddRange(await CompareAsync(run, connection));
            }
        }

        score.Add("wire", name, differences.Count == 0);
        Assert.True(differences.Count == 0, string.Join("\n", differences));
    }

    private static async Task<List<string>> CompareAsync(OracleRun run, ClusterConnection connection)
    {
        var about = string.Join(' ', run.Arguments);
        UsageAnalysis analysis;
        try
        {
            analysis = await AnalyseAsync(run.ToOptions(), connection);
        }
        catch (Exception e) when (e is FormatException or InvalidReferencesException or OpenShiftImageException)
        {
            return DescribeError(run, e).Select(text => $"[{about}] {text}").ToList();
        }

        if (run.Forbidden.Count > 0)
        {
            return [$"[{about}] {run.Forbidden[0]} could not be read, and there are verdicts all the same"];
        }

        if (run.Failed)
        {
            return [$"[{about}] oc fails, and there are verdicts: {run.StandardError}"];
        }

        return [.. new OracleComparison(run, analysis).Differences().Select(text => $"[{about}] {text}")];
    }

    private static IEnumerable<string> DescribeError(OracleRun run, Exception e)
    {
        if (run.Forbidden.Count > 0)
        {
            // Chosen: a kind that may not be read always ends the verdicts; oc goes on without some kinds.
            return e is OpenShiftImageException { ErrorId: "Forbidden" } ? [] : [$"another error: {e}"];
        }

        if (!run.Failed)
        {
            // A state without any object has no file: an archive without Images is told, and has no verdicts either.
            return e is CollectedClusterException { ErrorId: CollectedClusterException.NotCollected }
                && !run.PrunedImages.Single().Any() && !File.Exists(Path.Combine(run.Folder, "images.json"))
                ? []
                : [$"oc has verdicts, and there is an error: {e}"];
        }

        return e is InvalidReferencesException invalid
            ? invalid.References.Where(reference => !run.StandardError.Contains(
                $"invalid {reference.Kind} reference {OracleRun.Quote(reference.Reference)}: {reference.Fault}",
                StringComparison.Ordinal)).Select(reference => $"oc does not say: {reference}")
            : e is FormatException && run.StandardError.Contains("error: ", StringComparison.Ordinal) ? []
            : [$"another error: {e}"];
    }

    private static async Task<UsageAnalysis> AnalyseAsync(UsageOptions options, ClusterConnection connection)
    {
        var analysis = new UsageAnalysis(options);
        var reader = new ClusterObjectReader(connection, () => s_parser, null) { Namespace = options.Namespace };
        await foreach (var page in reader.ReadAsync(UsageTypes.All, default))
        {
            page.ToList().ForEach(analysis.Add);
        }

        analysis.CheckReferences();
        await foreach (var page in connection.CreateReader().ListAsync(new ListOptions { Limit = 500 }))
        {
            page.Items.ToList().ForEach(analysis.Add);
        }

        analysis.Decide(default);
        return analysis;
    }
}
