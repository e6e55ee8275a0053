using System.Management.Automation;
using OpenShiftImage.Pipeline;

namespace OpenShiftImage.Commands;

/// <summary>What Wait-OSImage waits for.</summary>
public sealed class WaitCondition
{
    private readonly ScriptBlock? _script;
    private readonly string _shown;

    /// <summary>
    /// Takes a script that is true, as PowerShell sees it, when the Image in <c>$_</c> is as it shall be.
    /// </summary>
    public WaitCondition(ScriptBlock script)
    {
        _script = script;
        _shown = script.ToString().Trim();
    }

    /// <summary>Takes <c>Exists</c> or <c>Deleted</c>.</summary>
    public WaitCondition(string state) => _shown = state.ToUpperInvariant() switch
    {
        "EXISTS" => "Exists",
        "DELETED" => "Deleted",
        _ => throw new ArgumentException(
            $"'{state}' is nothing to wait for: it is Exists, Deleted, or a script in braces.")
    };

    /// <summary>That the Image is there.</summary>
    public static WaitCondition Exists { get; } = new("Exists");

    /// <inheritdoc/>
    public override string ToString() => _shown;

    /// <summary>The condition as the end of a sentence about an Image.</summary>
    internal string Describe() => this switch
    {
        { _script: not null } => $"meets {{ {_shown} }}",
        { _shown: "Deleted" } => "is gone",
        _ => "is there",
    };

    internal ValueTask<bool> HoldsAsync(Image? image, PipelineOutput output, CancellationToken cancellationToken) =>
        this switch
        {
            { _script: null } => ValueTask.FromResult(image is null == (_shown == "Deleted")),
            _ when image is null => ValueTask.FromResult(false),
            // A script runs where its variables are: on the pipeline's thread.
            _ => output.EvaluateAsync(
                _ => LanguagePrimitives.IsTrue(_script!.InvokeWithContext(null, [new PSVariable("_", image)])),
                cancellationToken),
        };
}
