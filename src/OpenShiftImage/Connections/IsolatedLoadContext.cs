using System.Reflection;
using System.Runtime.Loader;

namespace OpenShiftImage.Connections;

/// <summary>Loads the assemblies of one folder for this module alone; anything else comes from the process.</summary>
/// <param name="folder">The folder.</param>
internal sealed class IsolatedLoadContext(string folder) : AssemblyLoadContext("OpenShiftImage.Dependencies")
{
    /// <inheritdoc/>
    protected override Assembly? Load(AssemblyName assemblyName)
    {
        var path = Path.Combine(folder, assemblyName.Name + ".dll");
        return File.Exists(path) ? LoadFromAssemblyPath(path) : null;
    }
}
