using System.Management.Automation;

namespace OpenShiftImage.Tests.Archives;

/// <summary>A page of a list that was saved by itself is not taken for the whole list.</summary>
public sealed class PartialListTests(CollectedSandbox sandbox) : CollectedTest(sandbox)
{
    private const string More = """, "continue": "eyJ2IjoibWV0YS5rOHMuaW8vdjEifQ==", "remainingItemCount": 1""";

    public static TheoryData<string, string> FirstPages => new()
    {
        { "1.json", Page("ImageList", "image.openshift.io/v1", "7", More, "a") },
        { "1.json", $$"""{"items": [{{Item("a")}}], "kind": "ImageList", "metadata": {"resourceVersion": "7"{{More}}}, "apiVersion": "image.openshift.io/v1"}""" },
        { "1.yaml", "apiVersion: image.openshift.io/v1\nitems:\n- metadata: {name: a}\nkind: ImageList\nmetadata:\n  continue: eyJ2IjoibWV0YS5rOHMuaW8vdjEifQ==\n  resourceVersion: \"7\"\n" },
        { "1.yaml", "apiVersion: image.openshift.io/v1\nkind: ImageList\nmetadata:\n  resourceVersion: \"7\"\n  continue: 'eyJ2'\nitems:\n- metadata: {name: a}\n" },
    };

    [Theory]
    [MemberData(nameof(FirstPages))]
    public void The_rest_of_a_list_is_missed(string file, string text)
    {
        using var folder = new Folder((file, text));

        var result = Run($"Get-OSImage -Cluster '{folder.Path}'");

        AssertError(result.Error, "InvalidArchive", ErrorCategory.ReadError);
        Assert.Contains(file, result.Error.ToString(), StringComparison.Ordinal);
        Assert.Contains("part of a list", result.Error.ToString(), StringComparison.Ordinal);
        Assert.Single(result.Output);
    }

    [Theory]
    [MemberData(nameof(FirstPages))]
    public void Nothing_is_missed_where_the_last_page_is_there_too(string file, string text)
    {
        using var folder = new Folder(
            (file, text), ("2.json", Page("ImageList", "image.openshift.io/v1", "7", "", "b")));
        Assert.Equal(2, Run($"Get-OSImage -Cluster '{folder.Path}'").Succeeded().Count);
    }

    [Fact]
    public void The_last_page_of_another_list_is_not_its_end()
    {
        using var folder = new Folder(
            ("1.json", Page("ImageList", "image.openshift.io/v1", "7", More, "a")),
            ("2.json", Page("ImageList", "image.openshift.io/v1", "8", "", "b")));
        AssertError(Run($"Get-OSImage -Cluster '{folder.Path}'").Error, "InvalidArchive", ErrorCategory.ReadError);
    }

    [Fact]
    public void A_list_is_whole_however_many_others_there_are()
    {
        using var folder = new Folder(
        [
            .. Enumerable.Range(1000, 150).Select(
                i => ($"{i}.json", Page("ImageList", "image.openshift.io/v1", $"{i}", "", $"i{i}"))),
            ("a.json", Page("ImageList", "image.openshift.io/v1", "7", More, "a")),
            ("b.json", Page("ImageList", "image.openshift.io/v1", "7", "", "b")),
        ]);
        Assert.Equal(152, Run($"Get-OSImage -Cluster '{folder.Path}'").Succeeded().Count);
    }

    [Fact]
    public void A_part_of_the_pods_decides_nothing()
    {
        using var folder = new Folder(
            ("images.json", Page("ImageList", "image.openshift.io/v1", "7", "", "sha256:" + new string('a', 64))),
            ("pods.json", Page("PodList", "v1", "7", More, "a")));

        var result = Run($"Get-OSImageUsage -Cluster '{folder.Path}' -AsOf 2026-01-01");

        Assert.Empty(result.Output);
        Assert.Contains(result.Errors, error => error.ToString().Contains("part of a list", StringComparison.Ordinal));
    }

    [Fact]
    public void A_part_of_what_nobody_asked_for_disturbs_nobody()
    {
        using var folder = new Folder(
            ("images.json", Page("ImageList", "image.openshift.io/v1", "7", "", "a")),
            ("pods.json", Page("PodList", "v1", "7", More, "a")));
        Assert.Single(Run($"Get-OSImage -Cluster '{folder.Path}'").Succeeded());
    }

    private static string Item(string name) => $$$"""{"metadata": {"name": "{{{name}}}", "namespace": "n"}}""";

    private static string Page(string kind, string apiVersion, string version, string more, string name) =>
        $$"""{"kind": "{{kind}}", "apiVersion": "{{apiVersion}}", "metadata": {"resourceVersion": "{{version}}"{{more}}}, "items": [{{Item(name)}}]}""";

    private sealed class Folder : IDisposable
    {
        public Folder(params (string Name, string Text)[] files)
        {
            foreach (var (name, text) in files)
            {
                File.WriteAllText(System.IO.Path.Combine(Path, name), text);
            }
        }

        public string Path { get; } = Directory.CreateTempSubdirectory("osimage-part-").FullName;

        public void Dispose() => Directory.Delete(Path, recursive: true);
    }
}
