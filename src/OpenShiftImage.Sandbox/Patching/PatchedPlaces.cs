using System.Text.Json.Nodes;
using OpenShiftImage.Sandbox.Serialization;

namespace OpenShiftImage.Sandbox.Patching;

/// <summary>Which objects a patch goes through, as JSON pointers.</summary>
internal static class PatchedPlaces
{
    public static IReadOnlySet<string> Of(string mediaType, byte[] patch)
    {
        var places = new HashSet<string>(StringComparer.Ordinal);
        switch (GoJsonReader.Read(patch, []))
        {
            case JsonArray operations when mediaType == Patch.Json:
                foreach (var pointer in operations.SelectMany(operation => new[] { (string?)operation?["path"], (string?)operation?["from"] }).OfType<string>())
                {
                    for (var place = pointer; place.LastIndexOf('/') is > 0 and var at;)
                    {
                        place = place[..at];
                        places.Add(place);
                    }
                }

                break;
            case JsonObject changes:
                Collect(changes, "", places);
                break;
        }

        return places;
    }

    private static void Collect(JsonObject changes, string pointer, HashSet<string> places)
    {
        places.Add(pointer);
        foreach (var (name, value) in changes)
        {
            if (value is JsonObject inner)
            {
                Collect(inner, $"{pointer}/{name}", places);
            }
        }
    }
}
