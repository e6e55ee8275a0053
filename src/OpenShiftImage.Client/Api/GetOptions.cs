namespace OpenShiftImage.Api;

/// <summary>Options of reading one Image.</summary>
internal sealed record GetOptions : ApiOptions
{
    /// <summary>
    /// <c>resourceVersion</c>: the oldest version that will do; <c>0</c> is whatever the server has at hand.
    /// </summary>
    public string? ResourceVersion { get; init; }

    private protected override void Write(QueryString query) => query.Add("resourceVersion", ResourceVersion);
}
