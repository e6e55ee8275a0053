using System.Text.Json;
using System.Text.Json.Serialization;

namespace OpenShiftImage;

/// <summary>
/// Base of every object of the API. It remembers which fields its JSON had, explicit <c>null</c>s included, and keeps
/// the fields that this version does not know, so that an object that is read and written back is the same JSON value.
/// </summary>
public abstract class ApiObject
{
    private ulong _fieldsRead;

    /// <summary>
    /// Gets or sets the fields of the JSON that this version has no property for, as they came; null when there were
    /// none.
    /// </summary>
    [JsonExtensionData]
    public Dictionary<string, JsonElement>? AdditionalFields { get => Get(ref field); set => Set(ref field, value); }

    /// <summary>Returns whether the JSON had a field; fields are numbered as the serializer has them.</summary>
    internal bool WasRead(int field)
    {
        EnsureLoaded();
        return (_fieldsRead & (1UL << field)) != 0;
    }

    /// <summary>Notes whether the JSON had a field, so that it is written even when it is null.</summary>
    internal void SetRead(int field, bool value) =>
        _fieldsRead = value ? _fieldsRead | (1UL << field) : _fieldsRead & ~(1UL << field);

    /// <summary>Reads an object whose reading was put off.</summary>
    private protected virtual void EnsureLoaded()
    {
    }

    private protected T Get<T>(ref T store)
    {
        EnsureLoaded();
        return store;
    }

    private protected void Set<T>(ref T store, T value)
    {
        EnsureLoaded();
        store = value;
    }
}
