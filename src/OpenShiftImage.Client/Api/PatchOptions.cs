namespace OpenShiftImage.Api;

/// <summary>Options of patching an Image.</summary>
internal sealed record PatchOptions : ApiOptions
{
    /// <summary><c>dryRun=All</c>: the server does everything but store the result.</summary>
    public bool DryRun { get; init; }

    /// <summary><c>fieldManager</c>: name of who makes the change; required for an apply.</summary>
    public string? FieldManager { get; init; }

    /// <summary><c>fieldValidation</c>: what happens to unknown and duplicate fields.</summary>
    public FieldValidation? FieldValidation { get; init; }

    /// <summary><c>force</c>: an apply takes over fields that others own. Only for an apply.</summary>
    public bool? Force { get; init; }

    private protected override void Write(QueryString query) => query
        .Add("dryRun", DryRun ? "All" : null)
        .Add("fieldManager", FieldManager)
        .Add("fieldValidation", FieldValidation)
        .Add("force", Force);
}
