using System.Globalization;
using OpenShiftImage.Sandbox.Primitives;
using OpenShiftImage.Sandbox.Selection;
using OpenShiftImage.Sandbox.Status;

namespace OpenShiftImage.Sandbox.Api;

/// <summary>The query parameters of lists and watches, read and checked as the server does.</summary>
internal sealed record ListParameters(
    ImageSelection Selection, long Limit, string? Continue, string? ResourceVersion, string? Match, bool Watch, bool Bookmarks, bool? SendInitialEvents, TimeSpan? Timeout)
{
    /// <summary>Whether a query asks for a watch: any text but a false one does.</summary>
    public static bool IsWatch(IQueryCollection query) => query.Truth("watch") == true;

    /// <exception cref="StatusError">A parameter is wrong, or goes not with another.</exception>
    public static ListParameters Read(IQueryCollection query, bool watchPath)
    {
        var watch = watchPath || IsWatch(query);
        var parameters = new ListParameters(
            new ImageSelection(LabelSelector.Parse(query.Text("labelSelector")), FieldSelector.Parse(query.Text("fieldSelector"))),
            query.Number("limit") ?? 0,
            query.Text("continue"),
            query.Text("resourceVersion"),
            query.Text("resourceVersionMatch"),
            watch,
            query.Truth("allowWatchBookmarks") == true,
            query.Truth("sendInitialEvents"),
            query.Number("timeoutSeconds") is { } seconds and > 0 ? TimeSpan.FromSeconds(Math.Min(seconds, 86_400)) : null);
        parameters.Check();
        return parameters;
    }

    /// <summary>The revision that the caller names; 0 when none.</summary>
    public long Revision(Func<string, StatusError> bad) => RevisionOf(ResourceVersion, bad);

    /// <summary>Reads a revision; 0 when none is named.</summary>
    public static long RevisionOf(string? text, Func<string, StatusError> bad) =>
        string.IsNullOrEmpty(text) ? 0
        : long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var revision) ? revision
        : ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out _) ? long.MaxValue
        : throw bad($"resourceVersion: Invalid value: {GoFormat.Quote(text)}: strconv.ParseUint: parsing {GoFormat.Quote(text)}: {(text.All(char.IsAsciiDigit) ? "value out of range" : "invalid syntax")}");

    private void Check()
    {
        var errors = new List<FieldError>();
        void Forbid(string field, string why) => errors.Add(FieldError.Forbidden(field, why));
        if (Watch)
        {
            if (Continue is not null)
            {
                Forbid("resourceVersionMatch", "resourceVersionMatch is forbidden when continue is provided");
            }

            if (SendInitialEvents is null && Match is not null)
            {
                Forbid("resourceVersionMatch", "resourceVersionMatch is forbidden for watch unless sendInitialEvents is provided");
            }
            else if (SendInitialEvents is not null && Match != "NotOlderThan")
            {
                if (Match is null)
                {
                    Forbid("resourceVersionMatch", "sendInitialEvents requires setting resourceVersionMatch to NotOlderThan");
                }
                else
                {
                    errors.Add(FieldError.NotSupported("resourceVersionMatch", GoFormat.Quote(Match), "NotOlderThan"));
                }
            }
        }
        else
        {
            if (Match is not null)
            {
                if (ResourceVersion is null)
                {
                    Forbid("resourceVersionMatch", "resourceVersionMatch is forbidden unless resourceVersion is provided");
                }

                if (Continue is not null)
                {
                    Forbid("resourceVersionMatch", "resourceVersionMatch is forbidden when continue is provided");
                }

                if (Match is not ("Exact" or "NotOlderThan"))
                {
                    errors.Add(FieldError.NotSupported("resourceVersionMatch", GoFormat.Quote(Match), "Exact", "NotOlderThan", ""));
                }
                else if (Match == "Exact" && ResourceVersion == "0")
                {
                    Forbid("resourceVersionMatch", "resourceVersionMatch \"exact\" is forbidden for resourceVersion \"0\"");
                }
            }

            if (SendInitialEvents is not null)
            {
                Forbid("sendInitialEvents", "sendInitialEvents is forbidden for list");
            }
        }

        if (errors.Count > 0)
        {
            throw StatusError.InvalidOptions("ListOptions", [.. errors]);
        }
    }
}
