using System.Globalization;
using System.Management.Automation.Host;

namespace OpenShiftImage.Playground.Hosting;

/// <summary>The host that the engine sees: a plain console.</summary>
internal sealed class PlaygroundHost : PSHost
{
    public override string Name => "OpenShiftImage Playground";

    public override Version Version => typeof(PlaygroundHost).Assembly.GetName().Version!;

    public override Guid InstanceId { get; } = Guid.NewGuid();

    public override CultureInfo CurrentCulture => CultureInfo.CurrentCulture;

    public override CultureInfo CurrentUICulture => CultureInfo.CurrentUICulture;

    public override PSHostUserInterface UI { get; } = new PlaygroundUserInterface();

    /// <summary>The code that a script has asked to exit with; null when none has.</summary>
    public int? ExitCode { get; private set; }

    public override void SetShouldExit(int exitCode) => ExitCode = exitCode;

    public override void EnterNestedPrompt() => throw new PSNotSupportedNestedPromptException();

    public override void ExitNestedPrompt() => throw new PSNotSupportedNestedPromptException();

    public override void NotifyBeginApplication()
    {
    }

    public override void NotifyEndApplication()
    {
    }
}

/// <summary>A nested prompt was asked for; this host has none.</summary>
internal sealed class PSNotSupportedNestedPromptException() : InvalidOperationException("The playground has no nested prompts.");
