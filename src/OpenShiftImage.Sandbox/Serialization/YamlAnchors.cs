using System.Text.Json.Nodes;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace OpenShiftImage.Sandbox.Serialization;

/// <summary>The anchors of one YAML document, and the nodes to which its aliases refer.</summary>
internal sealed class YamlAnchors
{
    /// <summary>Aliases of aliases of aliases would fill the memory from a body of a few lines.</summary>
    private const int MaxAliasedNodes = 100_000;

    private readonly Dictionary<string, (JsonNode? Node, int Size)> _complete = new(StringComparer.Ordinal);
    private readonly HashSet<string> _open = new(StringComparer.Ordinal);
    private int _aliasedNodes;

    /// <summary>Notes that the node of an anchor begins.</summary>
    public void Open(AnchorName anchor)
    {
        if (!anchor.IsEmpty)
        {
            _open.Add(anchor.Value);
        }
    }

    /// <summary>Notes that the node of an anchor is complete.</summary>
    public void Complete(AnchorName anchor, JsonNode? node)
    {
        if (!anchor.IsEmpty)
        {
            _open.Remove(anchor.Value);
            _complete[anchor.Value] = (node?.DeepClone(), Count(node));
        }
    }

    /// <summary>Returns a copy of the node to which an alias refers.</summary>
    /// <exception cref="YamlException">There is no such node, or the document repeats too much.</exception>
    public JsonNode? Resolve(AnchorAlias alias)
    {
        var isKnown = _complete.TryGetValue(alias.Value.Value, out var anchored);
        _aliasedNodes += anchored.Size;
        if (_aliasedNodes > MaxAliasedNodes)
        {
            throw new YamlException(alias.Start, alias.End, "Document contains excessive aliasing");
        }

        if (isKnown)
        {
            return anchored.Node?.DeepClone();
        }

        throw new YamlException(
            alias.Start,
            alias.End,
            _open.Contains(alias.Value.Value)
                ? $"Anchor '{alias.Value}' value contains itself"
                : $"Unknown anchor '{alias.Value}' referenced");
    }

    private static int Count(JsonNode? node) => 1 + node switch
    {
        JsonObject map => map.Sum(pair => Count(pair.Value)),
        JsonArray list => list.Sum(Count),
        _ => 0,
    };
}
