using OpenShiftImage.Analysis.Rules;

namespace OpenShiftImage.Analysis.Policies;

/// <summary>Reads a policy, and tells all that is wrong with it.</summary>
internal sealed class PolicyReader
{
    /// <summary>What every rule may say.</summary>
    public static IReadOnlyList<string> CommonSettings { get; } =
        ["Rule", "Id", "Severity", "Reason", "HelpUri", "Except"];

    /// <summary>What a policy may say.</summary>
    public static IReadOnlyList<string> Fields { get; } = ["Name", "Description", "Rules", "$schema"];

    private static readonly string[] s_severities = Enum.GetNames<ImageRuleSeverity>();

    private readonly List<DataProblem> _problems = [];
    private readonly SettingReader _settings;
    private string _policy = "";

    private PolicyReader() => _settings = new SettingReader(_problems);

    /// <summary>Reads a policy.</summary>
    /// <param name="document">The policy as it was written.</param>
    /// <param name="name">Its name, where it does not say.</param>
    /// <param name="source">The file; null for none.</param>
    /// <param name="problems">What is wrong with it so far.</param>
    /// <exception cref="InvalidPolicyException">It cannot be used.</exception>
    public static Policy Read(
        DataNode document, string name, string? source, IEnumerable<DataProblem>? problems = null)
    {
        var reader = new PolicyReader();
        reader._problems.AddRange(problems ?? []);
        var policy = reader.ReadPolicy(document, name);
        return reader._problems.Count == 0 ? policy : throw new InvalidPolicyException(source, reader._problems);
    }

    private Policy ReadPolicy(DataNode document, string name)
    {
        if (!document.IsObject)
        {
            _settings.Refuse(document, $"it is {document.Describe()}, and an object with Rules is wanted.");
            return new Policy(name, []);
        }

        if (!document.Fields!.Any(field => Is(field.Key, "Rules"))
            && document.Fields!.Any(field => RuleCatalog.Find(field.Key) is not null))
        {
            _settings.Refuse(document, "rules stand under Rules: @{ Rules = @{ NoRoot = $true } }.");
            return new Policy(name, []);
        }

        var fields = _settings.Fields(document, Fields, "field");
        _policy = fields.TryGetValue("Name", out var given) ? _settings.Text(given) ?? name : name;
        if (fields.TryGetValue("Description", out var description))
        {
            _settings.Text(description);
        }

        if (!fields.TryGetValue("Rules", out var rules))
        {
            _settings.Refuse(document, "Rules is missing.");
            return new Policy(_policy, []);
        }

        if (rules.Fields is not { Count: > 0 } entries)
        {
            _settings.Refuse(rules, rules.IsObject
                ? "there is no rule."
                : $"it is {rules.Describe()}, and an object is wanted: the names of rules, and their settings.");
            return new Policy(_policy, []);
        }

        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var read = new List<PolicyRule>();
        foreach (var (entry, node) in entries)
        {
            if (!names.Add(entry))
            {
                _settings.Refuse(node, $"'{entry}' stands there twice.");
            }
            else if (ReadRule(entry, node) is { } rule)
            {
                read.Add(rule);
            }
        }

        if (read.Count == 0 && _problems.Count == 0)
        {
            _settings.Refuse(rules, "every rule is switched off.");
        }

        return new Policy(_policy, read);
    }

    /// <summary>Reads a rule; null where it is switched off, or none.</summary>
    private PolicyRule? ReadRule(string name, DataNode node)
    {
        var kind = node.Fields?.FirstOrDefault(field => Is(field.Key, "Rule")).Value;
        var isScript = node.Value is ImagePredicate
            || (kind is null && node.Fields?.Any(field => Is(field.Key, "Script")) == true);
        var wanted = kind is null ? isScript ? "Script" : name : _settings.Text(kind);
        if (wanted is null)
        {
            return null;
        }

        if (RuleCatalog.Find(wanted) is not { } definition)
        {
            var known = RuleCatalog.All.Select(rule => rule.Name).ToList();
            _settings.Refuse(
                kind ?? node,
                $"there is no rule '{wanted}'.{Spelling.Suggest(wanted, known)} A rule with a name of its own "
                    + "says which it is: Rule = 'RequiredLabel'.");
            return null;
        }

        if (kind is not null && RuleCatalog.Find(name) is { } other && other != definition)
        {
            _settings.Refuse(kind, $"{other.Name} is the name of another rule: give it one of its own.");
            return null;
        }

        if (node.Value is false)
        {
            return null;
        }

        // A rule is named as the catalog writes it, in whatever case a policy does.
        var shown = kind is null && !isScript ? definition.Name : name;
        return node.IsObject ? ReadObject(shown, definition, node) : ReadShort(shown, definition, node);
    }

    /// <summary>Reads a rule without settings, or with the one that needs no name.</summary>
    private PolicyRule? ReadShort(string name, RuleDefinition definition, DataNode node)
    {
        var values = new Dictionary<string, object>();
        if (node.Value is not true && (node.Value is not null || node.Items is not null))
        {
            if (definition.Settings is not [var main, ..])
            {
                _settings.Refuse(
                    node, $"it is {node.Describe()}, and {definition.Name} has no settings of its own: write $true.");
                return null;
            }

            if (_settings.Read(main, node) is not { } value)
            {
                return null;
            }

            values[main.Name] = value;
        }

        return IsComplete(definition, values.ContainsKey, node) ? Create(name, definition, values, []) : null;
    }

    private PolicyRule? ReadObject(string name, RuleDefinition definition, DataNode node)
    {
        string[] known = [.. definition.Settings.Select(setting => setting.Name), .. CommonSettings];
        var before = _problems.Count;
        var fields = _settings.Fields(node, known, $"setting of {definition.Name}");
        var values = new Dictionary<string, object>();
        foreach (var setting in definition.Settings)
        {
            if (fields.TryGetValue(setting.Name, out var given) && _settings.Read(setting, given) is { } value)
            {
                values[setting.Name] = value;
            }
        }

        // What is wrong with a value may have been told before it came here.
        var isRead = definition.Settings.All(
            setting => values.ContainsKey(setting.Name) || !fields.ContainsKey(setting.Name));

        var common = new Dictionary<string, object?>
        {
            ["Id"] = fields.TryGetValue("Id", out var id) ? _settings.Text(id) : null,
            ["Reason"] = fields.TryGetValue("Reason", out var reason) ? _settings.Text(reason) : null,
            ["HelpUri"] = fields.TryGetValue("HelpUri", out var uri) ? ReadUri(uri) : null,
            ["Except"] = fields.TryGetValue("Except", out var except) ? _settings.Texts(except) : null,
            ["Severity"] = fields.TryGetValue("Severity", out var severity)
                ? _settings.Choice(severity, s_severities)
                : null,
        };
        return IsComplete(definition, fields.ContainsKey, node) && isRead && _problems.Count == before
            ? Create(name, definition, values, common)
            : null;
    }

    private bool IsComplete(RuleDefinition definition, Func<string, bool> isGiven, DataNode node)
    {
        var missing = definition.Settings
            .Where(setting => setting.IsRequired && !isGiven(setting.Name))
            .Select(setting => setting.Name).ToList();
        if (missing.Count > 0)
        {
            _settings.Refuse(node, $"{definition.Name} needs {string.Join(" and ", missing)}.");
            return false;
        }

        if (definition.NeedsOne && !Array.Exists(definition.Settings, setting => isGiven(setting.Name)))
        {
            _settings.Refuse(
                node,
                $"{definition.Name} needs {string.Join(" or ", definition.Settings.Select(setting => setting.Name))}.");
            return false;
        }

        return true;
    }

    private PolicyRule Create(
        string name,
        RuleDefinition definition,
        Dictionary<string, object> values,
        Dictionary<string, object?> common) => new()
        {
            Policy = _policy,
            Name = name,
            Rule = definition.Create(new RuleSettings(values)),
            Id = common.GetValueOrDefault("Id") as string,
            Reason = common.GetValueOrDefault("Reason") as string,
            HelpUri = common.GetValueOrDefault("HelpUri") as string,
            Except = common.GetValueOrDefault("Except") as string[] ?? [],
            Severity = common.GetValueOrDefault("Severity") is string severity
                ? Enum.Parse<ImageRuleSeverity>(severity)
                : definition.Severity,
        };

    private string? ReadUri(DataNode node) => _settings.Text(node) is not { } text ? null
        : Uri.TryCreate(text, UriKind.Absolute, out var uri) && (uri.Scheme is "https" or "http") ? text
        : (string?)_settings.Refuse(node, $"'{text}' is no address: it begins with https://.");

    private static bool Is(string name, string other) => name.Equals(other, StringComparison.OrdinalIgnoreCase);
}
