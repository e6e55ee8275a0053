using System.Globalization;
using System.Text;
using OpenShiftImage.Documents;
using OpenShiftImage.Sandbox.Seeding;
using OpenShiftImage.Serialization;

namespace OpenShiftImage.Kubernetes.Tests;

/// <summary>
/// Texts of Images that were damaged at random: each ends in Images or in errors with a line, whatever has happened to it. There are 500;
/// <c>OPENSHIFTIMAGE_FUZZ=20000</c> makes it as many as that.
/// </summary>
public sealed class DocumentFuzzTests(ITestOutputHelper output)
{
    private static readonly string[] s_pieces =
    [
        "{", "}", "[", "]", "\"", "'", ":", ": ", "-", "- ", "---\n", "\n---\n", "...\n", "#", "&a ", "*a", "!!str ",
        "!x ", "|", ">", "%", "@", "`", "\t", "\ufeff",
        "\u2028", "\u0085", "\0", "\\", "\\ud800", "null", "~", "yes", "0x1F", "1e400", "7.6252616e+07", ".inf", "<<: ",
        "<<: *a", "? ", ", ", "\r\n", "\r", " ", "    ",
    ];

    private readonly DocumentReader _reader = new(new YamlConverter());

    [Fact]
    public async Task A_damaged_text_gives_Images_or_errors_with_their_lines()
    {
        var count = int.TryParse(
            Environment.GetEnvironmentVariable("OPENSHIFTIMAGE_FUZZ"), CultureInfo.InvariantCulture, out var asked)
                ? asked
                : 500;
        var texts = Texts();
        var (images, errors) = (0, 0);
        for (var seed = 0; seed < count; seed++)
        {
            var random = new Random(seed);
            var text = Damage(texts[seed % texts.Count], random);
            try
            {
                var (good, bad) = await Task.Run(() => Read(text)).WaitAsync(TimeSpan.FromSeconds(60));
                images += good;
                errors += bad;
            }
            catch (Exception e)
            {
                Assert.Fail($"Seed {seed}: {e}\n{text[..Math.Min(3000, text.Length)]}");
            }
        }

        output.WriteLine($"{count} damaged texts: {images} Images, {errors} errors with a line.");
        Assert.True(images > count / 4 && errors > count / 4, $"{images} Images and {errors} errors of {count} texts");
    }

    private (int Images, int Errors) Read(string text)
    {
        var (images, errors) = (0, 0);
        var lines = text.Count(c => c == '\n') + 2;
        foreach (var result in _reader.ReadText(text))
        {
            if (result.Image is { } image)
            {
                // Looking at an Image must not fail where reading it did not.
                _ = (image.Name, image.Size, image.Labels.Count, image.Platform, image.LayerCount, ImageJson.ToUtf8Bytes(image).Length);
                images++;
            }
            else
            {
                Assert.Equal(DocumentException.InvalidDocument, result.Error!.ErrorId);
                Assert.InRange(result.Error.Line, 1, lines);
                Assert.True(result.Error.Column >= 1);
                errors++;
            }
        }

        return (images, errors);
    }

    private static string Damage(string text, Random random)
    {
        var damaged = new StringBuilder(text);
        for (var left = random.Next(1, 6); left > 0; left--)
        {
            var at = random.Next(damaged.Length + 1);
            var length = Math.Min(random.Next(1, 40), damaged.Length - at);
            switch (random.Next(6))
            {
                case 0:
                    damaged.Remove(at, length);
                    break;
                case 1:
                    damaged.Insert(at, damaged.ToString(at, length));
                    break;
                case 2 when random.Next(4) == 0:
                    damaged.Length = at;
                    break;
                case 3 when at < damaged.Length:
                    damaged[at] = (char)random.Next(1, 0x180);
                    break;
                default:
                    damaged.Insert(at, s_pieces[random.Next(s_pieces.Length)]);
                    break;
            }
        }

        return damaged.ToString();
    }

    private static List<string> Texts()
    {
        var images = ImageSeeder.Create(12)
            .Select(create => ImageJson.ParseImage(create(7).ToJson().ToJsonString()))
            .ToList();
        var texts = new List<string>();
        foreach (var format in (DocumentFormat[])[DocumentFormat.Yaml, DocumentFormat.Json])
        {
            var documents = new DocumentWriter(new YamlConverter(), format, clean: true);
            foreach (var some in images.Chunk(3))
            {
                using var writer = new StringWriter();
                var sequence = documents.Begin(writer);
                foreach (var image in some)
                {
                    image.DockerImageManifest = image.DockerImageConfig = null;
                    sequence.Add(image);
                }

                sequence.Complete();
                texts.Add(writer.ToString());
                texts.Add(string.Join(format == DocumentFormat.Yaml ? "---\n" : "\n", some.Select(documents.ToText)));
            }
        }

        return texts;
    }
}
