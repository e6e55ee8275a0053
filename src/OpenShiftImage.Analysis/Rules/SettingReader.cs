using System.Globalization;

namespace OpenShiftImage.Analysis.Rules;

/// <summary>Reads values of a document as what they must be, and tells of those that are not.</summary>
/// <param name="problems">Takes what is wrong.</param>
internal sealed class SettingReader(List<DataProblem> problems)
{
    private static readonly string[] s_baseFields = ["Name", "Labels", "EndOfLife"];

    /// <summary>Reads the value of a setting.</summary>
    /// <returns>The value; null where it is none, which has been told.</returns>
    public object? Read(RuleSetting setting, DataNode node) => setting.Kind switch
    {
        SettingKind.Texts => Texts(node),
        SettingKind.Registries => List(node, Registry),
        SettingKind.Choice => Choice(node, setting.Choices),
        SettingKind.Number => Number(node),
        SettingKind.Size => Size(node),
        SettingKind.Ports => Ports(node),
        SettingKind.Bases => Bases(node),
        _ => node.Value is ImagePredicate predicate
            ? predicate
            : Refuse(node, $"it is {node.Describe()}, and a script block is wanted: {{ $_.Labels.owner }}."),
    };

    /// <summary>Tells that something is wrong.</summary>
    public object? Refuse(DataNode node, string text)
    {
        if (!node.IsFaulty)
        {
            problems.Add(new DataProblem(node, text));
        }

        return null;
    }

    /// <summary>Reads text that is not empty; null where it is none, which has been told.</summary>
    public string? Text(DataNode node) => node.Value is string text
        ? text.Trim() is { Length: > 0 } trimmed ? trimmed : (string?)Refuse(node, "it is empty.")
        : (string?)Refuse(node, $"it is {node.Describe()}, and text is wanted.");

    /// <summary>Reads texts, or a single one; null where there are none, which has been told.</summary>
    public string[]? Texts(DataNode node) => List(node, Text);

    /// <summary>
    /// Reads one of some words, in whatever case; null where it is none of them, which has been told.
    /// </summary>
    public string? Choice(DataNode node, IReadOnlyList<string> choices)
    {
        if (Text(node) is not { } text)
        {
            return null;
        }

        return choices.FirstOrDefault(choice => choice.Equals(text, StringComparison.OrdinalIgnoreCase))
            ?? (string?)Refuse(node, $"'{text}' is none of {string.Join(", ", choices)}.");
    }

    /// <summary>Returns the fields of an object, and tells of those that nobody knows or that come twice.</summary>
    /// <param name="node">The object.</param>
    /// <param name="known">The names that there are.</param>
    /// <param name="kind">What a name is called.</param>
    public Dictionary<string, DataNode> Fields(DataNode node, IReadOnlyCollection<string> known, string kind)
    {
        var fields = new Dictionary<string, DataNode>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, value) in node.Fields!)
        {
            if (!known.Contains(name, StringComparer.OrdinalIgnoreCase))
            {
                Refuse(value, $"there is no {kind} '{name}'.{Spelling.Suggest(name, known)}");
            }
            else if (!fields.TryAdd(name, value))
            {
                Refuse(value, $"'{name}' stands there twice.");
            }
        }

        return fields;
    }

    /// <summary>Reads a place that images come from; null where no reference could come from it.</summary>
    private string? Registry(DataNode node) => Text(node) is not { } text ? null
        : RegistryPattern.FindFault(text) is { } fault
            ? (string?)Refuse(
                node, $"'{text}' {fault}: write host[:port], or host[:port]/namespace, as in quay.io/platform.")
        : text;

    private object? Number(DataNode node)
    {
        if (ToInteger(node.Value) is not { } number)
        {
            return Refuse(node, $"it is {node.Describe()}, and a whole number is wanted.");
        }

        return number >= 1 ? number : TooSmall(node, number);
    }

    private object? TooSmall(DataNode node, long number) =>
        Refuse(node, string.Create(CultureInfo.InvariantCulture, $"{number} is less than 1."));

    private object? Size(DataNode node)
    {
        if (node.Value is string text)
        {
            return ByteSize.Parse(text.Trim()) is > 0 and { } bytes
                ? bytes
                : Refuse(node, $"'{text}' is no size: a number, and B, KB, MB, GB or TB, as in 500MB.");
        }

        return ToInteger(node.Value) is not { } size
                ? Refuse(node, $"it is {node.Describe()}, and bytes are wanted: a whole number, or text such as 500MB.")
            : size >= 1 ? size
            : TooSmall(node, size);
    }

    private PortRange[]? Ports(DataNode node) => List(node, item =>
    {
        var text = ToInteger(item.Value)?.ToString(CultureInfo.InvariantCulture) ?? item.Value as string;
        return text is null
            ? (PortRange?)Refuse(item, $"it is {item.Describe()}, and a port is wanted: 8080, 8080/tcp or 8000-8999.")
            : PortRange.Parse(text.Trim())
                ?? (PortRange?)Refuse(item, $"'{text}' is no port: 8080, 8080/tcp and 8000-8999 are.");
    });

    private List<EndOfLifeBase>? Bases(DataNode node) =>
        List(node, Base) is { } bases ? [.. bases] : null;

    private EndOfLifeBase? Base(DataNode node)
    {
        if (!node.IsObject)
        {
            return (EndOfLifeBase?)Refuse(
                node, $"it is {node.Describe()}, and an object with Labels and EndOfLife is wanted.");
        }

        var fields = Fields(node, s_baseFields, "setting");
        var labels = fields.TryGetValue("Labels", out var given) ? Labels(given) : null;
        var end = fields.TryGetValue("EndOfLife", out var date) ? Date(date) : null;
        foreach (var missing in s_baseFields.Skip(1).Where(name => !fields.ContainsKey(name)))
        {
            Refuse(node, $"{missing} is missing.");
        }

        var name = fields.TryGetValue("Name", out var text) ? Text(text) : null;
        return labels is null || end is not { } day
            ? null
            : new EndOfLifeBase(
                name ?? string.Join(", ", labels.Select(label => $"{label.Key}={label.Value}")), labels, day);
    }

    private Dictionary<string, string>? Labels(DataNode node)
    {
        if (node.Fields is not { Count: > 0 } fields)
        {
            return (Dictionary<string, string>?)Refuse(
                node, $"it is {node.Describe()}, and labels with their values are wanted: name=value.");
        }

        var labels = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in fields)
        {
            if (Text(value) is { } text)
            {
                labels[name] = text;
            }
        }

        return labels.Count == fields.Count ? labels : null;
    }

    private DateOnly? Date(DataNode node) => node.Value switch
    {
        DateTime time => DateOnly.FromDateTime(time),
        DateTimeOffset time => DateOnly.FromDateTime(time.UtcDateTime),
        string text when DateOnly.TryParseExact(
            text.Trim(), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) => date,
        string text => (DateOnly?)Refuse(node, $"'{text}' is no date: write it as 2026-12-31."),
        _ => (DateOnly?)Refuse(node, $"it is {node.Describe()}, and a date is wanted: '2026-12-31'."),
    };

    /// <summary>Reads each item of a list, or a single value as a list of one.</summary>
    private T[]? List<T>(DataNode node, Func<DataNode, T?> read)
        where T : class
    {
        if (node.Items is null)
        {
            return read(node) is { } only ? [only] : null;
        }

        if (node.Items.Count == 0)
        {
            Refuse(node, "the list is empty.");
            return null;
        }

        var items = node.Items.Select(read).ToList();
        return items.Exists(item => item is null) ? null : [.. items.Select(item => item!)];
    }

    private static long? ToInteger(object? value) => value switch
    {
        sbyte or byte or short or ushort or int or uint or long => Convert.ToInt64(value, CultureInfo.InvariantCulture),
        double number when Math.Floor(number) == number && Math.Abs(number) < 1e15 => (long)number,
        decimal number when decimal.Floor(number) == number && Math.Abs(number) < 1e15m => (long)number,
        _ => null,
    };
}
