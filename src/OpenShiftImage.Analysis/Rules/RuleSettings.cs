namespace OpenShiftImage.Analysis.Rules;

/// <summary>The settings of a rule, read and checked.</summary>
/// <param name="values">The values, by the names of the settings.</param>
internal sealed class RuleSettings(IReadOnlyDictionary<string, object> values)
{
    /// <summary>Returns whether a setting was given.</summary>
    public bool Has(string name) => values.ContainsKey(name);

    /// <summary>Returns texts; none where they were not given.</summary>
    public string[] Texts(string name) => values.TryGetValue(name, out var value)
        ? value as string[] ?? [.. ((PortRange[])value).Select(ToText)]
        : [];

    /// <summary>Returns a text.</summary>
    public string Text(string name, string defaultText) =>
        values.TryGetValue(name, out var value) ? (string)value : defaultText;

    /// <summary>Returns a number that must be given.</summary>
    public long Number(string name) => (long)values[name];

    /// <summary>Returns ports; none where they were not given.</summary>
    public PortRange[] Ports(string name) => values.TryGetValue(name, out var value) ? (PortRange[])value : [];

    /// <summary>Returns base images, which must be given.</summary>
    public IReadOnlyList<EndOfLifeBase> Bases(string name) => (IReadOnlyList<EndOfLifeBase>)values[name];

    /// <summary>Returns a test that must be given.</summary>
    public ImagePredicate Predicate(string name) => (ImagePredicate)values[name];

    private static string ToText(PortRange ports) => ports.ToString();
}
