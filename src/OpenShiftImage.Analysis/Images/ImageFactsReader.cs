using System.Text;
using System.Text.Json;
using OpenShiftImage.Models;
using OpenShiftImage.Primitives;
using OpenShiftImage.Serialization;

namespace OpenShiftImage.Analysis.Images;

/// <summary>
/// Reads from Images what an analysis needs. An Image of a list that nobody has looked at is read from its JSON,
/// without making it whole: of 30 KB, a few hundred bytes are wanted.
/// </summary>
internal sealed class ImageFactsReader
{
    /// <summary>
    /// What the integrated registry sets on Images that were pushed to it (<c>ManagedByOpenShiftAnnotation</c> of
    /// <c>image.openshift.io/v1</c>).
    /// </summary>
    private static ReadOnlySpan<byte> ManagedAnnotation => "openshift.io/image.managed"u8;

    private static ReadOnlySpan<byte> LayersOrderAnnotation => "image.openshift.io/dockerLayersOrder"u8;

    private readonly ImageFacts _facts = new();
    private readonly DiffIdReader? _diffIds;

    /// <summary>Initializes a new instance of the <see cref="ImageFactsReader"/> class.</summary>
    /// <param name="readsDiffIds">
    /// Whether <see cref="ImageFacts.DiffIds"/> are wanted, for which the config of each Image is taken apart.
    /// </param>
    public ImageFactsReader(bool readsDiffIds = false) => _diffIds = readsDiffIds ? new DiffIdReader() : null;

    /// <summary>Reads an Image; what is returned holds until the next is read.</summary>
    public ImageFacts Read(Image image)
    {
        _facts.Clear();
        if (image.Deferred is { } deferred)
        {
            Read(deferred.Utf8Json);
        }
        else
        {
            Copy(image);
        }

        if (_facts.Reference?.Contains("://", StringComparison.Ordinal) == true)
        {
            // An address, which no pull spec is, may have a password.
            _facts.Reference = SecretNames.MaskText(_facts.Reference);
        }

        return _facts;
    }

    private void Copy(Image image)
    {
        (_facts.Name, _facts.Reference) = (image.Name ?? "", image.DockerImageReference);
        _facts.Created = image.Metadata?.CreationTimestampText?.Value;
        _facts.IsManaged = image.Annotations.TryGetValue(
            Encoding.UTF8.GetString(ManagedAnnotation), out var managed) && managed == "true";
        _facts.IsDescending = image.Annotations.TryGetValue(
            Encoding.UTF8.GetString(LayersOrderAnnotation), out var order) && order == "descending";
        _diffIds?.Read(image.DockerImageConfig, _facts.DiffIds);
        if (image.DockerImageMetadata is { } metadata)
        {
            ReadDockerMetadata(metadata.Raw.Utf8.Span);
        }

        _facts.Layers.AddRange((image.DockerImageLayers ?? [])
            .Where(layer => layer is not null)
            .Select(layer => new LayerFacts(DigestKey.Of(layer.Name ?? ""), layer.Size)));
        _facts.Members.AddRange((image.DockerImageManifests ?? [])
            .Where(member => member is not null)
            .Select(member => DigestKey.Of(member.Digest ?? "")));
    }

    private void Read(ReadOnlySpan<byte> json)
    {
        var fields = new JsonFields(json);
        while (fields.MoveNext())
        {
            if (fields.Is("metadata"u8))
            {
                ReadMetadata(fields.Value);
            }
            else if (fields.Is("dockerImageReference"u8))
            {
                _facts.Reference = TextOf(fields.Value);
            }
            else if (fields.Is("dockerImageMetadata"u8))
            {
                ReadDockerMetadata(fields.Value);
            }
            else if (_diffIds is not null && fields.Is("dockerImageConfig"u8))
            {
                _diffIds.Read(fields.Value, _facts.DiffIds);
            }
            else if (fields.Is("dockerImageLayers"u8))
            {
                ReadLayers(fields.Value);
            }
            else if (fields.Is("dockerImageManifests"u8))
            {
                ReadMembers(fields.Value);
            }
        }
    }

    private void ReadMetadata(ReadOnlySpan<byte> json)
    {
        (_facts.Name, _facts.Created, _facts.IsManaged, _facts.IsDescending) = ("", null, false, false);
        if (!IsObject(json))
        {
            return;
        }

        var fields = new JsonFields(json);
        while (fields.MoveNext())
        {
            if (fields.Is("name"u8))
            {
                _facts.Name = TextOf(fields.Value) ?? "";
            }
            else if (fields.Is("creationTimestamp"u8))
            {
                _facts.Created = TimeOf(fields.Value);
            }
            else if (fields.Is("annotations"u8))
            {
                ReadAnnotations(fields.Value);
            }
        }
    }

    private void ReadAnnotations(ReadOnlySpan<byte> json)
    {
        (_facts.IsManaged, _facts.IsDescending) = (false, false);
        if (!IsObject(json))
        {
            return;
        }

        var fields = new JsonFields(json);
        while (fields.MoveNext())
        {
            if (fields.Is(ManagedAnnotation))
            {
                _facts.IsManaged = TextOf(fields.Value) == "true";
            }
            else if (fields.Is(LayersOrderAnnotation))
            {
                _facts.IsDescending = TextOf(fields.Value) == "descending";
            }
        }
    }

    private void ReadDockerMetadata(ReadOnlySpan<byte> json)
    {
        _facts.MetadataSize = 0;
        if (!IsObject(json))
        {
            return;
        }

        var fields = new JsonFields(json);
        while (fields.MoveNext())
        {
            if (fields.Is("Size"u8))
            {
                var reader = ReaderOf(fields.Value);
                _facts.MetadataSize = IntegerConverter.TryRead(ref reader, out var size) ? size : 0;
            }
        }
    }

    private void ReadLayers(ReadOnlySpan<byte> json)
    {
        var reader = ReaderOf(json);
        _facts.Layers.Clear();
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            return;
        }

        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType != JsonTokenType.StartObject)
            {
                continue;
            }

            var (key, size) = (DigestKey.Of(""), 0L);
            while (NextField(ref reader))
            {
                if (reader.ValueTextEquals("name"u8))
                {
                    key = ReadKey(ref reader);
                }
                else if (reader.ValueTextEquals("size"u8))
                {
                    reader.Read();
                    size = IntegerConverter.TryRead(ref reader, out var value) ? value : 0;
                }
                else
                {
                    reader.Skip();
                }
            }

            _facts.Layers.Add(new LayerFacts(key, size));
        }
    }

    private void ReadMembers(ReadOnlySpan<byte> json)
    {
        var reader = ReaderOf(json);
        _facts.Members.Clear();
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            return;
        }

        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType != JsonTokenType.StartObject)
            {
                continue;
            }

            var key = DigestKey.Of("");
            while (NextField(ref reader))
            {
                if (reader.ValueTextEquals("digest"u8))
                {
                    key = ReadKey(ref reader);
                }
                else
                {
                    reader.Skip();
                }
            }

            _facts.Members.Add(key);
        }
    }

    private static DigestKey ReadKey(ref Utf8JsonReader reader)
    {
        reader.Read();
        return reader.TokenType == JsonTokenType.Null || reader.ValueIsEscaped
            ? DigestKey.Of(reader.GetString() ?? "")
            : DigestKey.Of(reader.ValueSpan);
    }

    private static bool NextField(ref Utf8JsonReader reader) =>
        reader.Read() && reader.TokenType == JsonTokenType.PropertyName;

    private static bool IsObject(ReadOnlySpan<byte> json) => json[0] == '{';

    private static Utf8JsonReader ReaderOf(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json, JsonDefaults.Reader);
        reader.Read();
        return reader;
    }

    private static string? TextOf(ReadOnlySpan<byte> json)
    {
        var reader = ReaderOf(json);
        return reader.GetString();
    }

    /// <summary>
    /// Returns whether a time is written as the server does, in whole seconds of UTC: of others, text and JSON are read
    /// differently.
    /// </summary>
    private static bool IsOfServer(in Utf8JsonReader reader) =>
        reader.ValueSpan is { Length: 20 } text && text[^1] == (byte)'Z';

    private static DateTimeOffset? TimeOf(ReadOnlySpan<byte> json)
    {
        var reader = ReaderOf(json);
        return reader.TokenType == JsonTokenType.Null ? null
            : IsOfServer(reader) && reader.TryGetDateTimeOffset(out var time) ? time
            : ApiTime.Parse(reader.GetString()!).Value;
    }
}
