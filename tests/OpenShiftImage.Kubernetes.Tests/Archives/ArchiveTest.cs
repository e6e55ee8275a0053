using System.Formats.Tar;
using System.IO.Compression;
using System.Text;
using OpenShiftImage.Api;
using OpenShiftImage.Archives;

namespace OpenShiftImage.Kubernetes.Tests.Archives;

/// <summary>Base of tests that read what was collected, from a folder that goes with the test.</summary>
public abstract class ArchiveTest : IDisposable
{
    private protected const string ListHead = "apiVersion: v1\nkind: List\n";

    protected string Folder { get; } = Directory.CreateTempSubdirectory("osimage-archive-").FullName;

    public void Dispose()
    {
        Directory.Delete(Folder, recursive: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>An Image as <c>oc adm inspect</c> writes it.</summary>
    protected static string Yaml(string name, string labels = "") =>
        $"""
        apiVersion: image.openshift.io/v1
        dockerImageReference: quay.io/example/{name}
        kind: Image
        metadata:
          name: {name}
          labels: {"{"}{labels}{"}"}

        """.ReplaceLineEndings("\n");

    /// <summary>An Image as <c>oc get -o json</c> writes it.</summary>
    protected static string Json(string name) =>
        $$$"""{"apiVersion":"image.openshift.io/v1","kind":"Image","metadata":{"name":"{{{name}}}"}}""";

    protected string Write(string name, string text) => Write(name, Encoding.UTF8.GetBytes(text));

    protected string Write(string name, byte[] content)
    {
        var path = Path.Combine(Folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, content);
        return path;
    }

    /// <summary>Writes a tar file, compressed where its name ends with <c>gz</c>.</summary>
    protected string WriteTar(string name, params TarEntry[] entries)
    {
        using var content = new MemoryStream();
        using (var compressed = name.EndsWith("gz", StringComparison.Ordinal)
            ? new GZipStream(content, CompressionLevel.Optimal, leaveOpen: true)
            : (Stream)content)
        {
            using var tar = new TarWriter(compressed, TarEntryFormat.Pax, leaveOpen: true);
            foreach (var entry in entries)
            {
                tar.WriteEntry(entry);
            }
        }

        return Write(name, content.ToArray());
    }

    protected static TarEntry InTar(string name, string text) =>
        InTar(name, new MemoryStream(Encoding.UTF8.GetBytes(text)));

    protected static TarEntry InTar(string name, Stream content) =>
        new PaxTarEntry(TarEntryType.RegularFile, name) { DataStream = content };

    protected static TarEntry LinkInTar(TarEntryType type, string name, string target) =>
        new PaxTarEntry(type, name) { LinkName = target };

    protected string WriteZip(string name, params (string Name, byte[] Content)[] entries)
    {
        using var content = new MemoryStream();
        using (var zip = new ZipArchive(content, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var entry in entries)
            {
                using var stream = zip.CreateEntry(entry.Name, CompressionLevel.Optimal).Open();
                stream.Write(entry.Content);
            }
        }

        return Write(name, content.ToArray());
    }

    /// <summary>Reads all Images of an archive.</summary>
    private protected static async Task<Reading> ReadAsync(string path, ListOptions? options = null)
    {
        var observer = new ArchiveObserver();
        var names = new List<string>();
        OpenShiftImageException? ended = null;
        try
        {
            await foreach (var page in Open(path, observer).ListAsync(
                options ?? new ListOptions { AllowsParts = true }))
            {
                names.AddRange(page.Items.Select(image => image.Name!));
            }
        }
        catch (OpenShiftImageException e)
        {
            ended = e;
        }

        return new Reading(names, observer.Failures, observer.Messages, observer.Warnings, ended);
    }

    private protected static IImageReader Open(string path, ArchiveObserver? observer = null) =>
        new ClusterConnection(CollectedCluster.Open(path, null, () => new YamlConverter())).CreateReader(observer);

    /// <summary>What came of an archive.</summary>
    private protected sealed record Reading(
        IReadOnlyList<string> Names,
        IReadOnlyList<OpenShiftImageException> Failures,
        IReadOnlyList<string> Messages,
        IReadOnlyList<string> Warnings,
        OpenShiftImageException? Ended)
    {
        /// <summary>Asserts that these Images came, in this order, and nothing failed.</summary>
        public void Are(params string[] names)
        {
            Assert.Empty(Failures.Select(failure => failure.Message));
            Assert.Null(Ended?.Message);
            Assert.Empty(Warnings);
            Assert.Equal(names, Names);
        }
    }
}
