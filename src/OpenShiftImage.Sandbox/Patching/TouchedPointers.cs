using System.Text.Json.Nodes;
using OpenShiftImage.Sandbox.Serialization;

namespace OpenShiftImage.Sandbox.Patching;

/// <summary>Finds the objects that a patch goes through.</summary>
internal static class TouchedPointers
{
    /// <summary>Returns JSON pointers of the objects that a patch goes through.</summary>
    public static IReadOnlySet<string> Find(string mediaType, byte[] patch)
    {
        var touched = new HashSet<string>(StringComparer.Ordinal);
        switch (GoJsonReader.Read(patch, []))
        {
            case JsonArray operations when mediaType == PatchTypes.Json:
                foreach (var operation in operations)
                {
                    AddParents((string?)operation?["path"], touched);
                    AddParents((string?)operation?["from"], touched);
                }

                break;
            case JsonObject changes:
                AddObjects(changes, "", touched);
                break;
        }

        return touched;
    }

    private static void AddParents(string? pointer, HashSet<string> touched)
    {
        while (pointer?.LastIndexOf('/') is > 0 and var end)
        {
            pointer = pointer[..end];
            touched.Add(pointer);
        }
    }

    private static void AddObjects(JsonObject changes, string pointer, HashSet<string> touched)
    {
        touched.Add(pointer);
        foreach (var (name, value) in changes)
        {
            if (value is JsonObject inner)
            {
                AddObjects(inner, $"{pointer}/{name}", touched);
            }
        }
    }
}
