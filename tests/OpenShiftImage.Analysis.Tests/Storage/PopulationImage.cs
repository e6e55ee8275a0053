using System.Text.Json;
using System.Text.Json.Nodes;
using OpenShiftImage.Serialization;

namespace OpenShiftImage.Analysis.Tests.Storage;

/// <summary>An Image of a random population, in plain values.</summary>
internal sealed record PopulationImage(string Name)
{
    public List<(string Digest, long Size)> Layers { get; } = [];

    public List<(string Digest, string Os, string Architecture)> Members { get; } = [];

    public bool IsManaged { get; init; }

    public string? Registry { get; init; }

    public string? Repository { get; init; }

    public string? Label { get; init; }

    public (string Os, string Architecture)? Platform { get; init; }

    /// <summary>Returns it as the API has it, of a list that nobody has looked at or made whole.</summary>
    public Image ToImage(bool deferred)
    {
        var json = new JsonObject
        {
            ["metadata"] = new JsonObject
            {
                ["name"] = Name,
                ["creationTimestamp"] = "2026-01-01T00:00:00Z",
                ["annotations"] = new JsonObject { ["openshift.io/image.managed"] = IsManaged ? "true" : "false" },
                ["labels"] = Label is null ? null : new JsonObject { ["team"] = Label },
            },
            ["dockerImageReference"] = Repository is null
                ? null
                : (Registry is null ? "" : Registry + "/") + Repository + "@" + Name,
            ["dockerImageMetadata"] = Platform is var (os, architecture)
                ? new JsonObject { ["Os"] = os, ["Architecture"] = architecture }
                : null,
            ["dockerImageLayers"] = new JsonArray([.. Layers.Select(layer =>
                new JsonObject { ["name"] = layer.Digest, ["size"] = layer.Size })]),
            ["dockerImageManifests"] = new JsonArray([.. Members.Select(member => new JsonObject
            {
                ["digest"] = member.Digest, ["os"] = member.Os, ["architecture"] = member.Architecture,
            })]),
        };
        var utf8 = JsonSerializer.SerializeToUtf8Bytes(json);
        return deferred ? DeferredJson<Image>.FromValidatedJson(utf8, ImageJson.Image) : ImageJson.ParseImage(utf8);
    }
}
