using System.Text.Encodings.Web;
using System.Text.Json;

namespace OpenShiftImage.Sandbox.Primitives;

/// <summary>How JSON is written: Go escapes less than .NET does by default.</summary>
internal static class JsonFormat
{
    public static JsonSerializerOptions Compact { get; } = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static JsonSerializerOptions Indented { get; } = new(Compact) { WriteIndented = true };
}
