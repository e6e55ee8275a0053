using System.Globalization;
using System.Text.Json.Nodes;
using OpenShiftImage.Sandbox.Primitives;
using OpenShiftImage.Sandbox.Status;
using OpenShiftImage.Sandbox.Storage;

namespace OpenShiftImage.Sandbox.Api;

/// <summary>What a deletion gave: the object, which is gone, or lingers with finalizers.</summary>
internal sealed record DeleteResult(StoredImage Image, bool Lingers);

/// <summary>Deletes objects: preconditions, finalizers, dry run.</summary>
internal sealed class ImageDeleter(ImageStore store)
{
    public DeleteResult Delete(string name, DeleteParameters parameters)
    {
        var lingers = false;
        StoredImage? Decide(StoredImage? existing, long revision)
        {
            if (existing is null)
            {
                throw StatusError.NotFound(name);
            }

            RequirePreconditions(existing, parameters);
            var json = existing.ToJson();
            if (json["metadata"]!["finalizers"] is not JsonArray { Count: > 0 })
            {
                return null;
            }

            lingers = true;
            if (json["metadata"]!["deletionTimestamp"] is not null)
            {
                return existing;
            }

            json["metadata"]!["deletionTimestamp"] = Timestamp.Now();
            json["metadata"]!["deletionGracePeriodSeconds"] = 0;
            return StoredImage.Create(json, revision);
        }

        if (!parameters.DryRun)
        {
            return new DeleteResult(store.Change(name, Decide), lingers);
        }

        var found = store.Current.Find(name);
        var would = Decide(found, found?.Revision ?? 0);
        return new DeleteResult(would ?? found!, lingers);
    }

    private static void RequirePreconditions(StoredImage existing, DeleteParameters parameters)
    {
        if (parameters.Uid is { } uid && uid != existing.Uid)
        {
            throw StatusError.PreconditionFailed(
                existing.Name,
                $"the UID in the precondition ({uid}) does not match the UID in record ({existing.Uid}). The object might have been deleted and then recreated");
        }

        if (parameters.ResourceVersion is { } version && version != existing.Revision.ToString(CultureInfo.InvariantCulture))
        {
            throw StatusError.PreconditionFailed(
                existing.Name,
                $"the ResourceVersion in the precondition ({version}) does not match the ResourceVersion in record ({existing.Revision}). The object might have been modified");
        }
    }
}
