using System.Runtime.CompilerServices;

namespace OpenShiftImage.Tests;

/// <summary>The tests that need the process for themselves, one after the other, once all others have run.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class EnvironmentCollection
{
    public const string Name = "Environment";
}

/// <summary>
/// Base of tests of what belongs to the process: its environment, and that nothing in it is connected. KUBECONFIG names the sandbox.
/// </summary>
[Collection(EnvironmentCollection.Name)]
public abstract class EnvironmentTest : ModuleTest
{
    protected EnvironmentTest(SandboxFixture fixture)
        : base(fixture, connects: false) => Environment.SetEnvironmentVariable("KUBECONFIG", Server.KubeconfigPath);

    public override void Dispose()
    {
        HideKubeconfig();
        base.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>No test finds the kubeconfig of whoever runs it.</summary>
    [ModuleInitializer]
    internal static void HideKubeconfig() => Environment.SetEnvironmentVariable("KUBECONFIG", "/no/kubeconfig");
}
