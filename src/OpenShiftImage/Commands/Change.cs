using System.Management.Automation;
using OpenShiftImage.Api;
using OpenShiftImage.Binding;
using OpenShiftImage.Primitives;

namespace OpenShiftImage.Commands;

/// <summary>One change that a cmdlet is asked for, or why there will be none.</summary>
/// <param name="Action">
/// What is done, up to the Image, for the question that is asked: <c>Remove</c>, <c>Update labels (a=b) of</c>.
/// </param>
/// <param name="Image">The Image; null for a change that names none, such as the deletion of a collection.</param>
/// <param name="SendAsync">Makes the change.</param>
internal sealed record Change(
    string Action, ImageIdentity? Image, Func<ChangeRequest, CancellationToken, Task>? SendAsync)
{
    /// <summary>The action where there is nothing to do, about which nobody is asked.</summary>
    public const string Nothing = "Leave unchanged";

    private readonly string? _target;
    private readonly string? _errorTarget;

    /// <summary>Gets what the change is of: the name of the Image and its reference, or what stands for both.</summary>
    public string Target
    {
        get => _target ?? (Image is null ? "" : Describe(Image.Name, Image.Reference));
        init => _target = value;
    }

    /// <summary>Gets what an error is about: the name alone.</summary>
    public string ErrorTarget
    {
        get => _errorTarget ?? Image?.Name ?? Target;
        init => _errorTarget = value;
    }

    /// <summary>
    /// Finds out more of the target, for the question that is asked; null where nothing more is known.
    /// </summary>
    public Func<ImageApi, CancellationToken, Task<string>>? DescribeAsync { get; init; }

    /// <summary>
    /// Finds out what the change is going to be, for the question that is asked; null where <see cref="Action"/> says
    /// it.
    /// </summary>
    public Func<ImageApi, CancellationToken, Task<string>>? ChooseActionAsync { get; init; }

    /// <summary>Gets whether the change is of many Images, and tells itself how far it has come.</summary>
    public bool IsCollection { get; init; }

    /// <summary>Gets why there will be no change; null when there will be one.</summary>
    public ErrorRecord? Refusal { get; init; }

    /// <summary>Returns a change that will not be made.</summary>
    public static Change Refused(ErrorRecord refusal) => new("", null, null) { Refusal = refusal };

    /// <summary>
    /// Returns the name of an Image with its reference, without a digest that the name tells already.
    /// </summary>
    public static string Describe(string name, string? reference) =>
        string.IsNullOrEmpty(reference) ? name : $"{name} ({PullSpec.WithoutDigest(reference, name)})";
}
