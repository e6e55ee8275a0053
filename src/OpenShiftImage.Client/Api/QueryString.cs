using System.Globalization;
using System.Text;

namespace OpenShiftImage.Api;

/// <summary>Builds the query of a request; a parameter without a value is left out.</summary>
internal sealed class QueryString
{
    private readonly StringBuilder _text = new();

    public QueryString Add(string name, string? value)
    {
        if (!string.IsNullOrEmpty(value))
        {
            _text.Append(_text.Length == 0 ? '?' : '&').Append(name).Append('=').Append(Uri.EscapeDataString(value));
        }

        return this;
    }

    public QueryString Add(string name, bool? value) =>
        Add(name, value switch { true => "true", false => "false", null => null });

    public QueryString Add(string name, long? value) => Add(name, value?.ToString(CultureInfo.InvariantCulture));

    public QueryString Add<T>(string name, T? value)
        where T : struct, Enum => Add(name, value?.ToString());

    public override string ToString() => _text.ToString();
}
