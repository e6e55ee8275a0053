using System.Collections;
using System.Management.Automation;
using OpenShiftImage.Formatting;
using OpenShiftImage.Primitives;

namespace OpenShiftImage.Binding;

/// <summary>Refuses several values where one is taken, and says which they are and how to go over them.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class SingleValueAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData) => Unwrap(inputData)!;

    /// <summary>Returns the only value of a list, and anything else as it is.</summary>
    /// <exception cref="ArgumentTransformationMetadataException">There are several, or none.</exception>
    internal static object? Unwrap(object? value) => PowerShellValue.UnwrapUnlessCustom(value) switch
    {
        // Bytes and characters are never meant as several values; dictionaries are no lists.
        IList { Count: 1 } one => one[0],
        IList { Count: 0 } => throw new ArgumentTransformationMetadataException(
            "One value is taken here, and the list that was given is empty."),
        IList several => throw new ArgumentTransformationMetadataException(
            $"One value is taken here, and {several.Count} were given: {Shown(several)}. Repeat the command for each: "
                + $"{Shown(several)} | ForEach-Object {{ … $_ … }}."),
        _ => value,
    };

    private static string Shown(IList values) =>
        string.Join(", ", values.Cast<object?>().Take(3)
            .Select(value => $"'{ControlCharacters.Escape(value?.ToString())}'")) + (values.Count > 3 ? ", …" : "");
}
