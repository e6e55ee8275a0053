using System.Text.Json.Serialization.Metadata;

namespace OpenShiftImage.Serialization;

/// <summary>
/// Which fields an object of the API has: those that its JSON had, null or not, and those that have been given a value
/// since. Fields are known by their place among the serializer's properties, so no class says them a second time.
/// </summary>
internal static class FieldPresence
{
    /// <summary>Lets a type note which fields are read, and write only those that are there.</summary>
    public static void Track(JsonTypeInfo type)
    {
        if (type.Kind != JsonTypeInfoKind.Object || !typeof(ApiObject).IsAssignableFrom(type.Type))
        {
            return;
        }

        var fresh = type.CreateObject!();
        for (var i = 0; i < type.Properties.Count; i++)
        {
            var property = type.Properties[i];
            if (property is { IsExtensionData: false, Get: { } get, Set: { } set })
            {
                var (field, unset) = (i, get(fresh));
                property.Set = (instance, value) =>
                {
                    set(instance, value);
                    ((ApiObject)instance).SetRead(field, true);
                };
                property.ShouldSerialize = (instance, value) =>
                    ((ApiObject)instance).WasRead(field) || !Equals(value, unset);
            }
        }
    }

    /// <summary>Sets every field of an object to what another one has.</summary>
    public static void Copy(ApiObject source, ApiObject target, JsonTypeInfo type)
    {
        for (var i = 0; i < type.Properties.Count; i++)
        {
            if (type.Properties[i] is { Get: { } get, Set: { } set } property
                && (property.IsExtensionData || source.WasRead(i)))
            {
                set(target, get(source));
            }
        }
    }

    /// <summary>Takes a field out of an object, so that it is not written at all.</summary>
    /// <param name="target">The object.</param>
    /// <param name="jsonName">The name of the field in JSON.</param>
    /// <param name="type">How the object is written.</param>
    public static void Remove(ApiObject target, string jsonName, JsonTypeInfo type)
    {
        for (var i = 0; i < type.Properties.Count; i++)
        {
            if (type.Properties[i] is { Set: { } set } property && property.Name == jsonName)
            {
                set(target, null);
                target.SetRead(i, false);
            }
        }
    }
}
