using OpenShiftImage.Sandbox.Primitives;
using OpenShiftImage.Sandbox.Selection;
using OpenShiftImage.Sandbox.Status;

namespace OpenShiftImage.Sandbox.Requests;

/// <summary>The query parameters of lists and watches, read and validated as the server does.</summary>
internal sealed record ListParameters
{
    private const long MaxTimeoutSeconds = 24 * 60 * 60;

    public required ObjectSelection Selection { get; init; }

    /// <summary>Gets the most objects of a page; 0 for no limit.</summary>
    public long Limit { get; init; }

    public string? Continue { get; init; }

    public string? ResourceVersion { get; init; }

    public string? ResourceVersionMatch { get; init; }

    public bool IsWatch { get; init; }

    public bool AllowBookmarks { get; init; }

    public bool? SendInitialEvents { get; init; }

    public TimeSpan? Timeout { get; init; }

    /// <summary>Whether a query asks for a watch: any text but a false one does.</summary>
    public static bool AsksForWatch(IQueryCollection query) => query.GetBoolean("watch") == true;

    /// <summary>Returns the parameters of a query.</summary>
    /// <param name="query">The query.</param>
    /// <param name="resource">The resource that is listed.</param>
    /// <param name="isWatchPath">Whether the request is a watch by its path.</param>
    /// <exception cref="StatusError">A parameter is wrong, or goes not with another.</exception>
    public static ListParameters Read(IQueryCollection query, ApiResource resource, bool isWatchPath = false)
    {
        var parameters = new ListParameters
        {
            Selection = new ObjectSelection(
                LabelSelector.Parse(query.GetText("labelSelector")),
                FieldSelector.Parse(query.GetText("fieldSelector"), resource)),
            Limit = query.GetInt64("limit") ?? 0,
            Continue = query.GetText("continue"),
            ResourceVersion = query.GetText("resourceVersion"),
            ResourceVersionMatch = query.GetText("resourceVersionMatch"),
            IsWatch = isWatchPath || AsksForWatch(query),
            AllowBookmarks = query.GetBoolean("allowWatchBookmarks") == true,
            SendInitialEvents = query.GetBoolean("sendInitialEvents"),
            Timeout = query.GetInt64("timeoutSeconds") is { } seconds and > 0
                ? TimeSpan.FromSeconds(Math.Min(seconds, MaxTimeoutSeconds))
                : null,
        };
        var errors = new List<FieldError>();
        if (parameters.IsWatch)
        {
            parameters.ValidateWatch(errors);
        }
        else
        {
            parameters.ValidateList(errors);
        }

        return errors.Count == 0 ? parameters : throw StatusError.InvalidOptions("ListOptions", errors);
    }

    /// <summary>Returns the revision that the caller names; 0 when none.</summary>
    /// <exception cref="StatusError">The caller names none that there could be.</exception>
    public long GetRevision(Func<string, StatusError> toError) =>
        Requests.ResourceVersion.Parse(ResourceVersion, toError);

    private void ValidateWatch(List<FieldError> errors)
    {
        if (Continue is not null)
        {
            ForbidMatch(errors, "is forbidden when continue is provided");
        }

        if (SendInitialEvents is null && ResourceVersionMatch is not null)
        {
            ForbidMatch(errors, "is forbidden for watch unless sendInitialEvents is provided");
        }
        else if (SendInitialEvents is not null && ResourceVersionMatch is null)
        {
            errors.Add(FieldError.Forbidden(
                "resourceVersionMatch", "sendInitialEvents requires setting resourceVersionMatch to NotOlderThan"));
        }
        else if (SendInitialEvents is not null && ResourceVersionMatch is not "NotOlderThan")
        {
            AddUnsupportedMatch(errors, "NotOlderThan");
        }
    }

    private void ValidateList(List<FieldError> errors)
    {
        if (ResourceVersionMatch is not null)
        {
            if (ResourceVersion is null)
            {
                ForbidMatch(errors, "is forbidden unless resourceVersion is provided");
            }

            if (Continue is not null)
            {
                ForbidMatch(errors, "is forbidden when continue is provided");
            }

            if (ResourceVersionMatch is not ("Exact" or "NotOlderThan"))
            {
                AddUnsupportedMatch(errors, "Exact", "NotOlderThan", "");
            }
            else if (ResourceVersionMatch == "Exact" && ResourceVersion == "0")
            {
                ForbidMatch(errors, "\"exact\" is forbidden for resourceVersion \"0\"");
            }
        }

        if (SendInitialEvents is not null)
        {
            errors.Add(FieldError.Forbidden("sendInitialEvents", "sendInitialEvents is forbidden for list"));
        }
    }

    private static void ForbidMatch(List<FieldError> errors, string reason) =>
        errors.Add(FieldError.Forbidden("resourceVersionMatch", "resourceVersionMatch " + reason));

    private void AddUnsupportedMatch(List<FieldError> errors, params string[] supported) => errors.Add(
        FieldError.NotSupported("resourceVersionMatch", GoFormat.Quote(ResourceVersionMatch!), supported));
}
