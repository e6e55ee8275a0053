using System.Text.Json.Nodes;
using OpenShiftImage.Sandbox.Primitives;
using OpenShiftImage.Sandbox.Seeding;

namespace OpenShiftImage.Sandbox.Tests;

public sealed class ImageSeederTests
{
    [Fact]
    public void Seeded_Images_are_the_same_every_time_and_plausible()
    {
        var images = Seed();
        Assert.Equal(Seed().Select(image => image.ToJsonString()), images.Select(image => image.ToJsonString()));
        var names = images.Select(Name).ToHashSet();
        Assert.Equal(250, names.Count);
        foreach (var image in images.Where(image => image["dockerImageManifest"] is not null))
        {
            Assert.Equal(Name(image), ContentDigest.Compute((string)image["dockerImageManifest"]!));
        }

        var lists = images.Where(image => image["dockerImageManifests"] is not null).ToList();
        Assert.Equal(25, lists.Count);
        Assert.All(
            lists.SelectMany(list => list["dockerImageManifests"]!.AsArray()),
            member => Assert.Contains((string)member!["digest"]!, names));
        Assert.Contains(images, image => image["signatures"] is not null);
        var layers = images.SelectMany(image => image["dockerImageLayers"]?.AsArray() ?? [])
            .Select(layer => (string)layer!["name"]!)
            .ToList();
        Assert.True(layers.Distinct().Count() < layers.Count * 3 / 4, "layers are not shared");
        var registries = images.Select(image => ((string)image["dockerImageReference"]!).Split('/')[0]);
        Assert.InRange(registries.Distinct().Count(), 4, 10);
    }

    [Fact]
    public void Seeded_Images_have_the_sizes_of_real_ones()
    {
        var sizes = ImageSeeder.Create(250).Select(create => create(7).Item.Length).ToList();
        Assert.InRange(sizes.Min(), 1_500, 4_000);
        Assert.InRange(sizes.Max(), 15_000, 32_000);
    }

    [Fact]
    public void Distinct_layers_are_about_as_many_as_is_asked_for()
    {
        var images = ImageSeeder.Create(600, layers: 1500).Select(create => create(7).ToJson()).ToList();
        var layers = images.SelectMany(image => image["dockerImageLayers"]?.AsArray() ?? [])
            .Select(layer => (Name: (string)layer!["name"]!, Size: (long)layer["size"]!)).Distinct().ToList();
        Assert.InRange(layers.Count, 1300, 1600);
        Assert.Equal(layers.Count, layers.Select(layer => layer.Name).Distinct().Count());
    }

    private static List<JsonObject> Seed() => [.. ImageSeeder.Create(250).Select(create => create(7).ToJson())];

    private static string Name(JsonObject image) => (string)image["metadata"]!["name"]!;
}
