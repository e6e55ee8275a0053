using System.Management.Automation;

namespace OpenShiftImage.Benchmarks.EmptyModule;

/// <summary>The least that a binary module can be: what importing ours is measured against.</summary>
[Cmdlet(VerbsCommon.Get, "Nothing")]
public sealed class GetNothingCommand : PSCmdlet;
