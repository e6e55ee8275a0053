using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using OpenShiftImage.Sandbox.Apply;
using OpenShiftImage.Sandbox.Patching;
using OpenShiftImage.Sandbox.Primitives;
using OpenShiftImage.Sandbox.Requests;
using OpenShiftImage.Sandbox.Schemas;
using OpenShiftImage.Sandbox.Serialization;
using OpenShiftImage.Sandbox.Status;
using OpenShiftImage.Sandbox.Storage;
using OpenShiftImage.Sandbox.Strategy;

namespace OpenShiftImage.Sandbox.Writing;

/// <summary>Creates, replaces, patches and applies, each as one step on the store.</summary>
internal sealed class ImageWriter(ImageStore store)
{
    /// <summary>Creates the object in a body.</summary>
    /// <exception cref="StatusError">The body is no valid Image, or there is one of its name.</exception>
    public WriteResult Create(ReadOnlySpan<byte> body, bool isYaml, WriteParameters parameters)
    {
        var (image, problems) = ImageDecoder.Read(body, isYaml);
        var warnings = ApplyFieldValidation(problems, parameters, StrictDecodingError);
        var managedFields = FieldManager.ForCreate(image, parameters.FieldManager);
        var created = ImageStrategy.PrepareForCreate(image);
        created["metadata"]!["managedFields"] = managedFields;
        var stored = Commit((string)created["metadata"]!["name"]!, parameters, (existing, revision) => existing is null
            ? new WriteDecision(StoredImage.Create(created, revision, withRevision: !parameters.IsDryRun))
            : throw StatusError.AlreadyExists(existing.Name, ImageUpdate.IsTerminating(existing.ToJson())));
        return new WriteResult(stored, true, warnings);
    }

    /// <summary>Replaces an object by the one in a body.</summary>
    /// <exception cref="StatusError">The body is no valid Image, or of another version.</exception>
    public WriteResult Replace(string name, ReadOnlySpan<byte> body, bool isYaml, WriteParameters parameters)
    {
        var (image, problems) = ImageDecoder.Read(body, isYaml);
        var warnings = ApplyFieldValidation(problems, parameters, StrictDecodingError);
        RequireName(name, image);
        var uid = (string?)image["metadata"]!["uid"];
        var replaced = Commit(name, parameters, (existing, revision) => ImageUpdate.Decide(
            existing ?? throw StatusError.NotFound(name), image, parameters.FieldManager, revision, uid));
        return new WriteResult(replaced, false, warnings);
    }

    /// <summary>Patches an object.</summary>
    /// <exception cref="StatusError">The patch is faulty, or its result no valid Image.</exception>
    public WriteResult Patch(string name, string mediaType, byte[] patch, WriteParameters parameters)
    {
        if (parameters.Force)
        {
            throw StatusError.InvalidOptions(
                "PatchOptions", FieldError.Forbidden("force", "may not be specified for non-apply patch"));
        }

        IReadOnlyList<string> warnings = [];
        var patched = Commit(name, parameters, (existing, revision) =>
        {
            if (existing is null)
            {
                throw StatusError.NotFound(name);
            }

            var problems = new List<string>();
            var changed = ApplyPatch(existing, mediaType, patch, problems);
            var image = DecodePatched(mediaType, patch, changed, problems);
            warnings = ApplyFieldValidation(problems, parameters, found => StatusError.InvalidPatch(
                Display(mediaType, patch, changed), "strict decoding error: " + string.Join(", ", found)));
            RequireName(name, image);
            return ImageUpdate.Decide(existing, image, parameters.FieldManager, revision);
        });
        return new WriteResult(patched, false, warnings);
    }

    /// <summary>Applies a configuration, and creates the object when there is none.</summary>
    /// <exception cref="StatusError">The configuration is faulty, or others own its fields.</exception>
    public WriteResult Apply(string name, ReadOnlySpan<byte> body, WriteParameters parameters)
    {
        var problems = new List<string>();
        var configuration = ApplyConfiguration.Read(body, problems);
        var version = (string?)configuration["metadata"]?["resourceVersion"];
        if (!parameters.IsManagerExplicit)
        {
            throw StatusError.InvalidOptions(
                "PatchOptions", FieldError.Required("fieldManager", "is required for apply patch"));
        }

        IReadOnlyList<string> warnings = [];
        var isCreated = false;
        var applied = Commit(name, parameters, (existing, revision) =>
        {
            isCreated = existing is null;
            var live = existing?.ToJson();
            if (live is not null)
            {
                ApplyConfiguration.RequireNoSignatures(live, name);
            }

            var (merged, managedFields) = FieldManager.ForApply(
                live, configuration, parameters.FieldManager, parameters.Force);
            warnings = ApplyFieldValidation(problems, parameters, RepeatedKeysError);
            if (existing is null)
            {
                var created = CreateApplied(name, configuration, merged, managedFields);
                return new WriteDecision(StoredImage.Create(created, revision, withRevision: !parameters.IsDryRun));
            }

            var metadata = merged["metadata"]!.AsObject();
            metadata["resourceVersion"] = version ?? existing.Revision.ToString(CultureInfo.InvariantCulture);
            metadata["managedFields"] = managedFields?.DeepClone();
            RequireSameName(name, (string?)configuration["metadata"]?["name"]);
            var image = ImageDecoder.Decode(merged, []);
            var canonicalFields = image["metadata"]!["managedFields"]?.DeepClone().AsArray();
            return ImageUpdate.DecideApplied(existing, image, canonicalFields, revision);
        });
        return new WriteResult(applied, isCreated, warnings);
    }

    /// <summary>Runs a write on the store; a dry run goes as far as the decision.</summary>
    private StoredImage Commit(
        string name, WriteParameters parameters, Func<StoredImage?, long, WriteDecision> decide)
    {
        if (parameters.IsDryRun)
        {
            var snapshot = store.Current;
            var existing = snapshot.Find(name);
            return decide(existing, existing?.Revision ?? snapshot.Revision).Result;
        }

        StoredImage? result = null;
        store.Change(name, (existing, revision) =>
        {
            var decision = decide(existing, revision);
            result = decision.Result;
            return decision.Removes ? null : decision.Result;
        });
        return result!;
    }

    private static JsonObject CreateApplied(
        string name, JsonObject configuration, JsonObject merged, JsonArray? managedFields)
    {
        if ((string?)configuration["metadata"]?["uid"] is { Length: > 0 } uid)
        {
            throw StatusError.Conflict(
                name, $"uid mismatch: the provided object specified uid {uid}, and no existing object was found");
        }

        RequireName(name, configuration);
        var image = ImageDecoder.Decode(merged, []);
        image["metadata"]!.AsObject().Remove("resourceVersion");
        var created = ImageStrategy.PrepareForCreate(image);
        created["metadata"]!["managedFields"] = managedFields?.DeepClone();
        return created;
    }

    private static JsonObject ApplyPatch(StoredImage existing, string mediaType, byte[] patch, List<string> problems)
    {
        var original = existing.ToJson();
        original["kind"] = ImageResource.Kind;
        original["apiVersion"] = ImageResource.ApiVersion;
        var breaksOnSignatures = mediaType == PatchTypes.StrategicMerge && FieldManager.HasSignatures(original);
        var changed = PatchApplier.Apply(mediaType, patch, original, problems);
        if (breaksOnSignatures && Encoding.UTF8.GetString(patch).Contains("\"signatures\"", StringComparison.Ordinal))
        {
            throw StatusError.Internal("map: map[] does not contain declared merge key: name");
        }

        return changed;
    }

    private static JsonObject DecodePatched(string mediaType, byte[] patch, JsonObject changed, List<string> problems)
    {
        var kind = (string?)changed["kind"];
        var apiVersion = (string?)changed["apiVersion"];
        try
        {
            return kind == ImageResource.Kind && apiVersion == ImageResource.ApiVersion
                ? ImageDecoder.Decode(changed, problems)
                : throw new UnknownVersionException(GoScheme.NotAnImage(kind, apiVersion));
        }
        catch (Exception e) when (e is SchemaMismatchException or UnknownVersionException)
        {
            throw StatusError.InvalidPatch(Display(mediaType, patch, changed), e.Message);
        }
    }

    /// <summary>
    /// Returns what a message shows of a patch: a strategic one itself, of others the patched object.
    /// </summary>
    private static string Display(string mediaType, byte[] patch, JsonObject changed) =>
        mediaType == PatchTypes.StrategicMerge
            ? GoFormat.Map(GoJsonReader.Read(patch, [])!.AsObject())
            : SortedJson.Write(changed, TouchedPointers.Find(mediaType, patch));

    /// <summary>Returns the warnings that the client wants; throws when it wants an error.</summary>
    private static IReadOnlyList<string> ApplyFieldValidation(
        IReadOnlyList<string> problems, WriteParameters parameters, Func<IReadOnlyList<string>, StatusError> toError)
    {
        if (problems.Count == 0 || parameters.FieldValidation == "Ignore")
        {
            return [];
        }

        return parameters.FieldValidation == "Strict" ? throw toError(problems) : problems;
    }

    private static StatusError StrictDecodingError(IReadOnlyList<string> problems) => StatusError.BadRequest(
        "Image in version \"v1\" cannot be handled as a Image: strict decoding error: " + string.Join(", ", problems));

    private static StatusError RepeatedKeysError(IReadOnlyList<string> problems) => StatusError.BadRequest(
        "error strict decoding YAML: error converting YAML to JSON: yaml: unmarshal errors:\n"
        + string.Join('\n', problems.Select(problem => "  " + problem)));

    private static void RequireName(string urlName, JsonObject image)
    {
        var name = (string?)image["metadata"]?["name"];
        if (string.IsNullOrEmpty(name))
        {
            throw StatusError.BadRequest(
                $"the name of the object ({urlName} based on URL) was undeterminable: name must be provided");
        }

        RequireSameName(urlName, name);
    }

    private static void RequireSameName(string urlName, string? name)
    {
        if (name is not null && name != urlName)
        {
            throw StatusError.BadRequest(
                $"the name of the object ({name}) does not match the name on the URL ({urlName})");
        }
    }
}
