using System.Buffers;
using System.Collections;
using System.Globalization;
using System.Management.Automation;
using System.Text.Json;
using OpenShiftImage.Formatting;
using OpenShiftImage.Primitives;
using OpenShiftImage.Serialization;

namespace OpenShiftImage.Pipeline;

/// <summary>
/// JSON of what people have in PowerShell: hashtables, arrays, objects from ConvertFrom-Json, Images, JSON text.
/// </summary>
internal static class PowerShellJson
{
    /// <summary>The most levels of a value: PowerShell's objects can contain themselves.</summary>
    private const int MaxDepth = 100;

    private const int MaxShown = 100;

    /// <summary>Returns the JSON of a value in UTF-8; text is taken as JSON text.</summary>
    /// <exception cref="ParameterException">The value is no JSON and has none.</exception>
    public static byte[] ToUtf8Bytes(object? value, string errorId, string what)
    {
        var plain = PowerShellValue.UnwrapUnlessCustom(value);
        try
        {
            if (plain is string text)
            {
                return RawJson.Parse(text).Utf8.ToArray();
            }

            var buffer = new ArrayBufferWriter<byte>();
            using (var writer = new Utf8JsonWriter(buffer, JsonDefaults.Writer))
            {
                Write(writer, value, 0);
            }

            return buffer.WrittenSpan.ToArray();
        }
        catch (Exception e)
            when (e is JsonException or ArgumentException or GetValueException or InvalidOperationException)
        {
            var reason = e is JsonException ? JsonFault.Describe(e, withPlace: true) : e.Message;
            throw new ParameterException(errorId, $"{what} is not valid JSON: {reason}", value, e);
        }
    }

    /// <summary>Returns the Image that a value is, or describes.</summary>
    /// <exception cref="ParameterException">It is none.</exception>
    public static Image ToImage(object value)
    {
        var plain = PowerShellValue.Unwrap(value);
        switch (plain)
        {
            case Image image:
                return image;
            case var _ when SerializedObject.IsOf(value, typeof(Image)):
                return Restore(value);
            case PartialObjectMetadata metadata:
                throw new ParameterException(
                    "InvalidImage",
                    $"The input is only the metadata of Image '{metadata}'. "
                        + "Get-OSImage without -MetadataOnly gives the whole Image.",
                    value);
            case ImageEvent { Type: not ImageEventType.Bookmark } happened:
                return happened.Image;
            case ImageEvent or DeletionResult or ImagePage or FileSystemInfo:
                var advice = plain is FileSystemInfo
                    ? "Import-OSImage reads files."
                    : "Its property has what it is about: Image, or Items.";
                throw new ParameterException(
                    "InvalidImage", $"The input is a {plain.GetType().Name}, not an Image. {advice}", value);
            case Array { Length: 1 } only when only.GetValue(0) is { } single:
                return ToImage(single);
            case Array several:
                throw new ParameterException(
                    "InvalidImage",
                    $"The input is a list of {several.Length}, and one Image is taken. Pipe the list: "
                        + "each of it is then an input of its own.",
                    value);
        }

        try
        {
            if (plain is string text && text.AsSpan().TrimStart() is not ['{' or '[', ..])
            {
                throw new ParameterException(
                    "InvalidImage",
                    "The text is no JSON. ConvertFrom-OSImageYaml reads YAML, Import-OSImage reads files; "
                        + "New-OSImage NAME -DockerImageReference … makes an Image of a name.",
                    text.Length <= MaxShown ? text : text[..MaxShown] + "…");
            }

            var read = ImageJson.ParseImage(ToUtf8Bytes(value, "InvalidImage", "The input"));
            if (read.Kind?.EndsWith("List", StringComparison.Ordinal) == true)
            {
                throw new ParameterException(
                    "InvalidImage",
                    $"The input is a {read.Kind}. Its items are the Images: pipe them, "
                        + "or read the file with Import-OSImage.",
                    read.Kind);
            }

            return read.Metadata is not null || read.AdditionalFields?.ContainsKey(nameof(Image.Metadata)) != true
                ? read
                : throw new ParameterException(
                    "InvalidImage",
                    "The input is what ConvertTo-Json makes of an Image: it has the names of PowerShell's properties, "
                        + "not the API's, and not all that the Image had. "
                        + "Get-OSImage -AsJson, Export-OSImage and ConvertTo-OSImageYaml keep everything.",
                    value);
        }
        catch (JsonException e)
        {
            throw new ParameterException(
                "InvalidImage", $"The input is not an Image: {JsonFault.Describe(e, withPlace: true)}", value, e);
        }
    }

    /// <summary>Takes an Image that was kept before the module was there to make it one again.</summary>
    private static Image Restore(object kept)
    {
        try
        {
            return (Image)SerializedObject.Restore(kept, typeof(Image));
        }
        catch (PSInvalidCastException e)
        {
            throw new ParameterException(
                "InvalidImage", $"{e.Message} Export-OSImage and Get-OSImage -AsJson keep everything.", kept, e);
        }
    }

    private static void Write(Utf8JsonWriter writer, object? value, int depth)
    {
        if (depth > MaxDepth)
        {
            throw new InvalidJsonException($"it is nested deeper than {MaxDepth} levels; does it contain itself?");
        }

        var custom = value as PSObject;
        var plain = PowerShellValue.UnwrapUnlessCustom(value);
        switch (plain)
        {
            case null:
                writer.WriteNullValue();
                break;
            case string text:
                writer.WriteStringValue(text);
                break;
            case bool flag:
                writer.WriteBooleanValue(flag);
                break;
            case byte or sbyte or short or ushort or int or uint or long:
                writer.WriteNumberValue(Convert.ToInt64(plain, CultureInfo.InvariantCulture));
                break;
            case ulong number:
                writer.WriteNumberValue(number);
                break;
            case decimal number:
                writer.WriteNumberValue(number);
                break;
            case double or float:
                writer.WriteNumberValue(Convert.ToDouble(plain, CultureInfo.InvariantCulture));
                break;
            case System.Numerics.BigInteger number:
                writer.WriteRawValue(number.ToString(CultureInfo.InvariantCulture));
                break;
            case DateTime time:
                // ConvertFrom-Json makes times of texts; each goes back with the zone that it came with, or none.
                writer.WriteStringValue(time.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", CultureInfo.InvariantCulture));
                break;
            case DateTimeOffset time:
                writer.WriteStringValue(time.ToString(
                    time.Offset == TimeSpan.Zero
                        ? "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'"
                        : "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFzzz", CultureInfo.InvariantCulture));
                break;
            case byte[] bytes:
                writer.WriteBase64StringValue(bytes);
                break;
            case RawJson raw:
                writer.WriteRawValue(raw.Utf8.Span);
                break;
            case DockerImageMetadata metadata:
                writer.WriteRawValue(metadata.Raw.Utf8.Span);
                break;
            case Image image:
                writer.WriteRawValue(ImageJson.ToUtf8Bytes(image));
                break;
            case JsonElement element:
                element.WriteTo(writer);
                break;
            case ApiObject part:
                writer.WriteRawValue(ImageJson.ToUtf8Bytes(part));
                break;
            case IDictionary map:
                writer.WriteStartObject();
                foreach (DictionaryEntry entry in map)
                {
                    writer.WritePropertyName(Convert.ToString(entry.Key, CultureInfo.InvariantCulture) ?? "");
                    Write(writer, entry.Value, depth + 1);
                }

                writer.WriteEndObject();
                break;
            case IEnumerable list when custom is null or { BaseObject: not PSCustomObject }:
                writer.WriteStartArray();
                foreach (var item in list)
                {
                    Write(writer, item, depth + 1);
                }

                writer.WriteEndArray();
                break;
            case Enum or Guid or Uri or char or Version:
                writer.WriteStringValue(plain.ToString());
                break;
            default:
                writer.WriteStartObject();
                foreach (var property in PSObject.AsPSObject(value!).Properties)
                {
                    if (property.IsGettable)
                    {
                        writer.WritePropertyName(property.Name);
                        Write(writer, property.Value, depth + 1);
                    }
                }

                writer.WriteEndObject();
                break;
        }
    }
}
