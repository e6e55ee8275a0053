using Microsoft.Extensions.Primitives;
using OpenShiftImage.Sandbox.Status;

namespace OpenShiftImage.Sandbox.Negotiation;

/// <summary>What an answer shows of an object.</summary>
internal enum View
{
    Full,
    Table,
    Metadata,
}

/// <summary>The form of an answer, as the Accept header chose it.</summary>
internal sealed record Representation(View View, bool NoHeaders, bool IsYaml = false)
{
    private const string Supported = "application/json, application/yaml, application/vnd.kubernetes.protobuf";

    /// <summary>Version of <c>meta.k8s.io</c> that a table, or metadata, is told in.</summary>
    public string MetaVersion { get; init; } = "v1";

    public static Representation Json { get; } = new(View.Full, false);

    /// <summary>Takes the form of the events of a watch; they show objects, not lists.</summary>
    /// <exception cref="StatusError">A watch has no such form.</exception>
    public static Representation NegotiateWatch(StringValues accept)
    {
        if (accept.ToString().Contains("as=PartialObjectMetadataList", StringComparison.Ordinal))
        {
            return new Representation(View.Metadata, false);
        }

        var form = Negotiate(accept, list: false);
        return form.IsYaml
            ? throw StatusError.NotAcceptable(
                "only the following media types are accepted: application/json;stream=watch, application/vnd.kubernetes.protobuf;stream=watch", false)
            : form;
    }

    /// <summary>Whether errors are told in YAML.</summary>
    public static bool WantsYaml(StringValues accept) =>
        accept.ToString().Split(',', ';')[0].Trim() == "application/yaml";

    /// <summary>Takes the first media type of the Accept header that can be served.</summary>
    /// <exception cref="StatusError">None can.</exception>
    public static Representation Negotiate(StringValues accept, bool list)
    {
        var ranges = string.Join(',', accept.ToArray()).Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (ranges.Length == 0)
        {
            return Json;
        }

        var known = false;
        foreach (var range in ranges)
        {
            var parts = range.Split(';', StringSplitOptions.TrimEntries);
            var isYaml = parts[0] == "application/yaml";
            if (!isYaml && parts[0] is not ("application/json" or "*/*" or "application/*"))
            {
                continue;
            }

            known = true;
            var parameters = parts.Skip(1).Select(part => part.Split('=', 2)).Where(pair => pair.Length == 2)
                .ToDictionary(pair => pair[0], pair => pair[1], StringComparer.Ordinal);
            var meta = parameters.GetValueOrDefault("g") == "meta.k8s.io" && parameters.GetValueOrDefault("v") is "v1" or "v1beta1";
            switch (parameters.GetValueOrDefault("as"))
            {
                case null:
                    return Json with { IsYaml = isYaml };
                case "Table" when meta:
                    return new Representation(View.Table, parameters.GetValueOrDefault("noHeaders") == "true", isYaml)
                    {
                        MetaVersion = parameters["v"],
                    };
                case "PartialObjectMetadata" when meta && !list:
                case "PartialObjectMetadataList" when meta && list:
                    return new Representation(View.Metadata, false, isYaml) { MetaVersion = parameters["v"] };
                case "PartialObjectMetadata" when meta:
                    throw StatusError.NotAcceptable("you requested PartialObjectMetadata, but the requested object is a list (*image.ImageList)", false);
            }
        }

        throw known
            ? StatusError.NotAcceptable("only the following media types are accepted: " + Supported, false)
            : StatusError.NotAcceptable("406: Not Acceptable\n\nAvailable representations: " + Supported, true);
    }
}
