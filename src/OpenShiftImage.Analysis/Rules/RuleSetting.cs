namespace OpenShiftImage.Analysis.Rules;

/// <summary>A setting of a rule.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Kind">What it takes.</param>
/// <param name="IsRequired">Whether the rule is none without it.</param>
/// <param name="Choices">The words of a choice, the default first.</param>
internal sealed record RuleSetting(
    string Name, SettingKind Kind, bool IsRequired = false, params string[] Choices);
