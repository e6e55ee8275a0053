using OpenShiftImage.Sandbox.Primitives;
using OpenShiftImage.Sandbox.Status;

namespace OpenShiftImage.Sandbox.Requests;

/// <summary>The option <c>dryRun</c>, which all writes have.</summary>
internal static class DryRun
{
    /// <summary>Returns whether a write is a dry run.</summary>
    /// <param name="values">The values of the option.</param>
    /// <param name="errors">Receives what is wrong with them.</param>
    public static bool Read(IEnumerable<string?> values, List<FieldError> errors)
    {
        var given = values.OfType<string>().Where(value => value.Length > 0).ToList();
        if (given.Exists(value => value != "All"))
        {
            var quoted = $"[{string.Join(",", given.Select(GoFormat.Quote))}]";
            errors.Add(FieldError.NotSupported("dryRun", quoted, "All"));
        }

        return given.Count > 0;
    }
}
