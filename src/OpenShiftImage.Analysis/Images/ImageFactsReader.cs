using System.Runtime.CompilerServices;
using System.Text.Json;
using OpenShiftImage.Models;
using OpenShiftImage.Primitives;
using OpenShiftImage.Serialization;

namespace OpenShiftImage.Analysis.Images;

/// <summary>
/// Reads from Images what an analysis needs. An Image of a list that nobody has looked at is read from its JSON, without
/// making it whole: of 30 KB, a few hundred bytes are wanted.
/// </summary>
internal sealed class ImageFactsReader
{
    /// <summary>
    /// What the integrated registry sets on Images that were pushed to it (<c>ManagedByOpenShiftAnnotation</c> of
    /// <c>image.openshift.io/v1</c>).
    /// </summary>
    private const string ManagedAnnotation = "openshift.io/image.managed";

    private readonly ImageFacts _facts = new();

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

        return _facts;
    }

    private void Copy(Image image)
    {
        (_facts.Name, _facts.Reference) = (image.Name ?? "", image.DockerImageReference);
        _facts.Created = image.Metadata?.CreationTimestampText?.Value;
        _facts.IsManaged = image.Annotations.TryGetValue(ManagedAnnotation, out var managed) && managed == "true";
        _facts.MetadataSize = image.DockerImageMetadata?.Size ?? 0;
        _facts.Layers.AddRange((image.DockerImageLayers ?? [])
            .Where(layer => layer is not null)
            .Select(layer => new LayerFacts(DigestKey.Of(layer.Name), layer.Size)));
        _facts.Members.AddRange((image.DockerImageManifests ?? [])
            .Where(member => member is not null)
            .Select(member => DigestKey.Of(member.Digest)));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Read(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json, JsonDefaults.Reader);
        reader.Read();
        while (NextField(ref reader))
        {
            if (reader.ValueTextEquals("metadata"u8))
            {
                ReadMetadata(ref reader);
            }
            else if (reader.ValueTextEquals("dockerImageReference"u8))
            {
                reader.Read();
                _facts.Reference = reader.GetString();
            }
            else if (reader.ValueTextEquals("dockerImageMetadata"u8))
            {
                ReadDockerMetadata(ref reader);
            }
            else if (reader.ValueTextEquals("dockerImageLayers"u8))
            {
                ReadLayers(ref reader);
            }
            else if (reader.ValueTextEquals("dockerImageManifests"u8))
            {
                ReadMembers(ref reader);
            }
            else
            {
                reader.Skip();
            }
        }
    }

    private void ReadMetadata(ref Utf8JsonReader reader)
    {
        if (!Enters(ref reader, JsonTokenType.StartObject))
        {
            return;
        }

        while (NextField(ref reader))
        {
            if (reader.ValueTextEquals("name"u8))
            {
                reader.Read();
                _facts.Name = reader.GetString() ?? "";
            }
            else if (reader.ValueTextEquals("creationTimestamp"u8))
            {
                reader.Read();
                _facts.Created = reader.TokenType == JsonTokenType.Null ? null
                    : reader.TryGetDateTimeOffset(out var time) ? time
                    : ApiTime.Parse(reader.GetString()!).Value;
            }
            else if (reader.ValueTextEquals("annotations"u8))
            {
                ReadAnnotations(ref reader);
            }
            else
            {
                reader.Skip();
            }
        }
    }

    private void ReadAnnotations(ref Utf8JsonReader reader)
    {
        _facts.IsManaged = false;
        if (!Enters(ref reader, JsonTokenType.StartObject))
        {
            return;
        }

        while (NextField(ref reader))
        {
            if (reader.ValueTextEquals(ManagedAnnotation))
            {
                reader.Read();
                _facts.IsManaged = reader.TokenType == JsonTokenType.String && reader.ValueTextEquals("true"u8);
            }
            else
            {
                reader.Skip();
            }
        }
    }

    private void ReadDockerMetadata(ref Utf8JsonReader reader)
    {
        _facts.MetadataSize = 0;
        if (!Enters(ref reader, JsonTokenType.StartObject))
        {
            return;
        }

        while (NextField(ref reader))
        {
            if (reader.ValueTextEquals("Size"u8))
            {
                reader.Read();
                _facts.MetadataSize = IntegerConverter.TryRead(ref reader, out var size) ? size : 0;
            }
            else
            {
                reader.Skip();
            }
        }
    }

    private void ReadLayers(ref Utf8JsonReader reader)
    {
        _facts.Layers.Clear();
        if (!Enters(ref reader, JsonTokenType.StartArray))
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

    private void ReadMembers(ref Utf8JsonReader reader)
    {
        _facts.Members.Clear();
        if (!Enters(ref reader, JsonTokenType.StartArray))
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

    private static bool Enters(ref Utf8JsonReader reader, JsonTokenType token) =>
        reader.Read() && reader.TokenType == token;
}
