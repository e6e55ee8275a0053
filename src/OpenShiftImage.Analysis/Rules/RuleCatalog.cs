namespace OpenShiftImage.Analysis.Rules;

/// <summary>The rules that there are.</summary>
internal static class RuleCatalog
{
    private static readonly RuleSetting s_registries = new("Registries", SettingKind.Registries, IsRequired: true);
    private static readonly RuleSetting s_by = new("By", SettingKind.Choice, false, "Any", "Workload");

    private static readonly RuleSetting[] s_labels =
    [
        new("Name", SettingKind.Texts, IsRequired: true),
        new("Value", SettingKind.Texts),
        new("On", SettingKind.Choice, false, "Any", "Object", "Image"),
    ];

    /// <summary>Gets all rules, in the order in which they are told.</summary>
    public static IReadOnlyList<RuleDefinition> All { get; } =
    [
        new(
            "AllowedRegistry",
            ImageRuleSeverity.Error,
            settings => new RegistryRule(settings, allows: true),
            s_registries),
        new(
            "DeniedRegistry",
            ImageRuleSeverity.Error,
            settings => new RegistryRule(settings, allows: false),
            s_registries),
        new("PulledByDigest", ImageRuleSeverity.Warning, _ => new PulledByDigestRule()),
        new(
            "MaximumAge",
            ImageRuleSeverity.Warning,
            settings => new MaximumAgeRule(settings),
            new RuleSetting("Days", SettingKind.Number, IsRequired: true),
            new RuleSetting("Since", SettingKind.Choice, false, "Build", "Import")),
        new(
            "MaximumSize",
            ImageRuleSeverity.Warning,
            settings => new MaximumSizeRule(settings),
            new RuleSetting("Size", SettingKind.Size, IsRequired: true)),
        new(
            "MaximumLayers",
            ImageRuleSeverity.Warning,
            settings => new MaximumLayersRule(settings),
            new RuleSetting("Count", SettingKind.Number, IsRequired: true)),
        new("RequiredLabel", ImageRuleSeverity.Warning, settings => new RequiredLabelRule(settings), s_labels),
        new("DeniedLabel", ImageRuleSeverity.Warning, settings => new DeniedLabelRule(settings), s_labels),
        new(
            "Platform",
            ImageRuleSeverity.Warning,
            settings => new PlatformRule(settings),
            new RuleSetting("Required", SettingKind.Texts),
            new RuleSetting("Allowed", SettingKind.Texts)) { NeedsOne = true },
        new("NoRoot", ImageRuleSeverity.Warning, _ => new NoRootRule()),
        new(
            "ExposedPort",
            ImageRuleSeverity.Warning,
            settings => new ExposedPortRule(settings),
            new RuleSetting("Allowed", SettingKind.Ports),
            new RuleSetting("Denied", SettingKind.Ports)) { NeedsOne = true },
        new(
            "NoSecretInEnv",
            ImageRuleSeverity.Error,
            settings => new NoSecretInEnvRule(settings),
            new RuleSetting("Name", SettingKind.Texts),
            new RuleSetting("Ignore", SettingKind.Texts)),
        new("DeprecatedManifest", ImageRuleSeverity.Error, _ => new DeprecatedManifestRule()),
        new(
            "EndOfLifeBase",
            ImageRuleSeverity.Error,
            settings => new EndOfLifeBaseRule(settings),
            new RuleSetting("Bases", SettingKind.Bases, IsRequired: true)),
        new("ManagedOnly", ImageRuleSeverity.Warning, _ => new ManagedOnlyRule()),
        new("Used", ImageRuleSeverity.Warning, settings => new UsageRule(settings, wantsUse: true), s_by),
        new("Unused", ImageRuleSeverity.Warning, settings => new UsageRule(settings, wantsUse: false), s_by),
        new("Signed", ImageRuleSeverity.Information, _ => new SignedRule()),
        new(
            "Script",
            ImageRuleSeverity.Warning,
            settings => new ScriptRule(settings),
            new RuleSetting("Script", SettingKind.Script, IsRequired: true)),
    ];

    /// <summary>Returns the rule of a name, in whatever case; null where there is none.</summary>
    public static RuleDefinition? Find(string name) =>
        All.FirstOrDefault(rule => rule.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
}
