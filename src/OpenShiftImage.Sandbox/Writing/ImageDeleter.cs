using System.Globalization;
using System.Text.Json.Nodes;
using OpenShiftImage.Sandbox.Primitives;
using OpenShiftImage.Sandbox.Requests;
using OpenShiftImage.Sandbox.Status;
using OpenShiftImage.Sandbox.Storage;

namespace OpenShiftImage.Sandbox.Writing;

/// <summary>Deletes objects: preconditions, finalizers, dry run.</summary>
internal sealed class ImageDeleter(ImageStore store)
{
    /// <summary>Deletes an object, or marks it when it has finalizers.</summary>
    /// <exception cref="StatusError">There is no such object, or a precondition does not hold.</exception>
    public DeleteResult Delete(string name, DeleteParameters parameters)
    {
        var isTerminating = false;
        if (!parameters.IsDryRun)
        {
            return new DeleteResult(store.Change(name, Decide), isTerminating);
        }

        var found = store.Current.Find(name);
        var decided = Decide(found, found?.Revision ?? 0);
        return new DeleteResult(decided ?? found!, isTerminating);

        StoredImage? Decide(StoredImage? existing, long revision)
        {
            if (existing is null)
            {
                throw StatusError.NotFound(name);
            }

            RequirePreconditions(existing, parameters);
            var json = existing.ToJson();
            var metadata = json["metadata"]!;
            if (metadata["finalizers"] is not JsonArray { Count: > 0 })
            {
                return null;
            }

            isTerminating = true;
            if (metadata["deletionTimestamp"] is not null)
            {
                return existing;
            }

            metadata["deletionTimestamp"] = Timestamp.Now();
            metadata["deletionGracePeriodSeconds"] = 0;
            return StoredImage.Create(json, revision);
        }
    }

    private static void RequirePreconditions(StoredImage existing, DeleteParameters parameters)
    {
        if (parameters.Uid is { } uid && uid != existing.Uid)
        {
            throw StatusError.PreconditionFailed(
                existing.Name,
                $"the UID in the precondition ({uid}) does not match the UID in record ({existing.Uid}). "
                + "The object might have been deleted and then recreated");
        }

        var revision = existing.Revision.ToString(CultureInfo.InvariantCulture);
        if (parameters.ResourceVersion is { } version && version != revision)
        {
            throw StatusError.PreconditionFailed(
                existing.Name,
                $"the ResourceVersion in the precondition ({version}) does not match the ResourceVersion in record "
                + $"({revision}). The object might have been modified");
        }
    }
}
