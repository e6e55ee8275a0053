using OpenShiftImage.Api;

namespace OpenShiftImage.Workloads;

/// <summary>Objects of a kind could not be read, so nobody knows which Images they use.</summary>
internal sealed class UnreadableKindException : OpenShiftImageException
{
    /// <summary>Takes the failure of a list.</summary>
    /// <param name="type">The kind.</param>
    /// <param name="space">The namespace that was to be read; null for all.</param>
    /// <param name="inner">What failed.</param>
    public UnreadableKindException(ResourceType type, string? space, OpenShiftImageException inner)
        : base(inner.ErrorId, Describe(type, space, inner), type.Name, inner) =>
        Type = type;

    /// <summary>Gets the kind.</summary>
    public ResourceType Type { get; }

    private static string Describe(ResourceType type, string? space, OpenShiftImageException inner)
    {
        var where = space is null ? "in all namespaces" : $"in the namespace '{space}'";
        var reason = inner.Message.TrimEnd('.');
        return inner is ApiException { StatusCode: 401 or 403 }
            ? $"What uses Images cannot be known: {type.Name} could not be read. The right to list {type.Plural} of "
                + $"the API group '{type.Group}' {where} is missing ({reason})."
            : $"What uses Images cannot be known: {type.Name} could not be read {where}: {reason}.";
    }
}
