using System.Text.Json.Nodes;

namespace OpenShiftImage.Sandbox.Patching;

/// <summary>JSON merge patches of RFC 7386.</summary>
internal static class MergePatch
{
    /// <summary>Returns the patched object; the original is used up.</summary>
    public static JsonObject Apply(JsonObject original, JsonObject patch)
    {
        foreach (var (name, value) in patch)
        {
            var previous = original[name];
            original.Remove(name);
            if (value is not null)
            {
                original[name] = value is JsonObject changes
                    ? Apply(previous as JsonObject ?? [], changes)
                    : value.DeepClone();
            }
        }

        return original;
    }
}
