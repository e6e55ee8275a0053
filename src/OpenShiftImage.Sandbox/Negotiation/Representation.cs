using Microsoft.Extensions.Primitives;
using OpenShiftImage.Sandbox.Api;

namespace OpenShiftImage.Sandbox.Negotiation;

/// <summary>What an answer shows of an object.</summary>
public enum View
{
    Full,
    Table,
    Metadata,
}

/// <summary>The form of an answer, as the Accept header chose it.</summary>
public sealed record Representation(View View, bool NoHeaders)
{
    private const string Supported = "application/json, application/yaml, application/vnd.kubernetes.protobuf";

    public static Representation Json { get; } = new(View.Full, false);

    /// <summary>Takes the form of the events of a watch; they show objects, not lists.</summary>
    public static Representation NegotiateWatch(StringValues accept) =>
        accept.ToString() is var text && text.Contains("as=PartialObjectMetadataList", StringComparison.Ordinal)
            ? new Representation(View.Metadata, false)
            : Negotiate(accept, list: false);

    /// <summary>Takes the first media type of the Accept header that can be served.</summary>
    /// <exception cref="StatusError">None can.</exception>
    public static Representation Negotiate(StringValues accept, bool list)
    {
        var ranges = string.Join(',', accept.ToArray()).Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (ranges.Length == 0)
        {
            return Json;
        }

        foreach (var range in ranges)
        {
            var parts = range.Split(';', StringSplitOptions.TrimEntries);
            if (parts[0] is not ("application/json" or "*/*" or "application/*"))
            {
                continue;
            }

            var parameters = parts.Skip(1).Select(part => part.Split('=', 2)).Where(pair => pair.Length == 2)
                .ToDictionary(pair => pair[0], pair => pair[1], StringComparer.Ordinal);
            var shown = parameters.GetValueOrDefault("as");
            var meta = parameters.GetValueOrDefault("g") == "meta.k8s.io" && parameters.GetValueOrDefault("v") is "v1" or "v1beta1";
            switch (shown)
            {
                case null:
                    return Json;
                case "Table" when meta:
                    return new Representation(View.Table, parameters.GetValueOrDefault("noHeaders") == "true");
                case "PartialObjectMetadata" when meta && !list:
                case "PartialObjectMetadataList" when meta && list:
                    return new Representation(View.Metadata, false);
                case "PartialObjectMetadata" when meta:
                    throw StatusError.NotAcceptable("you requested PartialObjectMetadata, but the requested object is a list (*image.ImageList)", false);
            }
        }

        throw StatusError.NotAcceptable("only the following media types are accepted: " + Supported, false);
    }
}
