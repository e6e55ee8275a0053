using System.Text.Json.Nodes;

namespace OpenShiftImage.Sandbox.Schemas;

/// <summary>A field of an object.</summary>
/// <param name="Name">Its JSON name.</param>
/// <param name="Type">Its type.</param>
/// <param name="Required">What the server writes for a field that is empty; null when it leaves the field out.</param>
/// <param name="WriteNull">Whether the server writes the field even when there is none.</param>
/// <param name="KeepsZero">Whether zero, and false, are values of their own (a pointer on the server).</param>
internal sealed record SchemaField(
    string Name, SchemaNode Type, JsonNode? Required = null, bool WriteNull = false, bool KeepsZero = false);
