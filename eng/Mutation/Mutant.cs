using System.Globalization;
using System.Text.RegularExpressions;

namespace OpenShiftImage.Mutation;

/// <summary>One small change of the code.</summary>
/// <param name="Number">The number that Stryker gave it.</param>
/// <param name="File">The path within the project.</param>
/// <param name="Change">What became what.</param>
internal sealed partial record Mutant(int Number, string File, string Change)
{
    /// <summary>Reads the mutants of a project from what Stryker logs with <c>--verbosity debug</c>.</summary>
    public static IEnumerable<Mutant> Read(string log, string project)
    {
        var file = "";
        foreach (var line in System.IO.File.ReadLines(log))
        {
            if (Mutating().Match(line) is { Success: true } next)
            {
                file = next.Groups[1].Value.Split($"/src/{project}/")[^1];
            }
            else if (Created().Match(line) is { Success: true } created)
            {
                yield return new Mutant(
                    int.Parse(created.Groups[1].Value, CultureInfo.InvariantCulture), file, created.Groups[2].Value);
            }
        }
    }

    [GeneratedRegex(@"DBG\] Mutating (\S+)")]
    private static partial Regex Mutating();

    [GeneratedRegex(@"DBG\] Mutant (\d+) created (.*)$")]
    private static partial Regex Created();
}
