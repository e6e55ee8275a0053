using System.Text.Json.Nodes;
using OpenShiftImage.Sandbox.Primitives;

namespace OpenShiftImage.Sandbox.Seeding;

/// <summary>Creates the layers of Images: a base that builds for one platform share, and others above it.</summary>
/// <param name="layersPerImage">
/// How many distinct layers there are for each Image, about and up to 4, since more are not drawn often enough; null
/// where builds of one application share the lower half of theirs and have the others alone, which gives some six.
/// </param>
internal sealed class LayerSeeder(double? layersPerImage)
{
    /// <summary>The media type of a layer.</summary>
    public const string LayerType = "application/vnd.docker.image.rootfs.diff.tar.gzip";

    /// <summary>How many groups of Images share their layers where the number of those is given.</summary>
    private const int GroupsInFamily = 3;

    private const int MaxSharedLayerSize = 40_000_000;

    /// <summary>Returns the layers of one build, from the base up.</summary>
    public JsonArray Create(Random random, int group, string architecture)
    {
        var layers = new JsonArray();
        for (var i = 0; i < 3; i++)
        {
            layers.Add(CreateLayer(
                $"base-{group % 8}-{architecture}-{i}", (i == 0 ? 78_000_000 : 1_700) + (group % 8 * 1000)));
        }

        var own = random.Next(12) == 0 ? random.Next(20, 38) : random.Next(1, 14);
        foreach (var layer in layersPerImage is { } ratio
            ? CreateOfFamily(random, group / GroupsInFamily, own, ratio)
            : CreateOfApplication(random, group, architecture, own))
        {
            layers.Add(layer);
        }

        return layers;
    }

    /// <summary>The builds of one application share their lower layers, and differ in the upper ones.</summary>
    private static IEnumerable<JsonObject> CreateOfApplication(Random random, int group, string architecture, int own)
    {
        for (var i = 0; i < own; i++)
        {
            yield return i < own / 2
                ? CreateLayer(
                    $"app-{group}-{architecture}-{i}", 200 + (((group * 7919) + (i * 104_729)) % MaxSharedLayerSize))
                : CreateLayer(
                    $"own-{group}-{random.Next()}", random.Next(200, i == own - 1 ? 400_000_000 : MaxSharedLayerSize));
        }
    }

    /// <summary>Each build has a run of the layers that a family of builds has.</summary>
    private static IEnumerable<JsonObject> CreateOfFamily(Random random, int family, int own, double layersPerImage)
    {
        var all = (int)Math.Clamp(layersPerImage * GroupsInFamily * ImageSeeder.GroupSize, 1, 1_000_000);
        var first = random.Next(all);
        for (var i = 0; i < Math.Min(own, all); i++)
        {
            var number = (first + i) % all;
            yield return CreateLayer(
                $"family-{family}-{number}", 200 + (((family * 7919L) + (number * 104_729L)) % MaxSharedLayerSize));
        }
    }

    private static JsonObject CreateLayer(string seed, long size) => new()
    {
        ["name"] = ContentDigest.Compute(seed),
        ["size"] = size,
        ["mediaType"] = LayerType,
    };
}
