using Microsoft.Extensions.Primitives;
using OpenShiftImage.Sandbox.Primitives;
using OpenShiftImage.Sandbox.Status;

namespace OpenShiftImage.Sandbox.Negotiation;

/// <summary>The form of a response, as the Accept header chose it.</summary>
internal sealed record Representation(View View, bool IsYaml = false)
{
    private const string Supported = "application/json, application/yaml, application/vnd.kubernetes.protobuf";

    public static Representation Json { get; } = new(View.Full);

    /// <summary>Gets the version of <c>meta.k8s.io</c> in which a table, or metadata, is written.</summary>
    public string MetaVersion { get; init; } = "v1";

    /// <summary>Gets the version and its group.</summary>
    public string MetaApiVersion => "meta.k8s.io/" + MetaVersion;

    /// <summary>Whether a table has no column definitions.</summary>
    public bool NoHeaders { get; init; }

    /// <summary>Returns the form of the events of a watch, which show objects, not lists.</summary>
    /// <exception cref="StatusError">A watch has no such form.</exception>
    public static Representation NegotiateWatch(StringValues accept)
    {
        if (accept.ToString().Contains("as=PartialObjectMetadataList", StringComparison.Ordinal))
        {
            return new Representation(View.Metadata);
        }

        var form = Negotiate(accept);
        return form.IsYaml
            ? throw NotAcceptable("application/json;stream=watch, application/vnd.kubernetes.protobuf;stream=watch")
            : form;
    }

    /// <summary>Whether errors are written as YAML.</summary>
    public static bool WantsYaml(StringValues accept) =>
        accept.ToString().Split(',', ';')[0].Trim() == "application/yaml";

    /// <summary>Returns the form of the first media type of the Accept header that can be served.</summary>
    /// <param name="accept">The Accept header.</param>
    /// <param name="list">The resource of which a list is asked for; null for one object.</param>
    /// <exception cref="StatusError">None can.</exception>
    public static Representation Negotiate(StringValues accept, ApiResource? list = null)
    {
        const StringSplitOptions Options = StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries;
        var ranges = string.Join(',', accept.ToArray()).Split(',', Options);
        if (ranges.Length == 0)
        {
            return Json;
        }

        var isKnown = false;
        foreach (var range in ranges)
        {
            var parts = range.Split(';', StringSplitOptions.TrimEntries);
            if (parts[0] is not ("application/yaml" or "application/json" or "*/*" or "application/*"))
            {
                continue;
            }

            isKnown = true;
            var parameters = parts.Skip(1).Select(part => part.Split('=', 2)).Where(pair => pair.Length == 2)
                .ToDictionary(pair => pair[0], pair => pair[1], StringComparer.Ordinal);
            if (FromParameters(parameters, list) is { } form)
            {
                return form with { IsYaml = parts[0] == "application/yaml" };
            }
        }

        throw isKnown
            ? NotAcceptable(Supported)
            : StatusError.NotAcceptable(
                "406: Not Acceptable\n\nAvailable representations: " + Supported, hasDetails: true);
    }

    private static Representation? FromParameters(Dictionary<string, string> parameters, ApiResource? list)
    {
        var version = parameters.GetValueOrDefault("v");
        var isMeta = parameters.GetValueOrDefault("g") == "meta.k8s.io" && version is "v1" or "v1beta1";
        return parameters.GetValueOrDefault("as") switch
        {
            null => Json,
            "Table" when isMeta => new Representation(View.Table)
            {
                MetaVersion = version!,
                NoHeaders = parameters.GetValueOrDefault("noHeaders") == "true",
            },
            "PartialObjectMetadata" when isMeta && list is not null => throw StatusError.NotAcceptable(
                $"you requested PartialObjectMetadata, but the requested object is a list ({GetGoType(list)})",
                hasDetails: false),
            "PartialObjectMetadata" when isMeta => new Representation(View.Metadata) { MetaVersion = version! },
            "PartialObjectMetadataList" when isMeta && list is not null =>
                new Representation(View.Metadata) { MetaVersion = version! },
            _ => null,
        };
    }

    /// <summary>Returns the type of a list in the server's code, where each group has a package.</summary>
    private static string GetGoType(ApiResource list) =>
        $"*{(list.Group.Length == 0 ? "core" : list.Group.Split('.')[0])}.{list.Kind}List";

    private static StatusError NotAcceptable(string accepted) => StatusError.NotAcceptable(
        "only the following media types are accepted: " + accepted, hasDetails: false);
}
