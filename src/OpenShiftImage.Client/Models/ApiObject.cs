using System.Text.Json;
using System.Text.Json.Serialization;

namespace OpenShiftImage;

/// <summary>
/// Base of every object of the API. It remembers which fields the JSON had, explicit <c>null</c>s included, and keeps the
/// fields this version does not know, so that an object read and written back is the same JSON value.
/// </summary>
public abstract class ApiObject
{
    private ulong _present;

    /// <summary>Fields of the JSON that this version has no property for, as they came; null when there were none.</summary>
    [JsonExtensionData]
    public Dictionary<string, JsonElement>? AdditionalFields { get; set; }

    /// <summary>JSON names of the fields; a field's place here is the number its setter passes to <see cref="Set{T}"/>.</summary>
    internal abstract string[] FieldNames { get; }

    internal bool Has(int field) => (_present & (1UL << field)) != 0;

    /// <summary>Takes a field out of the object, so that it is not written at all.</summary>
    internal void Forget(string jsonName)
    {
        var field = Array.IndexOf(FieldNames, jsonName);
        if (field >= 0)
        {
            _present &= ~(1UL << field);
        }
    }

    private protected void Set<T>(ref T store, T value, int field)
    {
        store = value;
        _present |= 1UL << field;
    }
}
