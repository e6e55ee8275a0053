namespace OpenShiftImage.Api;

/// <summary>Options of creating and replacing an Image.</summary>
internal sealed record WriteOptions : ApiOptions
{
    /// <summary><c>dryRun=All</c>: the server does everything but store the result.</summary>
    public bool DryRun { get; init; }

    /// <summary><c>fieldManager</c>: name of who makes the change, at most 128 printable characters.</summary>
    public string? FieldManager { get; init; }

    /// <summary><c>fieldValidation</c>: what happens to unknown and duplicate fields.</summary>
    public FieldValidation? FieldValidation { get; init; }

    private protected override void Write(QueryString query) => query
        .Add("dryRun", DryRun ? "All" : null)
        .Add("fieldManager", FieldManager)
        .Add("fieldValidation", FieldValidation);
}
