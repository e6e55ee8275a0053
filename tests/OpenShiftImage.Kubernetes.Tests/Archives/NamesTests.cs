using OpenShiftImage.Api;
using OpenShiftImage.Archives;
using OpenShiftImage.Documents;

namespace OpenShiftImage.Kubernetes.Tests.Archives;

/// <summary>Several names are looked for in one pass.</summary>
public sealed class NamesTests : ArchiveTest
{
    [Fact]
    public async Task Names_that_are_expected_are_read_in_one_pass_and_each_once()
    {
        for (var i = 0; i < 30; i++)
        {
            Write($"all/{i:00}.yaml", Yaml($"image-{i}"));
        }

        var observer = new ArchiveObserver();
        var yaml = new CountingYaml();
        var reader =
            new ClusterConnection(CollectedCluster.Open(Path.Combine(Folder, "all"), null, () => yaml)).CreateReader(
                observer);
        reader.Expect(["image-7", "image-3", "nosuch", "image-29", "image-7"]);
        foreach (var name in (string[])["image-7", "image-3", "image-29", "image-7"])
        {
            Assert.Equal(name, (await reader.GetAsync(name)).Name);
        }

        Assert.Equal("NotFound", (await Assert.ThrowsAsync<ApiException>(() => reader.GetAsync("nosuch"))).ErrorId);
        Assert.Single(observer.Messages);
        Assert.Equal(3, yaml.Count);
        Assert.Equal("image-12", (await reader.GetAsync("image-12")).Name);
        Assert.Equal(2, observer.Messages.Count);
    }

    [Fact]
    public async Task More_names_than_are_held_take_a_pass_for_as_many_as_are()
    {
        var names = Enumerable.Range(0, 1200).Select(i => $"image-{i}").ToList();
        Write("all.json", string.Concat(names.Select(Json)));
        var observer = new ArchiveObserver();
        var reader = Open(Path.Combine(Folder, "all.json"), observer);
        reader.Expect(names);
        foreach (var name in names)
        {
            Assert.Equal(name, (await reader.GetMetadataAsync(name)).Name);
        }

        Assert.Equal(3, observer.Messages.Count);
    }

    [Fact]
    public async Task What_came_before_the_end_of_a_cut_archive_is_found_and_the_rest_is_the_error()
    {
        var path = WriteTar("gather.tar", InTar("1.yaml", Yaml("one")), InTar("2.yaml", Yaml("two")));
        await File.WriteAllBytesAsync(path, (await File.ReadAllBytesAsync(path))[..^2000]);
        var reader = Open(path);
        reader.Expect(["two", "one"]);
        Assert.Equal(
            CollectedClusterException.InvalidArchive,
            (await Assert.ThrowsAsync<CollectedClusterException>(() => reader.GetAsync("two"))).ErrorId);
        Assert.Equal("one", (await reader.GetAsync("one")).Name);
    }

    [Theory]
    [InlineData("name: one")]
    [InlineData("name: \"one\"")]
    [InlineData("'name' : 'one' # a comment")]
    [InlineData("{name: one, labels: {}}")]
    [InlineData("name: \"\\x6fne\"")]
    [InlineData("name:\n    one")]
    [InlineData("name: &anchor one")]
    [InlineData("name: !!str one")]
    [InlineData("name: >-\n    one")]
    public async Task A_name_is_found_among_several_however_it_is_written(string metadata)
    {
        var reader = Open(
            Write("image.yaml", $"apiVersion: image.openshift.io/v1\nkind: Image\nmetadata:\n  {metadata}\n"));
        reader.Expect(["two", "one"]);
        await Assert.ThrowsAsync<ApiException>(() => reader.GetAsync("two"));
        Assert.Equal("one", (await reader.GetAsync("one")).Name);
    }

    private sealed class CountingYaml : IYamlConverter
    {
        private readonly YamlConverter _yaml = new();

        public int Count { get; private set; }

        public ConvertedDocument ToJson(string yaml, CancellationToken cancellationToken)
        {
            Count++;
            return _yaml.ToJson(yaml, cancellationToken);
        }

        public string ToYaml(ReadOnlyMemory<byte> json) => _yaml.ToYaml(json);
    }
}
