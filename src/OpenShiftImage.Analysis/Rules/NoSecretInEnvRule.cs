using OpenShiftImage.Primitives;

namespace OpenShiftImage.Analysis.Rules;

/// <summary>
/// The environment of an image has no secret: who can pull the image can read it. No value is ever told.
/// </summary>
internal sealed class NoSecretInEnvRule(RuleSettings settings) : ConfigRule
{
    private const int MostTold = 10;
    private const int LongestName = 64;

    private readonly string[] _names = settings.Texts("Name");
    private readonly string[] _ignored = settings.Texts("Ignore");

    private protected override RuleFinding TestImage(Image image, ImageTestContext context)
    {
        const string Expected = "no secret";
        if (image.Configuration is not { } config)
        {
            return new RuleFinding(false, null, Expected, "The Image does not say what its environment is.");
        }

        var found = config.Env.Select(Find).OfType<string>().Distinct().ToList();
        if (found.Count == 0)
        {
            return new RuleFinding(true, null, Expected, "Nothing in the environment looks like a secret.");
        }

        var told = string.Join(", ", found.Take(MostTold))
            + (found.Count > MostTold ? $" and {found.Count - MostTold} more" : "");
        return new RuleFinding(
            false,
            told,
            Expected,
            $"The environment has what looks like a secret: {told}. Whoever can pull the image can read it: give it to "
                + "the container when it starts, and make a new one.");
    }

    /// <summary>Returns the name of a variable, and what its value looks like; null where it is no secret.</summary>
    private string? Find(string entry)
    {
        var equals = entry.IndexOf('=', StringComparison.Ordinal);
        var (name, value) = equals < 0 ? ("", entry) : (entry[..equals], entry[(equals + 1)..]);
        if (Wildcard.IsMatch(_ignored, name))
        {
            return null;
        }

        var kind = SecretValue.KindOf(value)
            ?? (equals > 0 && (SecretVariable.IsNamed(name) || Wildcard.IsMatch(_names, name))
                && SecretVariable.IsTold(value) ? "by its name" : null);
        return kind is null ? null : $"{ToShown(name)} ({kind})";
    }

    /// <summary>A name may be anything, and so a secret too.</summary>
    private static string ToShown(string name) => name.Length == 0 ? "an entry without a name"
        : SecretValue.Mask(SecretNames.MaskTokens(name.Length > LongestName ? name[..LongestName] + "…" : name));
}
