using System.Buffers;
using System.Text;
using OpenShiftImage.Documents;

namespace OpenShiftImage.Archives;

/// <summary>
/// Parts a file of YAML into documents, and lists into their items, without holding more than one of them: a list of
/// all Images can be larger than the memory. What a part is shows in its text, so that others need not be parsed.
/// </summary>
/// <param name="lines">The lines of the file.</param>
/// <param name="source">Names the archive and the file.</param>
/// <param name="lists">Takes the lists that were parted.</param>
internal sealed class YamlParts(DocumentLines lines, string source, CollectedLists lists)
{
    private static readonly SearchValues<char> s_plain = SearchValues.Create(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789./-");

    private readonly StringBuilder _text = new();
    private readonly List<YamlPart> _waiting = [];
    private TypeMeta _head;
    private TypeMeta _itemHead;
    private ListMetadata _metadata;
    private int _begins;
    private int _itemBegins;
    private int _itemIndent;
    private int _keyIndent;
    private long _waitingLength;
    private bool _hasItems;
    private bool _isInItems;
    private bool _hasContent;
    private bool _expectsItem;
    private bool _isInMetadata;

    /// <summary>Returns the parts in the order of the file.</summary>
    /// <exception cref="DocumentException">The text is not UTF-8.</exception>
    public IEnumerable<YamlPart> Read()
    {
        var isFirst = true;
        while (lines.Next() is { } line)
        {
            // Concatenated files can have a byte order mark before later documents too.
            var text = isFirst || line.StartsWith("\ufeff---", StringComparison.Ordinal)
                ? line.TrimStart('\ufeff')
                : line;
            var isEnd = IsMarker(text, "...");
            var isStart = IsMarker(text, "---");
            isFirst = isEnd || isStart;
            if (isEnd || (isStart && _hasContent))
            {
                foreach (var part in EndDocument())
                {
                    yield return part;
                }

                _begins = isEnd ? lines.Count : lines.Count - 1;
            }

            if (!isEnd && Add(text) is { } item)
            {
                yield return item;
            }
        }

        foreach (var part in EndDocument(isLast: true))
        {
            yield return part;
        }
    }

    private static bool IsMarker(string line, string marker) =>
        line.StartsWith(marker, StringComparison.Ordinal)
            && (line.Length == marker.Length || char.IsWhiteSpace(line[marker.Length]));

    /// <summary>Takes a line; returns the item that it ends, if it does.</summary>
    private YamlPart? Add(string line)
    {
        var content = line.AsSpan().TrimStart(' ');
        var indent = line.Length - content.Length;
        var isBlank = content.Length == 0 || content[0] is '#' or '\r';
        _hasContent |= !isBlank && content[0] != '%';
        if (_isInItems && !isBlank)
        {
            var isDash = content[0] == '-' && (content.Length == 1 || content[1] == ' ');
            if (indent == _itemIndent && isDash)
            {
                var item = EndItem();
                BeginItem(line);
                return item;
            }

            if (indent <= _itemIndent)
            {
                var last = EndItem();
                _isInItems = false;
                AddToHead(line, content, indent);
                return last;
            }
        }

        if (_isInItems)
        {
            AddToItem(line, content, indent);
        }
        else if (_expectsItem && !isBlank)
        {
            _expectsItem = false;
            if (content[0] == '-' && (content.Length == 1 || content[1] == ' '))
            {
                // The items become documents by themselves; what is left of the list says what it is.
                (_isInItems, _hasItems, _itemIndent) = (true, true, indent);
                _text.Clear();
                BeginItem(line);
            }
            else
            {
                AddToHead(line, content, indent);
            }
        }
        else
        {
            AddToHead(line, content, indent);
        }

        return null;
    }

    private void AddToHead(string line, ReadOnlySpan<char> content, int indent)
    {
        if (indent == 0)
        {
            _head = Note(_head, content);
            _expectsItem = content.TrimEnd() is "items:";
            _isInMetadata = content.TrimEnd() is "metadata:";
        }
        else if (_isInMetadata)
        {
            _metadata = Note(_metadata, content);
        }

        Append(line);
    }

    private void BeginItem(string line)
    {
        // With a blank for its dash an item is a document, and its columns stay what they are.
        line = string.Concat(line.AsSpan(0, _itemIndent), " ", line.AsSpan(_itemIndent + 1));
        var content = line.AsSpan().TrimStart(' ');
        (_itemHead, _itemBegins) = (default, lines.Count - 1);
        _keyIndent = content.Length == 0 ? -1 : line.Length - content.Length;
        AddToItem(line, content, _keyIndent);
    }

    private void AddToItem(string line, ReadOnlySpan<char> content, int indent)
    {
        if (_keyIndent < 0 && content.Length > 0)
        {
            _keyIndent = indent;
        }

        if (indent == _keyIndent)
        {
            _itemHead = Note(_itemHead, content);
        }

        Append(line);
    }

    private void Append(string line)
    {
        if (_text.Length <= DocumentLines.MaxDocument)
        {
            _text.Append(line).Append('\n');
        }
    }

    private static TypeMeta Note(TypeMeta head, ReadOnlySpan<char> content) =>
        content.StartsWith("kind:") ? head with { Kind = Value(content[5..]) }
        : content.StartsWith("apiVersion:") ? head with { ApiVersion = Value(content[11..]) }
        : head;

    private static ListMetadata Note(ListMetadata metadata, ReadOnlySpan<char> content) =>
        content.StartsWith("resourceVersion:") ? metadata with { ResourceVersion = Value(content[16..]) }
        : content.StartsWith("continue:")
            ? metadata with { HasMore = content[9..].Trim() is not ("" or "\"\"" or "''" or "null" or "~") }
        : metadata;

    /// <summary>Returns a plain or quoted scalar; null where it is anything else.</summary>
    private static string? Value(ReadOnlySpan<char> text)
    {
        var comment = text.IndexOf(" #");
        text = (comment < 0 ? text : text[..comment]).Trim();
        text = text.Length > 1 && text[0] is '"' or '\'' && text[^1] == text[0] ? text[1..^1] : text;
        return text.Length == 0 || text.IndexOfAnyExcept(s_plain) >= 0 ? null : text.ToString();
    }

    private YamlPart? EndItem()
    {
        var part = End(_itemBegins, _itemHead.In(_head));
        if (part.Head.Kind is not null || part.Error is not null)
        {
            return part;
        }

        // A list may say after its items what they are.
        var wasTooLong = _waitingLength > DocumentLines.MaxDocument;
        _waitingLength += part.Text.Length;
        if (_waitingLength <= DocumentLines.MaxDocument)
        {
            _waiting.Add(part);
            return null;
        }

        _waiting.Clear();
        return wasTooLong ? null : part with
        {
            Error = new DocumentException(
                $"the list that begins here has more than {DocumentLines.MaxDocument >> 20} MiB of items that do not "
                    + "say their kind, and does not say it before them either: they are passed over.",
                source,
                _begins + 1,
                1),
        };
    }

    private IEnumerable<YamlPart> EndDocument(bool isLast = false)
    {
        if (_isInItems && EndItem() is { } item)
        {
            yield return item;
        }

        foreach (var part in _waiting)
        {
            yield return part with { Head = _head.OfItem };
        }

        if (!_hasItems && _hasContent)
        {
            yield return End(_begins, _head) with { IsLast = isLast };
        }
        else if (_hasItems && (_head is { Kind: null, ApiVersion: not null }
            || (isLast && !lines.HasEnd && _head is { Kind: not null, IsList: false })))
        {
            // Lists are written with their keys in order: what a file that was cut has lost is the kind of the list.
            yield return new YamlPart("", _begins, default, new DocumentException(
                "the list ends before it says its kind: was the file cut? What comes before has been read.",
                source,
                Math.Max(1, lines.Count),
                1));
        }

        if (_hasItems)
        {
            lists.Add(_head, _metadata, source);
        }

        _text.Clear();
        _waiting.Clear();
        (_head, _metadata, _waitingLength, _isInMetadata) = (default, default, 0, false);
        (_hasItems, _isInItems, _hasContent, _expectsItem) = (false, false, false, false);
    }

    private YamlPart End(int begins, TypeMeta head)
    {
        var isTooLong = _text.Length > DocumentLines.MaxDocument;
        var part = new YamlPart(
            isTooLong ? "" : _text.ToString(), begins, head, isTooLong ? TooLong(begins) : null);
        _text.Clear();
        return part;
    }

    private DocumentException TooLong(int begins) => new(
        $"the document that begins here is longer than {DocumentLines.MaxDocument >> 20} MiB.", source, begins + 1, 1);
}
