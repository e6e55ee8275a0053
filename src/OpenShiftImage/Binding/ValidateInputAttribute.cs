using System.Management.Automation;
using OpenShiftImage.Formatting;

namespace OpenShiftImage.Binding;

/// <summary>Refuses $null, and what has nothing in it, with words that say where such a thing comes from.</summary>
/// <param name="expected">What is expected, with its article: <c>an Image or its name</c>.</param>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class ValidateInputAttribute(string expected) : ValidateArgumentsAttribute
{
    /// <summary>Gets or sets whether a list may be empty.</summary>
    public bool AllowsEmptyList { get; set; }

    /// <summary>Gets or sets whether a text may be empty.</summary>
    public bool AllowsEmptyText { get; set; }

    /// <inheritdoc/>
    protected override void Validate(object arguments, EngineIntrinsics engineIntrinsics)
    {
        var plain = PowerShellValue.UnwrapUnlessCustom(arguments);
        switch (plain)
        {
            case string { Length: 0 } when AllowsEmptyText:
                return;
            case null or string { Length: 0 }:
                throw new ValidationMetadataException(
                    $"It is {(plain is null ? "$null" : "$null or empty")}, where {expected} is expected: "
                        + "the variable or property that it comes from has no value (is its name right?). "
                        + "An empty list, @(), would do nothing.");
            case Array { Length: 0 } when !AllowsEmptyList:
                throw new ValidationMetadataException(
                    $"It is an empty list, where {expected} is expected. "
                        + "From the pipeline an empty list does nothing.");
            case Array list when list.Cast<object?>().Any(
                item => item is null || (item is string { Length: 0 } && !AllowsEmptyText)):
                throw new ValidationMetadataException(
                    $"{(list.Length == 1 ? "It" : $"One of the {list.Length}")} is $null or empty, "
                        + $"where {expected} is expected.");
        }
    }
}
