using System.Formats.Tar;
using System.IO.Compression;
using OpenShiftImage.Archives;

namespace OpenShiftImage.Kubernetes.Tests.Archives;

/// <summary>When a collection was made, as oc writes it beside the objects.</summary>
public sealed class CollectionTimeTests : IDisposable
{
    private const string Text =
        "2026-11-27 14:08:03.123456789 +0100 CET m=+0.123456789\n2026-11-27 14:09:00 +0100 CET m=+57\n";

    private static readonly DateTimeOffset s_time = new(2026, 11, 27, 13, 8, 3, TimeSpan.Zero);

    private readonly string _folder = Directory.CreateTempSubdirectory("openshiftimage-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("timestamp")]
    [InlineData("must-gather.local.1/timestamp")]
    public void A_folder_a_tar_and_a_zip_tell_it(string path)
    {
        var inside = Directory.CreateDirectory(Path.Combine(_folder, "in")).FullName;
        Write(Path.Combine(inside, "pods.json"), """{"kind":"PodList","apiVersion":"v1","items":[]}""");
        Write(Path.Combine(inside, path), Text);
        var (tar, zip) = (Path.Combine(_folder, "a.tar.gz"), Path.Combine(_folder, "a.zip"));
        using (var gzip = new GZipStream(File.Create(tar), CompressionLevel.Fastest))
        {
            TarFile.CreateFromDirectory(inside, gzip, includeBaseDirectory: false);
        }

        ZipFile.CreateFromDirectory(inside, zip);

        Assert.All([inside, tar, zip], collected => Assert.Equal(s_time, TimeOf(collected)));
    }

    [Fact]
    public void A_collection_that_says_nothing_has_no_time()
    {
        Write(Path.Combine(_folder, "pods.json"), """{"kind":"PodList","apiVersion":"v1","items":[]}""");
        Write(Path.Combine(_folder, "a", "b", "timestamp"), Text);

        Assert.Null(TimeOf(_folder));
        Assert.Null(TimeOf(Path.Combine(_folder, "pods.json")));
    }

    [Theory]
    [InlineData("")]
    [InlineData("yesterday")]
    [InlineData("2026-13-27 14:08:03 +0100 CET")]
    [InlineData("2026-11-27T14:08:03Z")]
    public void What_is_no_time_of_oc_is_none(string text) => Assert.Null(CollectionTime.Parse(text));

    private static DateTimeOffset? TimeOf(string path) =>
        CollectedCluster.Open(path, null, () => new YamlConverter()).FindTime(default);

    private static void Write(string path, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }
}
