using System.Globalization;
using System.Text.Json;
using OpenShiftImage.Api;
using OpenShiftImage.Primitives;
using OpenShiftImage.Serialization;

namespace OpenShiftImage.Workloads;

/// <summary>
/// Reads OpenShift's own kinds: image streams, DeploymentConfigs, Builds and BuildConfigs. Nothing but what is needed
/// of them is looked at.
/// </summary>
internal sealed class OpenShiftObjectParser : IClusterObjectParser
{
    /// <summary>
    /// The strategies of a build that start from an image (<c>build.openshift.io/v1</c> BuildStrategy).
    /// </summary>
    private static readonly string[] s_strategies = ["sourceStrategy", "dockerStrategy", "customStrategy"];

    /// <inheritdoc/>
    public ClusterObjectPage ParseList(ResourceType type, ReadOnlyMemory<byte> json)
    {
        using var document = JsonDocument.Parse(json, JsonDefaults.Document);
        var list = document.RootElement;
        return new ClusterObjectPage(
            [.. Items(list, "items", required: true).Select(item => Parse(type, item))],
            list.TryGetProperty("metadata", out var metadata)
                ? metadata.Deserialize(ImageJson.ListMeta) ?? new ListMeta()
                : new ListMeta());
    }

    /// <inheritdoc/>
    public ClusterObject ParseObject(ResourceType type, ReadOnlyMemory<byte> json)
    {
        using var document = JsonDocument.Parse(json, JsonDefaults.Document);
        return Parse(type, document.RootElement);
    }

    private static ClusterObject Parse(ResourceType type, JsonElement item)
    {
        var metadata = Child(item, "metadata");
        var name = Text(metadata, "name") ?? throw new InvalidJsonException("it has no metadata.name.");
        var (space, created) = (Text(metadata, "namespace") ?? "", Time(metadata, "creationTimestamp"));
        if (type == UsageTypes.ImageStream)
        {
            return new ImageStreamHistory(
                space, name, created, [.. Items(Child(item, "status"), "tags").Select(ToHistory)]);
        }

        var spec = Child(item, "spec");
        var phase = Text(Child(item, "status"), "phase");
        var images = type == UsageTypes.DeploymentConfig
            ? UsesOfPod(Child(Child(spec, "template"), "spec"), "spec.template.spec")
            : UsesOfBuild(spec);
        return new Workload(type, space, name, created, phase, [.. images]);
    }

    private static TagHistory ToHistory(JsonElement tag) => new(
        Text(tag, "tag") ?? "",
        [.. Items(tag, "items").Select(item => new TagItem(Text(item, "image") ?? "", Time(item, "created")))]);

    private static IEnumerable<ImageUse> UsesOfPod(JsonElement? spec, string place)
    {
        foreach (var (list, use) in ((string, ImageUseKind)[])
            [("initContainers", ImageUseKind.InitContainer), ("containers", ImageUseKind.Container)])
        {
            var index = 0;
            foreach (var container in Items(spec, list))
            {
                if (Text(container, "image") is { Length: > 0 } image)
                {
                    yield return ImageUse.OfPullSpec(use, image, $"{place}.{list}[{index}].image");
                }

                index++;
            }
        }
    }

    private static IEnumerable<ImageUse> UsesOfBuild(JsonElement? spec)
    {
        foreach (var strategy in s_strategies)
        {
            if (ToUse(
                Child(Child(Child(spec, "strategy"), strategy), "from"),
                ImageUseKind.BuildFrom,
                $"spec.strategy.{strategy}.from") is { } from)
            {
                yield return from;
            }
        }

        var index = 0;
        foreach (var source in Items(Child(spec, "source"), "images"))
        {
            if (ToUse(Child(source, "from"), ImageUseKind.BuildSource, $"spec.source.images[{index}].from") is { } use)
            {
                yield return use;
            }

            index++;
        }
    }

    private static ImageUse? ToUse(JsonElement? reference, ImageUseKind use, string place) =>
        Text(reference, "name") is { } name && Text(reference, "kind") is { } kind
            ? new ImageUse(use, kind, Text(reference, "namespace"), name, place)
            : null;

    private static JsonElement? Child(JsonElement? parent, string name) =>
        parent is { ValueKind: JsonValueKind.Object } value && value.TryGetProperty(name, out var child)
            && child.ValueKind != JsonValueKind.Null
            ? child.ValueKind == JsonValueKind.Object ? child : throw OtherType(name, "an object")
            : null;

    private static JsonElement.ArrayEnumerator Items(JsonElement? parent, string name, bool required = false) =>
        parent is { ValueKind: JsonValueKind.Object } value && value.TryGetProperty(name, out var list)
            ? list.ValueKind switch
            {
                JsonValueKind.Array => list.EnumerateArray(),
                JsonValueKind.Null => default,
                _ => throw OtherType(name, "a list"),
            }
            : required ? throw new InvalidJsonException($"it is no list: it has no {name}.") : default;

    private static string? Text(JsonElement? parent, string name) =>
        parent is { ValueKind: JsonValueKind.Object } value && value.TryGetProperty(name, out var text)
            && text.ValueKind != JsonValueKind.Null
            ? text.ValueKind == JsonValueKind.String ? text.GetString() : throw OtherType(name, "text")
            : null;

    private static DateTimeOffset? Time(JsonElement? parent, string name) =>
        Text(parent, name) is not { Length: > 0 } text ? null
        : DateTimeOffset.TryParse(
            text,
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal,
            out var time)
            ? time
            : throw OtherType(name, "a time");

    private static InvalidJsonException OtherType(string name, string expected) =>
        new($"'{name}' is not {expected}, as the API has it.");
}
