using OpenShiftImage.Api;
using OpenShiftImage.Pipeline;

namespace OpenShiftImage.Commands;

/// <summary>What a change is made with.</summary>
/// <param name="Api">The API of the cluster that the Image is on.</param>
/// <param name="Name">Name of the Image; empty for a change that names none.</param>
/// <param name="Decision">Whether the server only says what would happen.</param>
/// <param name="Output">Where results are written.</param>
/// <param name="Step">Is told what was sent and what came of it, so that a stop can tell.</param>
internal sealed record ChangeRequest(ImageApi Api, string Name, Decision Decision, PipelineOutput Output, WorkStep Step)
{
    /// <summary>Gets whether the server changes nothing.</summary>
    public bool IsDryRun => Decision == Decision.DryRun;
}
