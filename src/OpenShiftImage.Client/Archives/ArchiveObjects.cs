using System.Text;
using OpenShiftImage.Api;
using OpenShiftImage.Documents;
using OpenShiftImage.Serialization;

namespace OpenShiftImage.Archives;

/// <summary>
/// Finds the objects of some kinds in an archive, by what they say they are and not by where they lie. A faulty
/// document is an error in its place, and the others still come.
/// </summary>
/// <param name="archive">The archive.</param>
/// <param name="path">Names it in errors.</param>
/// <param name="types">The kinds.</param>
/// <param name="yaml">Returns what reads YAML; not called before there is some.</param>
/// <param name="passedOver">Is told what is not read, and why.</param>
internal sealed class ArchiveObjects(
    IArchive archive,
    string path,
    IReadOnlyList<ResourceType> types,
    Func<IYamlConverter> yaml,
    Action<string> passedOver)
{
    /// <summary>
    /// Characters of YAML that are read at a time: there can be a file for each object, and large buffers cost more
    /// than the reading.
    /// </summary>
    private const int YamlBuffer = 8 << 10;

    private static readonly UTF8Encoding s_utf8 = new(false, throwOnInvalidBytes: true);

    private readonly CollectedLists _lists = new(
        head => head.OfItem.Kind is null || types.Any(type => type.Includes(head.OfItem.Kind, head.OfItem.ApiVersion)));

    private bool _hasCome;

    /// <summary>Gets the names of the objects that are wanted; null for all.</summary>
    public NameFilter? Filter { get; init; }

    /// <summary>Gets or sets the shape of the kinds; null where objects are found whatever their shape.</summary>
    public JsonShapeValidator? Shape { get; init; }

    /// <summary>Reads the archive from its start.</summary>
    /// <exception cref="CollectedClusterException">It cannot be read any further.</exception>
    public IEnumerable<FoundObject> Read(CancellationToken cancellationToken)
    {
        using var entries = Guard(() => archive.ReadEntries(cancellationToken).GetEnumerator(), path, mayGoOn: false);
        while (Guard(entries.MoveNext, path, mayGoOn: false))
        {
            var entry = entries.Current;
            if (entry.Fault is not null)
            {
                yield return FoundObject.Faulty(
                    Unreadable(entry.Fault, SourceOf(entry), "cannot be read", mayGoOn: true), SourceOf(entry));
                continue;
            }

            if (entry.Content is null)
            {
                passedOver($"{SourceOf(entry)} is passed over: {entry.PassedOver}.");
                continue;
            }

            using var found = ReadEntry(entry, cancellationToken).GetEnumerator();
            while (true)
            {
                FoundObject current;
                try
                {
                    if (!Guard(found.MoveNext, SourceOf(entry), archive.HasIndependentEntries))
                    {
                        break;
                    }

                    current = found.Current;
                }
                catch (DocumentException e)
                {
                    current = FoundObject.Faulty(e, SourceOf(entry));
                }
                catch (CollectedClusterException e) when (archive.HasIndependentEntries && e.InnerException is not null)
                {
                    current = FoundObject.Faulty(e, SourceOf(entry));
                }

                _hasCome |= !current.Json.IsEmpty;
                yield return current;
            }
        }

        foreach (var fault in _lists.Unfinished)
        {
            yield return fault;
        }
    }

    private T Guard<T>(Func<T> read, string source, bool mayGoOn)
    {
        try
        {
            return read();
        }
        catch (Exception e) when (ArchiveEntry.IsFault(e))
        {
            throw Unreadable(e, source, "cannot be read any further", mayGoOn);
        }
    }

    private CollectedClusterException Unreadable(Exception fault, string source, string what, bool mayGoOn) => new(
        fault is UnauthorizedAccessException ? CollectedClusterException.FileNotAccessible
            : fault is FileNotFoundException or DirectoryNotFoundException ? CollectedClusterException.PathNotFound
            : CollectedClusterException.InvalidArchive,
        $"'{source}' {what}: {fault.Message.TrimEnd('.')}. "
            + (mayGoOn ? "The others are read." : _hasCome ? "What comes before has been read." : "Nothing has come."),
        source,
        fault);

    private string SourceOf(ArchiveEntry entry) => entry.Name.Length == 0 ? path : $"{path}: {entry.Name}";

    private IEnumerable<FoundObject> ReadEntry(ArchiveEntry entry, CancellationToken cancellationToken)
    {
        var source = SourceOf(entry);
        using var stream = new RewoundStream(entry.Content!);
        var hasObject = false;
        foreach (var found in stream.First is '{' or '['
            ? ReadJson(stream, source, () => hasObject = true, cancellationToken)
            : ReadYaml(stream, source, () => hasObject = true, cancellationToken))
        {
            yield return found;
        }

        if (!hasObject)
        {
            passedOver($"{source} is passed over: it holds no Kubernetes object.");
        }
    }

    private IEnumerable<FoundObject> ReadJson(
        Stream stream, string source, Action note, CancellationToken cancellationToken)
    {
        using var objects = new JsonObjects(stream, source, cancellationToken)
        {
            ShapeOf = Shape is null ? null : head => TypeOf(head) is null ? null : Shape,
        };
        // A list may say after its items what they are.
        var waiting = new List<(byte[] Json, int Line, int Column)>();
        var waitingLength = 0L;
        var items = 0;
        while (objects.MoveNext())
        {
            if (objects.EndsList)
            {
                if (items == 0 && objects.Head is { IsList: true, OfItem.Kind: null })
                {
                    yield return FoundObject.EmptyList(source);
                }

                items = 0;
                if (objects.Head.IsList)
                {
                    note();
                    _lists.Add(objects.Head, objects.Metadata, source);
                    if (TypeOf(objects.Head.OfItem) is { } type)
                    {
                        yield return FoundObject.Mark(type, source);
                        foreach (var (json, line, column) in waiting)
                        {
                            yield return new FoundObject(
                                type,
                                json,
                                source,
                                offset => JsonObjects.PlaceAfter(
                                    (line, column), json.AsSpan(0, (int)Math.Clamp(offset, 0, json.Length))),
                                null);
                        }
                    }
                }

                waiting.Clear();
                waitingLength = 0;
                continue;
            }

            items += objects.IsItem ? 1 : 0;
            var head = objects.IsItem ? TypeMeta.Read(objects.Current.Span) : objects.Head;
            head = objects.IsItem ? head.In(objects.Head) : head;
            if (head.Kind is null)
            {
                if (objects.IsItem)
                {
                    var (line, column) = objects.PlaceOf(0);
                    waitingLength += objects.Current.Length;
                    waiting.Add((objects.Current.ToArray(), line, column));
                    if (waitingLength > DocumentLines.MaxDocument)
                    {
                        throw new DocumentException(
                            "the items up to here do not say what they are, and are too long to wait for the kind of "
                                + "their list.",
                            source,
                            line,
                            column);
                    }
                }

                continue;
            }

            note();
            if (head.IsList && objects.IsItem)
            {
                foreach (var found in ReadNested(objects.Current, source, objects.PlaceOf))
                {
                    yield return found;
                }
            }
            else if (TypeOf(head) is { } type)
            {
                yield return new FoundObject(type, objects.Current, source, objects.PlaceOf, null)
                {
                    HasShape = objects.HasShape,
                };
            }
            else if (head.IsList && TypeOf(head.OfItem) is { } listed)
            {
                yield return FoundObject.Mark(listed, source);
            }
        }
    }

    private IEnumerable<FoundObject> ReadYaml(
        Stream stream, string source, Action note, CancellationToken cancellationToken)
    {
        using var reader = new StreamReader(stream, s_utf8, false, YamlBuffer);
        var lines = new DocumentLines(reader, source, cancellationToken);
        foreach (var part in new YamlParts(lines, source, _lists).Read())
        {
            if (part.Error is not null)
            {
                yield return FoundObject.Faulty(part.Error, source);
                continue;
            }

            if (part.Head.Kind is not null)
            {
                note();
            }

            if (IsWithoutKind(part, lines) && (part.Head.Kind is not null || !MayHaveKind(part.Text)))
            {
                note();
                yield return FoundObject.Faulty(WithoutKind(part, source), source);
                continue;
            }

            if (!IsWanted(part))
            {
                if ((TypeOf(part.Head) ?? TypeOf(part.Head.OfItem)) is { } skipped)
                {
                    yield return FoundObject.Mark(skipped, source);
                }

                continue;
            }

            ConvertedDocument document = null!;
            DocumentException? error = null;
            try
            {
                document = yaml().ToJson(part.Text, cancellationToken);
            }
            catch (DocumentException e)
            {
                error = e.At(source, part.LineBefore);
            }

            if (error is not null)
            {
                yield return FoundObject.Faulty(error, source);
                continue;
            }

            foreach (var found in ReadNested(document.Json, source, PlaceOf, part.Head))
            {
                note();
                yield return part.IsLast && found.Place is not null
                    ? found with
                    {
                        Doubt = CutDocument.Describe(found.Json.Span, !lines.HasEnd),
                        HasOpenEnd = !lines.HasEnd,
                    }
                    : found;
            }

            if (IsWithoutKind(part, lines) && TypeMeta.Read(document.Json.Span).Kind is null)
            {
                note();
                yield return FoundObject.Faulty(WithoutKind(part, source), source);
            }

            (int Line, int Column) PlaceOf(long offset)
            {
                var (line, column) = document.PlaceOf(Math.Max(1, offset));
                return (Math.Max(1, line) + part.LineBefore, Math.Max(1, column));
            }
        }
    }

    /// <summary>
    /// Whether a part says the API of what is wanted, and as far as its text shows no kind, or the beginning of one.
    /// The kind comes late in the order of the alphabet: a file that was cut may have lost it.
    /// </summary>
    private bool IsWithoutKind(YamlPart part, DocumentLines lines) =>
        part is { IsLast: true, Head: { ApiVersion: { } version, Kind: var kind } }
            && (kind is null || (!lines.HasEnd && TypeOf(part.Head) is null))
            && version.Contains('/', StringComparison.Ordinal)
            && types.Any(type => type.Includes(type.Kind, version)
                && (kind is null || type.Kind.StartsWith(kind, StringComparison.Ordinal)));

    private static DocumentException WithoutKind(YamlPart part, string source) => new(
        "the document that begins here ends before it says its kind: was the file cut?",
        source,
        part.LineBefore + 1,
        1);

    /// <summary>
    /// Whether a part may hold what is wanted, as far as its text shows: parsing takes most of the time.
    /// </summary>
    private bool IsWanted(YamlPart part)
    {
        if (Filter?.MayBeIn(part.Text) == false)
        {
            return false;
        }

        return part.Head.Kind is null ? MayHaveKind(part.Text)
            : part.Head.IsList || types.Any(type => type.Kind == part.Head.Kind);
    }

    private static bool MayHaveKind(string text) => text.Contains("kind", StringComparison.Ordinal);

    /// <summary>Returns what a value is: an object, or the items of a list, however deep.</summary>
    private IEnumerable<FoundObject> ReadNested(
        ReadOnlyMemory<byte> json, string source, Func<long, (int Line, int Column)> place, TypeMeta said = default)
    {
        if (json.IsEmpty)
        {
            yield break;
        }

        var head = TypeMeta.Read(json.Span).Or(said);
        if (TypeOf(head) is { } type)
        {
            yield return new FoundObject(type, json, source, place, null);
            yield break;
        }

        if (!head.IsList)
        {
            yield break;
        }

        if (TypeOf(head.OfItem) is { } listed)
        {
            yield return FoundObject.Mark(listed, source);
        }

        var count = 0;
        using var items = new JsonObjects(new MemoryStream(json.ToArray()), source, CancellationToken.None);
        while (items.MoveNext())
        {
            if (items.EndsList)
            {
                _lists.Add(items.Head, items.Metadata, source);
            }

            if (!items.IsItem || items.EndsList)
            {
                continue;
            }

            count++;
            var start = items.Offset;
            foreach (var found in ReadNested(items.Current, source, at => place(start + at), head.OfItem))
            {
                yield return found;
            }
        }

        if (count == 0 && head.OfItem.Kind is null)
        {
            yield return FoundObject.EmptyList(source);
        }
    }

    private ResourceType? TypeOf(TypeMeta head) =>
        types.FirstOrDefault(type => type.Includes(head.Kind, head.ApiVersion));
}
