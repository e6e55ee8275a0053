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
    private Dictionary<string, JsonElement>? _additionalFields;

    /// <summary>Fields of the JSON that this version has no property for, as they came; null when there were none.</summary>
    [JsonExtensionData]
    public Dictionary<string, JsonElement>? AdditionalFields
    {
        get
        {
            Load();
            return _additionalFields;
        }

        set
        {
            Load();
            _additionalFields = value;
        }
    }

    /// <summary>JSON names of the fields; a field's place here is the number its setter passes to <see cref="Set{T}"/>.</summary>
    internal abstract string[] FieldNames { get; }

    internal bool Has(int field)
    {
        Load();
        return (_present & (1UL << field)) != 0;
    }

    /// <summary>Takes a field out of the object, so that it is not written at all.</summary>
    internal void Forget(string jsonName)
    {
        Load();
        var field = Array.IndexOf(FieldNames, jsonName);
        if (field >= 0)
        {
            _present &= ~(1UL << field);
        }
    }

    /// <summary>Reads what an object that puts its reading off has not read yet.</summary>
    private protected virtual void Load()
    {
    }

    /// <summary>Takes over which fields another object has, and those without a property.</summary>
    private protected void TakePresence(ApiObject other)
    {
        _present = other._present;
        _additionalFields = other._additionalFields;
    }

    private protected void Set<T>(ref T store, T value, int field)
    {
        Load();
        store = value;
        _present |= 1UL << field;
    }
}
