using System.Globalization;
using System.Text;
using System.Text.Json;
using OpenShiftImage.Analysis.Bases;
using OpenShiftImage.Serialization;

namespace OpenShiftImage.Analysis.Tests.Bases;

/// <summary>Images of few words, and what is said of their bases.</summary>
internal sealed class BaseState
{
    public const string Empty = "sha256:a3ed95caeb02ffe68cdd9fd84406680ae93d633cb16422d00e8a7c22955b46d4";
    public const string EmptyDiffId = "sha256:5f70bf18a086007016e948b04aed3b82103a36bea41755b6cddfaf10ace3c6ef";

    private readonly List<Image> _images = [];

    /// <summary>Adds an Image; each layer is of 10 bytes times its place in the alphabet.</summary>
    public BaseState Add(
        string name,
        string layers,
        string? diffIds = null,
        string created = "2026-01-01T00:00:00Z",
        bool isDescending = false,
        string[]? members = null)
    {
        var image = new Dictionary<string, object?>
        {
            ["metadata"] = new
            {
                name,
                creationTimestamp = created,
                annotations = isDescending
                    ? new Dictionary<string, string> { ["image.openshift.io/dockerLayersOrder"] = "descending" }
                    : null,
            },
            ["dockerImageReference"] = $"quay.io/lab/{name}@{name}",
            ["dockerImageLayers"] = Words(layers).Select(layer => new
            {
                name = layer == "0" ? Empty : layer,
                size = layer == "0" ? 32 : 10 * (char.ToLower(layer[0], CultureInfo.InvariantCulture) - 'a' + 1),
            }),
            ["dockerImageConfig"] = diffIds is null ? null : JsonSerializer.Serialize(new
            {
                rootfs = new
                {
                    type = "layers",
                    diff_ids = Words(diffIds).Select(diffId => diffId == "0" ? EmptyDiffId : diffId),
                },
            }),
            ["dockerImageManifests"] = members?.Select(digest => new { digest, os = "linux", architecture = "amd64" }),
        };
        return Add(ImageJson.ParseImage(JsonSerializer.SerializeToUtf8Bytes(image)));
    }

    public BaseState Add(Image image)
    {
        _images.Add(image);
        return this;
    }

    /// <summary>Returns the base of each, as one pass over all finds it, and as each alone does.</summary>
    public string[] Find()
    {
        var all = new BaseFinder(knowsInputs: false);
        var inputs = new BaseFinder(knowsInputs: true);
        foreach (var image in _images)
        {
            all.Add(image);
            inputs.AddInput(image);
        }

        _images.ForEach(inputs.AddCandidate);
        string[] found = [.. all.Find(null).Select(Line)];
        Assert.Equal(found, inputs.Find(null).Select(Line));
        // In any order of the list.
        var reversed = new BaseFinder(knowsInputs: false);
        _images.AsEnumerable().Reverse().ToList().ForEach(reversed.Add);
        Assert.Equal(found, reversed.Find(null).Select(Line).Reverse());
        return found;
    }

    private static string Line(ImageBase found) => found.IsManifestList
        ? $"{found.Name}: list"
        : $"{found.Name}: {found.Base ?? "none"} {found.Candidates} {found.SharedLayers}+{found.AddedLayers} {found.AddedBytes}";

    private static string[] Words(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
