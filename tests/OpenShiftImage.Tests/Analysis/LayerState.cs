using System.Globalization;
using System.Text.Json;
using OpenShiftImage.Sandbox;

namespace OpenShiftImage.Tests.Analysis;

/// <summary>
/// Images on one another: 1 is the base of 2, that of 3 and 4; 5 is a list of 3 and 6; 7 has the layers of 1, and is
/// younger. A sandbox that serves them, and the same as an archive.
/// </summary>
public sealed class LayerState : IDisposable
{
    public LayerState()
    {
        Folder = Directory.CreateTempSubdirectory("osimage-layers-").FullName;
        var items = new[]
        {
            Image(1, "ubi:9", "a", "2024-01-01T00:00:00Z"),
            Image(2, "node:20", "ab"),
            Image(3, "app:1", "abc", env: ["V=1", "SAME=x"], label: "old"),
            Image(4, "app:2", "abde", env: ["V=2", "SAME=x"], label: "new"),
            Image(5, "app:all", "", members: [3, 6]),
            Image(6, "app:1-arm", "f", architecture: "arm64"),
            Image(7, "ubi:copy", "a"),
        };
        File.WriteAllText(
            Path.Combine(Folder, "images.json"),
            JsonSerializer.Serialize(new
            {
                kind = "ImageList",
                apiVersion = "image.openshift.io/v1",
                metadata = new { resourceVersion = "1000" },
                items,
            }));
        Server = SandboxServer.StartAsync(new SandboxOptions { StateFolder = Folder }).GetAwaiter().GetResult();
    }

    public SandboxServer Server { get; }

    /// <summary>Gets the folder of the state, which is an archive too.</summary>
    public string Folder { get; }

    public void Dispose()
    {
        Server.DisposeAsync().AsTask().GetAwaiter().GetResult();
        Directory.Delete(Folder, recursive: true);
    }

    /// <summary>Returns an Image; each letter is a layer, of 10 bytes times its place in the alphabet.</summary>
    private static object Image(
        int number,
        string reference,
        string layers,
        string created = "2026-01-01T00:00:00Z",
        string architecture = "amd64",
        string[]? env = null,
        string? label = null,
        int[]? members = null) => new
        {
            metadata = new
            {
                name = UsageState.Digest(number),
                uid = $"i{number}",
                resourceVersion = number.ToString(CultureInfo.InvariantCulture),
                creationTimestamp = created,
                labels = label is null ? [] : new Dictionary<string, string> { ["age"] = label },
            },
            dockerImageReference = $"quay.io/lab/{reference}",
            dockerImageMetadata = members is null
                ? new { Architecture = architecture, Config = new { Env = env ?? [] } }
                : null,
            dockerImageMetadataVersion = "1.0",
            dockerImageLayers = layers.Select(letter => new
            {
                name = UsageState.Digest(50 + letter - 'a'),
                size = 10 * (letter - 'a' + 1),
                mediaType = "m",
            }),
            dockerImageManifests = (members ?? []).Select(member => new
            {
                digest = UsageState.Digest(member),
                os = "linux",
                architecture = member == 6 ? "arm64" : "amd64",
                mediaType = "m",
                manifestSize = 100,
            }),
        };
}
