using System.Globalization;
using System.Text.Json;
using OpenShiftImage.Sandbox;

namespace OpenShiftImage.Tests.Analysis;

/// <summary>
/// A small state of a cluster whose every verdict and size is known: a sandbox that serves it, and the same as an
/// archive.
/// </summary>
/// <remarks>
/// Images 1 to 5 are in shop/app:latest, the newest first, managed, with a layer of 100 bytes that they share; 6 is in
/// no stream, used by a running pod; 7 is young; 99 is used and absent. Each has a layer of its own of 10 bytes times
/// its number.
/// </remarks>
public sealed class UsageState : IDisposable
{
    private const string Created = "2026-01-01T00:00:00Z";

    public UsageState()
    {
        Folder = Directory.CreateTempSubdirectory("osimage-usage-").FullName;
        var images = Enumerable.Range(1, 5).Select(number => Image(
            number, "image-registry.example:5000/shop/app", managed: true, label: number < 3 ? "web" : null));
        Write(Folder, "images", "image.openshift.io/v1", "ImageList",
        [
            .. images,
            Image(6, "quay.io/lab/loose:1.0", architecture: "arm64"),
            Image(7, "quay.io/lab/young", created: "2990-01-01T00:00:00Z", architecture: null),
        ]);
        Write(Folder, "imagestreams", "image.openshift.io/v1", "ImageStreamList",
        [
            new
            {
                metadata = Metadata("app"),
                status = new
                {
                    tags = new[]
                    {
                        new
                        {
                            tag = "latest",
                            items = Enumerable.Range(1, 5)
                                .Select(number => new { created = Created, image = Digest(number) }),
                        },
                    },
                },
            },
        ]);
        WritePods(Folder,
            "image-registry.example:5000/shop/app",
            "quay.io/lab/loose@" + Digest(6),
            "quay.io/release/payload@" + Digest(99));
        Write(Folder, "deployments", "apps/v1", "DeploymentList",
        [
            new
            {
                metadata = Metadata("old"),
                spec = new
                {
                    template = new { spec = Containers("image-registry.example:5000/shop/app@" + Digest(5)) },
                },
            },
        ]);
        Server = SandboxServer.StartAsync(new SandboxOptions { StateFolder = Folder }).GetAwaiter().GetResult();
    }

    public SandboxServer Server { get; }

    /// <summary>Gets the folder of the state, which is an archive too.</summary>
    public string Folder { get; }

    /// <summary>Returns the digest of a number: its two digits, over and over.</summary>
    public static string Digest(int number) => "sha256:" + string.Concat(Enumerable.Repeat(
        number.ToString("00", CultureInfo.InvariantCulture), 32));

    /// <summary>Writes pods that run, named by their number.</summary>
    public static void WritePods(string folder, params string[] images) => Write(folder, "pods", "v1", "PodList",
    [
        .. images.Select((image, index) => new
        {
            metadata = Metadata($"p{index}"),
            spec = Containers(image),
            status = new { phase = "Running" },
        }),
    ]);

    public void Dispose()
    {
        Server.DisposeAsync().AsTask().GetAwaiter().GetResult();
        Directory.Delete(Folder, recursive: true);
    }

    /// <summary>Writes a list as the API answers with it.</summary>
    private static void Write(string folder, string resource, string apiVersion, string kind, object[] items) =>
        File.WriteAllText(
            Path.Combine(folder, resource + ".json"),
            JsonSerializer.Serialize(new { kind, apiVersion, metadata = new { resourceVersion = "1000" }, items }));

    private static object Containers(string image) => new { containers = new[] { new { name = "c", image } } };

    private static object Metadata(string name) =>
        new { name, @namespace = "shop", uid = name, resourceVersion = "9", creationTimestamp = Created };

    private static object Image(
        int number,
        string reference,
        bool managed = false,
        string created = Created,
        string? architecture = "amd64",
        string? label = null)
    {
        var own = new { name = Digest(50 + number), size = 10 * number, mediaType = "m" };
        return new
        {
            metadata = new
            {
                name = Digest(number),
                uid = $"i{number}",
                resourceVersion = number.ToString(CultureInfo.InvariantCulture),
                creationTimestamp = created,
                labels = label is null ? [] : new Dictionary<string, string> { ["team"] = label },
                annotations = new Dictionary<string, string>
                {
                    ["openshift.io/image.managed"] = managed ? "true" : "false",
                },
            },
            dockerImageReference = $"{reference}@{Digest(number)}",
            dockerImageMetadata = architecture is null
                ? null
                : new
                {
                    kind = "DockerImage",
                    apiVersion = "image.openshift.io/1.0",
                    Os = "linux",
                    Architecture = architecture,
                    Size = 1000,
                },
            dockerImageMetadataVersion = "1.0",
            dockerImageLayers = number <= 5
                ? new[] { new { name = Digest(50), size = 100, mediaType = "m" }, own }
                : [own],
        };
    }
}
