using System.Globalization;
using System.Text;
using System.Text.Json;
using OpenShiftImage.Analysis.Policies;
using OpenShiftImage.Analysis.Rules;
using OpenShiftImage.Documents;
using OpenShiftImage.Primitives;

namespace OpenShiftImage.Files;

/// <summary>Reads a policy from YAML or JSON.</summary>
internal static class PolicyDocument
{
    /// <summary>Returns a text as a document.</summary>
    /// <param name="text">The text.</param>
    /// <param name="isJson">Whether it is JSON.</param>
    /// <param name="file">The file, for errors.</param>
    /// <param name="yaml">Reads YAML.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="InvalidPolicyException">It is no YAML, or no JSON.</exception>
    public static DataNode Parse(
        string text, bool isJson, string file, IYamlConverter yaml, CancellationToken cancellationToken)
    {
        try
        {
            var converted = isJson ? null : yaml.ToJson(text, cancellationToken);
            ReadOnlyMemory<byte> json = converted?.Json ?? Encoding.UTF8.GetBytes(text);
            if (json.IsEmpty)
            {
                return new DataNode();
            }

            var places = new LinePlaces(json);
            var reader = new Utf8JsonReader(json.Span, JsonDefaults.Reader);
            reader.Read();
            var node = Read(ref reader, "", Place, Place(0));
            reader.Read();
            return node;

            (int Line, int Column) Place(long offset) =>
                converted is null ? places.Of(offset) : converted.PlaceOf(offset + 1);
        }
        catch (DocumentException e)
        {
            throw Invalid(file, e.Line, e.Column, e.Reason, e);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            var place = e as JsonException;
            throw Invalid(
                file,
                (int)(place?.LineNumber ?? 0) + 1,
                (int)(place?.BytePositionInLine ?? 0) + 1,
                JsonFault.Describe(e),
                e);
        }
    }

    private static InvalidPolicyException Invalid(string file, int line, int column, string reason, Exception e) =>
        new(file, [new DataProblem(new DataNode { Line = line, Column = column }, reason)], e);

    /// <summary>Reads a value; a field stands where its name does.</summary>
    private static DataNode Read(
        ref Utf8JsonReader reader,
        string path,
        Func<long, (int Line, int Column)> placeOf,
        (int Line, int Column) place)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                var fields = new List<KeyValuePair<string, DataNode>>();
                while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
                {
                    var name = reader.GetString()!;
                    var own = placeOf(reader.TokenStartIndex);
                    reader.Read();
                    fields.Add(KeyValuePair.Create(
                        name, Read(ref reader, path.Length == 0 ? name : $"{path}.{name}", placeOf, own)));
                }

                return new DataNode { Path = path, Line = place.Line, Column = place.Column, Fields = fields };
            case JsonTokenType.StartArray:
                var items = new List<DataNode>();
                while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                {
                    items.Add(Read(
                        ref reader,
                        string.Create(CultureInfo.InvariantCulture, $"{path}[{items.Count}]"),
                        placeOf,
                        placeOf(reader.TokenStartIndex)));
                }

                return new DataNode { Path = path, Line = place.Line, Column = place.Column, Items = items };
            default:
                object? value = reader.TokenType switch
                {
                    JsonTokenType.String => reader.GetString(),
                    JsonTokenType.True => true,
                    JsonTokenType.False => false,
                    JsonTokenType.Number => reader.TryGetInt64(out var whole) ? whole : reader.GetDouble(),
                    _ => null,
                };
                return new DataNode { Path = path, Line = place.Line, Column = place.Column, Value = value };
        }
    }
}
