using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Runtime.Loader;
using YamlDotNet.RepresentationModel;

// A program that uses a YamlDotNet of its own, in the default load context, beside the module.
// usage: OpenShiftImage.Coexistence before|after|import MANIFEST
//        OpenShiftImage.Coexistence run MANIFEST SCRIPT
//   before, after   when our own YamlDotNet is used; says what has been loaded, and where
//   import          imports the module, does nothing with it, and says what that has loaded of the module's and of the libraries that its first request needs
//   run             imports the module, runs the script, and says what it gave, a line for each object
var (order, manifest) = (args[0], args[1]);
if (order == "before")
{
    UseYaml();
}

var state = InitialSessionState.CreateDefault2();
if (OperatingSystem.IsWindows())
{
    state.ExecutionPolicy = Microsoft.PowerShell.ExecutionPolicy.Bypass;
}

using var runspace = RunspaceFactory.CreateRunspace(state);
runspace.Open();
var loaded = AppDomain.CurrentDomain.GetAssemblies();
Run($"Import-Module '{manifest}' -ErrorAction Stop");
if (order == "import")
{
    var folder = Path.GetDirectoryName(manifest)!;
    foreach (var assembly in AppDomain.CurrentDomain.GetAssemblies().Except(loaded).Where(assembly =>
        !assembly.IsDynamic
            && (assembly.Location.StartsWith(folder, StringComparison.Ordinal)
                || assembly.GetName().Name is "System.Net.Http" or "System.Net.Security")))
    {
        Console.WriteLine(assembly.GetName().Name);
    }

    return;
}

if (order == "run")
{
    foreach (var item in Run(args[2]))
    {
        Console.WriteLine(item);
    }

    return;
}

Console.WriteLine($"images {Run("Connect-OSImageCluster > $null; Get-OSImage").Count}");
if (order == "after")
{
    UseYaml();
    Console.WriteLine($"images {Run("Disconnect-OSImageCluster; Get-OSImage").Count}");
}

foreach (var assembly in AppDomain.CurrentDomain.GetAssemblies()
    .Where(
        assembly => assembly.GetName().Name is "YamlDotNet" or "OpenShiftImage.Kubernetes" or "OpenShiftImage.Client"))
{
    Console.WriteLine(
        $"{assembly.GetName().Name} {assembly.GetName().Version} {AssemblyLoadContext.GetLoadContext(assembly)!.Name}");
}

static void UseYaml()
{
    var stream = new YamlStream();
    stream.Load(new StringReader("a: 1"));
    Console.WriteLine($"own {typeof(YamlStream).Assembly.GetName().Version}");
}

IReadOnlyList<PSObject> Run(string script)
{
    using var shell = PowerShell.Create(runspace);
    var output = shell.AddScript(script, useLocalScope: false).Invoke();
    return shell.Streams.Error.Count > 0
        ? throw new InvalidOperationException(shell.Streams.Error[0].ToString())
        : output;
}
