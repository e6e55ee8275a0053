using System.Text.Json;
using OpenShiftImage.Api;

namespace OpenShiftImage.Workloads;

/// <summary>Takes from the JSON of objects what bears on which Images are used.</summary>
internal interface IClusterObjectParser
{
    /// <summary>Reads a list.</summary>
    /// <param name="type">The kind of its items.</param>
    /// <param name="json">The list, in UTF-8.</param>
    /// <exception cref="JsonException">It is no such list.</exception>
    ClusterObjectPage ParseList(ResourceType type, ReadOnlyMemory<byte> json);

    /// <summary>Reads one object.</summary>
    /// <param name="type">Its kind.</param>
    /// <param name="json">The object, in UTF-8.</param>
    /// <exception cref="JsonException">It is no such object.</exception>
    ClusterObject ParseObject(ResourceType type, ReadOnlyMemory<byte> json);
}
