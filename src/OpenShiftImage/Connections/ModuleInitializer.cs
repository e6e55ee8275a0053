using System.Management.Automation;
using System.Runtime.Loader;

namespace OpenShiftImage.Connections;

/// <summary>Makes the module's private dependencies loadable when it is imported.</summary>
public sealed class ModuleInitializer : IModuleAssemblyInitializer, IModuleAssemblyCleanup
{
    /// <inheritdoc/>
    public void OnImport() => AssemblyLoadContext.Default.Resolving += Dependencies.Resolve;

    /// <inheritdoc/>
    public void OnRemove(PSModuleInfo psModuleInfo) => AssemblyLoadContext.Default.Resolving -= Dependencies.Resolve;
}
