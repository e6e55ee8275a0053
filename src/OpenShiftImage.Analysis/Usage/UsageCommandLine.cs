using System.Globalization;
using System.Text;

namespace OpenShiftImage.Analysis.Usage;

/// <summary>The command of oc that has a verdict's options, to go on with.</summary>
internal static class UsageCommandLine
{
    /// <summary>Returns the command; it only tells, as long as nobody adds <c>--confirm</c>.</summary>
    public static string Of(UsageOptions options)
    {
        var line = new StringBuilder("oc adm prune images");
        if (options.PruneOverSizeLimit)
        {
            line.Append(" --prune-over-size-limit");
        }
        else if (options.KeepYoungerThan is { } age)
        {
            line.Append(CultureInfo.InvariantCulture, $" --keep-tag-revisions={options.KeepTagRevisions}")
                .Append(" --keep-younger-than=").Append(ToText(age));
        }
        else
        {
            line.Append(" --prune-over-size-limit=false");
        }

        return line.Append(options.ManagedOnly ? " --all=false" : "")
            .Append(options.IgnoreInvalidReferences ? " --ignore-invalid-refs" : "")
            .Append(options.Namespace is { } space ? $" --namespace={space}" : "")
            .ToString();
    }

    private static string ToText(TimeSpan age) => age.Ticks % TimeSpan.TicksPerMinute == 0
        ? string.Create(CultureInfo.InvariantCulture, $"{age.Ticks / TimeSpan.TicksPerMinute}m")
        : string.Create(CultureInfo.InvariantCulture, $"{age.TotalSeconds:0.#######}s");
}
