using System.Text.Json.Nodes;
using OpenShiftImage.Sandbox.Primitives;
using OpenShiftImage.Sandbox.Seeding;
using OpenShiftImage.Sandbox.Storage;

namespace OpenShiftImage.Sandbox.Tests.Workloads;

public sealed class StateFolderTests
{
    [Fact]
    public void Every_recorded_state_loads_without_loss()
    {
        var differences = new List<string>();
        foreach (var folder in RecordedExchange.StateFolders)
        {
            var state = StateFolder.Read(folder);
            foreach (var resource in ApiResources.All.Where(resource => File.Exists(GetFile(folder, resource))))
            {
                var items = JsonNode.Parse(File.ReadAllBytes(GetFile(folder, resource)))!["items"]!.AsArray();
                var loaded = resource == ApiResources.Images ? state.Images! : state.Create(resource);
                var isSame = JsonNode.DeepEquals(
                    items, new JsonArray([.. loaded.Select(item => JsonNode.Parse(item.Item.Span))]));
                if (!isSame)
                {
                    differences.Add(GetFile(folder, resource));
                }
            }
        }

        Assert.Empty(differences);
        Assert.True(RecordedExchange.StateFolders.Count > 100, "the recorded states are missing");
    }

    [Fact]
    public async Task State_folder_replaces_what_is_seeded()
    {
        var options = new SandboxOptions { StateFolder = RecordedExchange.GetStateFolder("forbidden-kinds") };
        await using var sandbox = await WorkloadSandbox.StartAsync(options);
        Assert.Equal(["shop/w2"], await sandbox.ListNamesAsync("/apis/apps/v1/replicasets"));
        Assert.Equal(["/shop"], await sandbox.ListNamesAsync("/api/v1/namespaces"));
        Assert.Empty(await sandbox.ListAsync("/api/v1/limitranges"));
        Assert.Equal(11, (await sandbox.ListAsync(SandboxClient.Images)).Count);
    }

    [Fact]
    public async Task What_kubectl_wrote_loads_and_what_has_no_file_is_empty()
    {
        await using var sandbox = await WorkloadSandbox.StartAsync(
            new Dictionary<string, JsonObject> { ["pods"] = CreateList("List", """{"name":"p","namespace":"n"}""") },
            images: 7);
        Assert.Empty(await sandbox.ListAsync(SandboxClient.Images));
        Assert.Equal(["n/p"], await sandbox.ListNamesAsync(WorkloadSandbox.Pods));
    }

    [Theory]
    [InlineData("{", "Expected depth")]
    [InlineData("[]", "no JSON object")]
    [InlineData("""{"kind":"PodList","apiVersion":"v2","items":[]}""", "no PodList of v1")]
    [InlineData("""{"kind":"Pod","apiVersion":"v1","metadata":{"name":"a","namespace":"b"}}""", "no PodList of v1")]
    [InlineData("""{"kind":"PodList","apiVersion":"v1"}""", "no items")]
    [InlineData("""{"kind":"PodList","apiVersion":"v1","items":[{"metadata":{"name":"a"}}]}""", "item 0 needs")]
    [InlineData(
        """{"kind":"PodList","apiVersion":"v1","items":[{"metadata":{"name":5,"namespace":"b"}}]}""", "Number")]
    [InlineData(
        """
        {"kind":"PodList","apiVersion":"v1",
         "items":[{"metadata":{"name":"a","namespace":"b"}},{"metadata":{"name":"a","namespace":"b"}}]}
        """,
        "'b/a' more than once")]
    [InlineData(
        """
        {"kind":"List","apiVersion":"v1","items":[{"kind":"Job","metadata":{"name":"a","namespace":"b"}}]}
        """,
        "item 0 is no Pod but a Job")]
    public void Broken_file_is_named_with_what_is_wrong(string content, string expected)
    {
        var folder = Directory.CreateTempSubdirectory("openshiftimage-state-");
        try
        {
            var file = Path.Combine(folder.FullName, "pods.json");
            File.WriteAllText(file, content);
            var error = Assert.Throws<InvalidDataException>(() => StateFolder.Read(folder.FullName));
            Assert.Contains(file, error.Message, StringComparison.Ordinal);
            Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void Missing_or_empty_folder_is_refused()
    {
        var folder = Directory.CreateTempSubdirectory("openshiftimage-state-").FullName;
        var error = Assert.Throws<InvalidDataException>(() => StateFolder.Read(folder));
        Assert.Contains(folder, error.Message, StringComparison.Ordinal);
        Directory.Delete(folder);
        Assert.Throws<DirectoryNotFoundException>(() => StateFolder.Read(folder));
    }

    private static string GetFile(string folder, ApiResource resource) =>
        Path.Combine(folder, resource.Name + ".json");

    private static JsonObject CreateList(string kind, string metadata) => new()
    {
        ["kind"] = kind,
        ["apiVersion"] = "v1",
        ["items"] = new JsonArray(new JsonObject { ["metadata"] = JsonNode.Parse(metadata) }),
    };
}
