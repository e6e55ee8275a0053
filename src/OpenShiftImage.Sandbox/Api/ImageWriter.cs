using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using OpenShiftImage.Sandbox.Apply;
using OpenShiftImage.Sandbox.Patching;
using OpenShiftImage.Sandbox.Primitives;
using OpenShiftImage.Sandbox.Schemas;
using OpenShiftImage.Sandbox.Serialization;
using OpenShiftImage.Sandbox.Status;
using OpenShiftImage.Sandbox.Storage;
using OpenShiftImage.Sandbox.Strategy;

namespace OpenShiftImage.Sandbox.Api;

/// <summary>An object that a write gave, whether it is new, and what the server warns of.</summary>
internal sealed record WriteResult(StoredImage Image, bool Created, IReadOnlyList<string> Warnings);

/// <summary>Creates, replaces, patches and applies, each as one step on the store.</summary>
internal sealed class ImageWriter(ImageStore store)
{
    public WriteResult Create(ReadOnlySpan<byte> body, bool isYaml, WriteParameters parameters)
    {
        var (image, problems) = BodyReader.ReadImage(body, isYaml);
        var warnings = Judge(problems, parameters, Unhandled);
        return new WriteResult(Create(image, parameters.FieldManager, parameters.DryRun), true, warnings);
    }

    public WriteResult Replace(string name, ReadOnlySpan<byte> body, bool isYaml, WriteParameters parameters)
    {
        var (image, problems) = BodyReader.ReadImage(body, isYaml);
        var warnings = Judge(problems, parameters, Unhandled);
        RequireName(name, (string?)image["metadata"]!["name"]);
        return new WriteResult(
            Commit(name, parameters.DryRun, (existing, revision) => Update(name, existing, image, parameters.FieldManager, revision, isReplace: true)), false, warnings);
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
            original["apiVersion"] = ImageResource.ApiVersion;
            var touchesSignatures = mediaType == PatchTypes.StrategicMerge && FieldManager.HasSignatures(original);
            var problems = new List<string>();
            var changed = PatchApplier.Apply(mediaType, patch, original, problems);
            if (touchesSignatures && Encoding.UTF8.GetString(patch).Contains("\"signatures\"", StringComparison.Ordinal))
            {
                throw StatusError.Internal("map: map[] does not contain declared merge key: name");
            }

            var image = DecodePatched(mediaType, patch, changed, problems);
            warnings = Judge(problems, parameters, found => StatusError.InvalidPatch(Shown(mediaType, patch, changed), "strict decoding error: " + string.Join(", ", found)));
            RequireName(name, (string?)image["metadata"]!["name"]);
            return Update(name, existing, image, parameters.FieldManager, revision);
        });
        return new WriteResult(patched, false, warnings);
    }

    public WriteResult Apply(string name, ReadOnlySpan<byte> body, WriteParameters parameters)
    {
        var warnings = new List<string>();
        var configuration = ApplyConfiguration.Read(body, warnings);
        var version = (string?)configuration["metadata"]?["resourceVersion"];
        if (parameters.ExplicitManager is null)
        {
            throw StatusError.InvalidOptions("PatchOptions", FieldError.Required("fieldManager", "is required for apply patch"));
        }

        IReadOnlyList<string> told = [];
        var created = false;
        var applied = Commit(name, parameters.DryRun, (existing, revision) =>
        {
            created = existing is null;
            var live = existing?.ToJson();
            if (live is not null && FieldManager.HasSignatures(live))
            {
                throw StatusError.Internal($"failed to create typed live object (/{name}; {ImageResource.ApiVersion}, Kind=Image): .signatures: element 0: associative list with keys has an element that omits key field \"name\" (and doesn't have default value)");
            }

            var (merged, managed) = FieldManager.ForApply(live, configuration, parameters.FieldManager, parameters.Force);
            told = Judge(warnings, parameters, RepeatedKeys);
            if (existing is null)
            {
                return CreateApplied(name, configuration, merged, managed, revision, parameters.DryRun);
            }

            var metadata = merged["metadata"]!.AsObject();
            metadata["resourceVersion"] = version ?? existing.Revision.ToString(CultureInfo.InvariantCulture);
            metadata["managedFields"] = managed?.DeepClone();
            RequireSameName(name, configuration);
            return Update(name, existing, BodyReader.Decode(merged, []), null, revision);
        });
        return new WriteResult(applied, created, told);
    }

    private static Change CreateApplied(string name, JsonObject configuration, JsonObject merged, JsonArray? managed, long revision, bool dryRun)
    {
        if ((string?)configuration["metadata"]?["uid"] is { Length: > 0 } uid)
        {
            throw StatusError.Conflict(name, $"uid mismatch: the provided object specified uid {uid}, and no existing object was found");
        }

        RequireName(name, (string?)configuration["metadata"]?["name"]);
        var image = BodyReader.Decode(merged, []);
        image["metadata"]!.AsObject().Remove("resourceVersion");
        var created = ImageStrategy.PrepareForCreate(image);
        created["metadata"]!["managedFields"] = managed?.DeepClone();
        return new Change(StoredImage.Create(created, revision, withRevision: !dryRun));
    }

    private static void RequireSameName(string name, JsonObject configuration)
    {
        if ((string?)configuration["metadata"]?["name"] is { } given && given != name)
        {
            throw StatusError.BadRequest($"the name of the object ({given}) does not match the name on the URL ({name})");
        }
    }

    private StoredImage Create(JsonObject image, string manager, bool dryRun)
    {
        var managed = FieldManager.ForCreate(image, manager);
        var created = ImageStrategy.PrepareForCreate(image);
        created["metadata"]!["managedFields"] = managed;
        return Commit((string)created["metadata"]!["name"]!, dryRun, (existing, revision) => existing is null
            ? new Change(StoredImage.Create(created, revision, withRevision: !dryRun))
            : throw StatusError.AlreadyExists(existing.Name, IsTerminating(existing.ToJson())));
    }

    /// <summary>
    /// Makes the object that an update stores; the same one when nothing changes; it goes with its last finalizer.
    /// </summary>
    /// <param name="name">Name on the URL.</param>
    /// <param name="existing">The object as it is.</param>
    /// <param name="image">The object as it is wanted.</param>
    /// <param name="manager">Who updates; null when the managed fields are settled already.</param>
    /// <param name="revision">The revision that the change would have.</param>
    /// <param name="isReplace">
    /// Whether the whole object was sent; its uid is then a precondition, and in a patch a change of what cannot
    /// change.
    /// </param>
    private static Change Update(string name, StoredImage? existing, JsonObject image, string? manager, long revision, bool isReplace = false)
    {
        if (existing is null)
        {
            throw StatusError.NotFound(name);
        }

        var metadata = image["metadata"]!.AsObject();
        RequireVersion(name, existing, (string?)metadata["resourceVersion"], isReplace ? (string?)metadata["uid"] : null);
        var old = existing.ToJson();
        var managed = manager is null ? metadata["managedFields"]?.DeepClone().AsArray() : Managed(old, image, manager);
        var updated = ImageStrategy.PrepareForUpdate(image, old);
        updated["metadata"]!["managedFields"] = managed;
        if (IsTerminating(updated) && updated["metadata"]!["finalizers"] is not JsonArray { Count: > 0 })
        {
            return new Change(StoredImage.Create(updated, existing.Revision), Removes: true);
        }

        // A write that changes nothing makes no revision and no event.
        var result = StoredImage.Create(updated, existing.Revision);
        return new Change(result.Item.Span.SequenceEqual(existing.Item.Span) ? existing : StoredImage.Create(updated, revision));
    }

    private static JsonArray? Managed(JsonObject old, JsonObject image, string manager)
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

    private static void RequireVersion(string name, StoredImage existing, string? asked, string? uid)
    {
        if (asked is null or "" or "0")
        {
            throw StatusError.Invalid(name, [FieldError.Invalid("metadata.resourceVersion", "0", "must be specified for an update")], kind: "images");
        }

        var version = ListParameters.RevisionOf(asked, StatusError.Internal);

        if (!string.IsNullOrEmpty(uid) && uid != existing.Uid)
        {
            throw StatusError.Conflict(
                name,
                $"StorageError: invalid object, Code: 4, Key: /openshift.io/images/{name}, ResourceVersion: 0, AdditionalErrorMsg: "
                + $"Precondition failed: UID in precondition: {uid}, UID in object meta: {existing.Uid}");
        }

        if (version != existing.Revision)
        {
            throw StatusError.ModifiedMeanwhile(name);
        }
    }

    private static JsonObject DecodePatched(string mediaType, byte[] patch, JsonObject changed, List<string> problems)
    {
        var kind = (string?)changed["kind"];
        var apiVersion = (string?)changed["apiVersion"];
        try
        {
            if (kind != "Image" || apiVersion != ImageResource.ApiVersion)
            {
                throw new UnknownVersionException(GoScheme.NotAnImage(kind, apiVersion));
            }

            return BodyReader.Decode(changed, problems);
        }
        catch (Exception e) when (e is SchemaMismatchException or UnknownVersionException)
        {
            throw StatusError.InvalidPatch(Shown(mediaType, patch, changed), e.Message);
        }
    }

    /// <summary>
    /// What a message shows of a patch: a strategic one itself, of the others the object that they made.
    /// </summary>
    private static string Shown(string mediaType, byte[] patch, JsonObject changed) => mediaType == PatchTypes.StrategicMerge
        ? GoFormat.Map(GoJsonReader.Read(patch, [])!.AsObject())
        : SortedJson.Write(changed, TouchedPointers.Find(mediaType, patch));

    /// <summary>Runs a change on the store; a dry run goes as far as the decision.</summary>
    private StoredImage Commit(string name, bool dryRun, Func<StoredImage?, long, Change> decide)
    {
        if (dryRun)
        {
            var snapshot = store.Current;
            var existing = snapshot.Find(name);
            return decide(existing, existing?.Revision ?? snapshot.Revision).Result;
        }

        StoredImage? result = null;
        store.Change(name, (existing, revision) =>
        {
            var change = decide(existing, revision);
            result = change.Result;
            return change.Removes ? null : change.Result;
        });
        return result!;
    }

    private static IReadOnlyList<string> Judge(IReadOnlyList<string> problems, WriteParameters parameters, Func<IReadOnlyList<string>, StatusError> refuse) =>
        problems.Count == 0 || parameters.FieldValidation == "Ignore" ? []
        : parameters.FieldValidation == "Strict" ? throw refuse(problems)
        : problems;

    private static StatusError Unhandled(IReadOnlyList<string> problems) => StatusError.BadRequest(
        $"Image in version \"v1\" cannot be handled as a Image: strict decoding error: {string.Join(", ", problems)}");

    private static StatusError RepeatedKeys(IReadOnlyList<string> problems) => StatusError.BadRequest(
        $"error strict decoding YAML: error converting YAML to JSON: yaml: unmarshal errors:\n{string.Join('\n', problems.Select(problem => "  " + problem))}");

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

    /// <summary>
    /// What a write decides: the object to store and answer with, or, when it removes, only to answer with.
    /// </summary>
    private sealed record Change(StoredImage Result, bool Removes = false);
}
