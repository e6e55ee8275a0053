using System.Globalization;
using System.Text.Json.Nodes;
using OpenShiftImage.Sandbox.Patching;
using OpenShiftImage.Sandbox.Storage;
using OpenShiftImage.Sandbox.Strategy;

namespace OpenShiftImage.Sandbox.Api;

/// <summary>An object that a write gave, and what the server warns of.</summary>
public sealed record WriteResult(StoredImage Image, IReadOnlyList<string> Warnings);

/// <summary>What a deletion gave: the object, which is gone, or lingers with finalizers.</summary>
public sealed record DeleteResult(StoredImage Image, bool Lingers);

/// <summary>Creates, replaces, patches and deletes, each as one step on the store.</summary>
public sealed class ImageWriter(ImageStore store)
{
    public WriteResult Create(ReadOnlySpan<byte> body, WriteParameters parameters)
    {
        var (image, problems) = BodyReader.ReadImage(body);
        var warnings = Judge(problems, parameters, Unhandled);
        var created = ImageStrategy.ForCreate(image);
        return new WriteResult(
            Commit((string)created["metadata"]!["name"]!, parameters.DryRun, (existing, revision) => existing is null
                ? StoredImage.Create(created, revision)
                : throw StatusError.AlreadyExists(existing.Name, IsTerminating(existing.ToJson()))),
            warnings);
    }

    public WriteResult Replace(string name, ReadOnlySpan<byte> body, WriteParameters parameters)
    {
        var (image, problems) = BodyReader.ReadImage(body);
        var warnings = Judge(problems, parameters, Unhandled);
        RequireName(name, (string?)image["metadata"]!["name"]);
        return new WriteResult(Commit(name, parameters.DryRun, (existing, revision) => Update(name, existing, image, revision, unconditional: false)), warnings);
    }

    public WriteResult Patch(string name, string mediaType, byte[] patch, WriteParameters parameters)
    {
        if (parameters.Force)
        {
            throw StatusError.InvalidOptions("PatchOptions", FieldError.Forbidden("force", "may not be specified for non-apply patch"));
        }

        IReadOnlyList<string> warnings = [];
        var patched = Commit(name, parameters.DryRun, (existing, revision) =>
        {
            if (existing is null)
            {
                throw StatusError.NotFound(name);
            }

            var original = existing.ToJson();
            original["kind"] = "Image";
            original["apiVersion"] = ImageStrategy.ApiVersion;
            var changed = Patching.Patch.Apply(mediaType, patch, original);
            var problems = new List<string>();
            JsonObject image;
            try
            {
                image = BodyReader.Canonical(changed, problems);
            }
            catch (StatusError e) when (e.Code == 400)
            {
                throw StatusError.Unprocessable();
            }

            warnings = Judge(problems, parameters, _ => StatusError.Unprocessable());
            if ((string?)image["metadata"]!["name"] is var given && given != name)
            {
                throw StatusError.BadRequest($"the name of the object ({given}) does not match the name on the URL ({name})");
            }

            return Update(name, existing, image, revision, unconditional: false);
        });
        return new WriteResult(patched, warnings);
    }

    public DeleteResult Delete(string name, DeleteParameters parameters)
    {
        var lingers = false;
        var image = Commit(name, parameters.DryRun, (existing, revision) =>
        {
            if (existing is null)
            {
                throw StatusError.NotFound(name);
            }

            if (parameters.Uid is { } uid && uid != existing.Uid)
            {
                throw StatusError.PreconditionFailed(
                    name, $"the UID in the precondition ({uid}) does not match the UID in record ({existing.Uid}). The object might have been deleted and then recreated");
            }

            if (parameters.ResourceVersion is { } version && version != existing.Revision.ToString(CultureInfo.InvariantCulture))
            {
                throw StatusError.PreconditionFailed(
                    name, $"the ResourceVersion in the precondition ({version}) does not match the ResourceVersion in record ({existing.Revision}). The object might have been modified");
            }

            var json = existing.ToJson();
            if (json["metadata"]!["finalizers"] is not JsonArray { Count: > 0 })
            {
                return null;
            }

            lingers = true;
            if (IsTerminating(json))
            {
                return existing;
            }

            json["metadata"]!["deletionTimestamp"] = ImageStrategy.Now();
            json["metadata"]!["deletionGracePeriodSeconds"] = 0;
            return StoredImage.Create(json, revision);
        });
        return new DeleteResult(image, lingers);
    }

    private static StoredImage? Update(string name, StoredImage? existing, JsonObject image, long revision, bool unconditional)
    {
        if (existing is null)
        {
            throw StatusError.NotFound(name);
        }

        var metadata = image["metadata"]!.AsObject();
        var asked = (string?)metadata["resourceVersion"];
        if (asked is null or "" or "0" && !unconditional)
        {
            throw StatusError.Invalid(name, [FieldError.Invalid("metadata.resourceVersion", "0", "must be specified for an update")], kind: "images");
        }

        if (!long.TryParse(asked, NumberStyles.None, CultureInfo.InvariantCulture, out var version))
        {
            throw StatusError.Internal($"resourceVersion: Invalid value: {FieldError.Quote(asked!)}: strconv.ParseUint: parsing {FieldError.Quote(asked!)}: invalid syntax");
        }

        if ((string?)metadata["uid"] is { Length: > 0 } uid && uid != existing.Uid)
        {
            throw StatusError.Conflict(
                name,
                $"StorageError: invalid object, Code: 4, Key: /openshift.io/images/{name}, ResourceVersion: 0, AdditionalErrorMsg: "
                + $"Precondition failed: UID in precondition: {uid}, UID in object meta: {existing.Uid}");
        }

        if (version != existing.Revision)
        {
            throw StatusError.Conflict(name);
        }

        var old = existing.ToJson();
        var updated = ImageStrategy.ForUpdate(image, old);
        var terminating = IsTerminating(updated);
        var added = (updated["metadata"]!["finalizers"] as JsonArray ?? []).Select(item => (string)item!)
            .Except((old["metadata"]!["finalizers"] as JsonArray ?? []).Select(item => (string)item!)).ToList();
        if (terminating && added.Count > 0)
        {
            var shown = string.Join(", ", added.Select(FieldError.Quote));
            throw StatusError.Invalid(name, [FieldError.Forbidden(
                "metadata.finalizers", $"no new finalizers can be added if the object is being deleted, found new finalizers []string{{{shown}}}")]);
        }

        if (terminating && updated["metadata"]!["finalizers"] is not JsonArray { Count: > 0 })
        {
            return null;
        }

        // A write that changes nothing makes no revision and no event.
        var result = StoredImage.Create(updated, existing.Revision);
        return result.Item.Span.SequenceEqual(existing.Item.Span) ? existing : StoredImage.Create(updated, revision);
    }

    /// <summary>Runs a change on the store; a dry run goes as far as the decision.</summary>
    private StoredImage Commit(string name, bool dryRun, Func<StoredImage?, long, StoredImage?> decide)
    {
        if (!dryRun)
        {
            return store.Change(name, decide);
        }

        var snapshot = store.Current;
        var existing = snapshot.Find(name);
        var would = decide(existing, existing?.Revision ?? snapshot.Revision);
        return would ?? existing!;
    }

    private static IReadOnlyList<string> Judge(IReadOnlyList<string> problems, WriteParameters parameters, Func<IReadOnlyList<string>, StatusError> refuse) =>
        problems.Count == 0 || parameters.FieldValidation == "Ignore" ? []
        : parameters.FieldValidation == "Strict" ? throw refuse(problems)
        : problems;

    private static StatusError Unhandled(IReadOnlyList<string> problems) => StatusError.BadRequest(
        $"Image in version \"v1\" cannot be handled as a Image: strict decoding error: {string.Join(", ", problems)}");

    private static void RequireName(string url, string? given)
    {
        if (string.IsNullOrEmpty(given))
        {
            throw StatusError.BadRequest($"the name of the object ({url} based on URL) was undeterminable: name must be provided");
        }

        if (given != url)
        {
            throw StatusError.BadRequest($"the name of the object ({given}) does not match the name on the URL ({url})");
        }
    }

    private static bool IsTerminating(JsonObject image) => image["metadata"]!["deletionTimestamp"] is not null;
}
