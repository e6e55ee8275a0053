using System.Text.Json.Nodes;
using OpenShiftImage.Sandbox.Apply;
using OpenShiftImage.Sandbox.Requests;
using OpenShiftImage.Sandbox.Status;
using OpenShiftImage.Sandbox.Storage;
using OpenShiftImage.Sandbox.Strategy;

namespace OpenShiftImage.Sandbox.Writing;

/// <summary>Decides updates of objects, which replacements, patches and applies have in common.</summary>
internal static class ImageUpdate
{
    /// <summary>Decides an update whose manager takes the fields that change.</summary>
    /// <param name="existing">The object as it is.</param>
    /// <param name="image">The object as it is wanted.</param>
    /// <param name="manager">Who updates.</param>
    /// <param name="revision">The revision that the change would have.</param>
    /// <param name="uid">The uid that the object must have; null for any.</param>
    /// <exception cref="StatusError">The update is not valid, or of another version.</exception>
    public static WriteDecision Decide(
        StoredImage existing, JsonObject image, string manager, long revision, string? uid = null)
    {
        RequireVersion(existing, image, uid);
        var old = existing.ToJson();
        return Decide(existing, old, image, ManagedFields(old, image, manager), revision);
    }

    /// <summary>Decides an update whose managed fields are known already.</summary>
    public static WriteDecision DecideApplied(
        StoredImage existing, JsonObject image, JsonArray? managedFields, long revision)
    {
        RequireVersion(existing, image, uid: null);
        return Decide(existing, existing.ToJson(), image, managedFields, revision);
    }

    /// <summary>Whether an object waits for its finalizers.</summary>
    public static bool IsTerminating(JsonObject image) => image["metadata"]!["deletionTimestamp"] is not null;

    private static WriteDecision Decide(
        StoredImage existing, JsonObject old, JsonObject image, JsonArray? managedFields, long revision)
    {
        var updated = ImageStrategy.PrepareForUpdate(image, old);
        updated["metadata"]!["managedFields"] = managedFields;
        if (IsTerminating(updated) && updated["metadata"]!["finalizers"] is not JsonArray { Count: > 0 })
        {
            return new WriteDecision(StoredImage.Create(updated, existing.Revision), Removes: true);
        }

        // A write that changes nothing makes no revision and no event.
        var result = StoredImage.Create(updated, existing.Revision);
        return result.Item.Span.SequenceEqual(existing.Item.Span)
            ? new WriteDecision(existing)
            : new WriteDecision(StoredImage.Create(updated, revision));
    }

    private static JsonArray? ManagedFields(JsonObject old, JsonObject image, string manager)
    {
        if (image["metadata"]!["managedFields"] is JsonArray given)
        {
            if (given.Count == 0)
            {
                return null;
            }

            old = old.DeepClone().AsObject();
            old["metadata"]!["managedFields"] = given.DeepClone();
        }

        return FieldManager.ForUpdate(old, image, manager);
    }

    private static void RequireVersion(StoredImage existing, JsonObject image, string? uid)
    {
        var name = existing.Name;
        if ((string?)image["metadata"]!["resourceVersion"] is not { } version || version is "" or "0")
        {
            var error = FieldError.Invalid("metadata.resourceVersion", "0", "must be specified for an update");
            throw StatusError.Invalid(name, [error], kind: "images");
        }

        var revision = ResourceVersion.Parse(version, StatusError.Internal);
        if (!string.IsNullOrEmpty(uid) && uid != existing.Uid)
        {
            throw StatusError.Conflict(
                name,
                $"StorageError: invalid object, Code: 4, Key: /openshift.io/images/{name}, ResourceVersion: 0, "
                + "AdditionalErrorMsg: Precondition failed: "
                + $"UID in precondition: {uid}, UID in object meta: {existing.Uid}");
        }

        if (revision != existing.Revision)
        {
            throw StatusError.ModifiedMeanwhile(name);
        }
    }
}
