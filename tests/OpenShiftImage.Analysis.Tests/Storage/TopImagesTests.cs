using System.Globalization;
using System.Text.Json;
using OpenShiftImage.Analysis.Images;
using OpenShiftImage.Analysis.Storage;
using OpenShiftImage.Analysis.Usage;
using OpenShiftImage.Serialization;
using OpenShiftImage.Workloads;

namespace OpenShiftImage.Analysis.Tests.Storage;

/// <summary>
/// Sizes against what <c>oc adm top images</c> and <c>oc adm top imagestreams</c> said of recorded states. They differ
/// by choice: to oc a manifest list has no size, and of a stream it counts what its tags point to now, where the
/// histories keep the rest stored as well.
/// </summary>
public sealed class TopImagesTests
{
    private static string CasesFolder => Path.Combine(AppContext.BaseDirectory, "oracle", "cases");

    public static TheoryData<string> Cases => [.. Directory
        .EnumerateFiles(CasesFolder, "top.txt", SearchOption.AllDirectories)
        .Select(file => Path.GetFileName(Path.GetDirectoryName(file)!)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Cases))]
    public void The_size_of_each_Image_is_the_STORAGE_of_oc_but_of_manifest_lists(string name)
    {
        var images = ReadImages(name);
        var rows = RowsOf(name, "images");
        Assert.Equal(images.Count, rows.Count);
        foreach (var row in rows)
        {
            var image = images.Find(DigestKey.Of(row[0]));
            Assert.True(image >= 0, row[0]);
            if (images.MembersOf(image).Count > 0)
            {
                Assert.Equal(0, BytesOf(row[^1]));
                Assert.True(images.SizeOf(image) > 0);
            }
            else
            {
                Assert.Equal(BytesOf(row[^1]), images.SizeOf(image));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void What_the_tags_of_a_stream_point_to_is_what_oc_counts_of_it(string name)
    {
        var images = ReadImages(name);
        var (whole, latest) = (new StreamTable(), new StreamTable());
        foreach (var stream in ReadStreams(name))
        {
            whole.Add(stream);
            latest.Add(stream with
            {
                Tags = [.. stream.Tags.Select(tag => tag with { Items = [.. tag.Items.Take(1)] })],
            });
        }

        var histories = Measure(images, whole);
        var now = Measure(images, latest);
        foreach (var row in RowsOf(name, "imagestreams"))
        {
            Assert.Equal((BytesOf(row[1]), row[2], row[3]), (
                now[row[0]].Size, Text(now[row[0]].Images), Text(now[row[0]].Layers)));
            Assert.True(histories[row[0]].Size >= now[row[0]].Size);
        }
    }

    private static Dictionary<string, ImageStorage> Measure(ImageTable images, StreamTable streams) =>
        new StorageReport(images, null).Measure(StorageGrouping.ByStreams(images, streams, byNamespace: false))
            .ToDictionary(storage => storage.Name);

    private static ImageTable ReadImages(string name)
    {
        var (table, reader) = (new ImageTable(), new ImageFactsReader());
        using var list = JsonDocument.Parse(File.ReadAllText(Path.Combine(CasesFolder, name, "images.json")));
        foreach (var image in list.RootElement.GetProperty("items").EnumerateArray())
        {
            table.Add(reader.Read(ImageJson.ParseImage(image.GetRawText())));
        }

        return table;
    }

    private static IEnumerable<ImageStreamHistory> ReadStreams(string name) => new OpenShiftObjectParser()
        .ParseList(UsageTypes.ImageStream, File.ReadAllBytes(Path.Combine(CasesFolder, name, "imagestreams.json")))
        .Objects.Cast<ImageStreamHistory>();

    /// <summary>Returns the rows of a table of oc, cell by cell as far as no cell has spaces.</summary>
    private static List<string[]> RowsOf(string name, string what) =>
        [.. File.ReadAllLines(Path.Combine(CasesFolder, name, "top.txt"))
            .SkipWhile(line => !line.StartsWith($"=== oc adm top {what} ", StringComparison.Ordinal))
            .Skip(2)
            .TakeWhile(line => line.Length > 0)
            .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))];

    private static long BytesOf(string storage)
    {
        Assert.Matches("^[0-9]+B$", storage);
        return long.Parse(storage[..^1], CultureInfo.InvariantCulture);
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
