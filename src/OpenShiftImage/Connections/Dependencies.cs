using System.Reflection;
using System.Runtime.Loader;
using OpenShiftImage.Configuration;
using OpenShiftImage.Documents;
using OpenShiftImage.Workloads;

namespace OpenShiftImage.Connections;

/// <summary>
/// What the module needs and nobody else should see: OpenShiftImage.Kubernetes with its packages, in a load
/// context of their own, so that other modules may bring other versions. Nothing is loaded before it is used.
/// </summary>
internal static class Dependencies
{
    private const string KubernetesAssembly = "OpenShiftImage.Kubernetes";

    private static readonly string s_folder = Path.Combine(
        Path.GetDirectoryName(typeof(Dependencies).Assembly.Location)!, "Dependencies");

    // One context for the life of the process: what is loaded stays loaded, so importing again finds it.
    private static readonly Lazy<IsolatedLoadContext> s_context = new(() => new IsolatedLoadContext(s_folder));
    private static readonly Lazy<IClusterConfigurationSource> s_configuration =
        new(() => Create<IClusterConfigurationSource>("KubeconfigSource"));

    private static readonly Lazy<IYamlConverter> s_yaml = new(() => Create<IYamlConverter>("YamlConverter"));

    public static IClusterConfigurationSource Configuration => s_configuration.Value;

    private static readonly Lazy<IClusterObjectParser> s_kubernetesObjects =
        new(() => Create<IClusterObjectParser>("Workloads.KubernetesObjectParser"));

    public static IYamlConverter Yaml => s_yaml.Value;

    /// <summary>Gets what reads Kubernetes' own kinds.</summary>
    public static IClusterObjectParser KubernetesObjects => s_kubernetesObjects.Value;

    public static Assembly? Resolve(AssemblyLoadContext context, AssemblyName name) =>
        name.Name == KubernetesAssembly ? s_context.Value.LoadFromAssemblyName(name) : null;

    private static T Create<T>(string type)
    {
        var path = Path.Combine(s_folder, KubernetesAssembly + ".dll");
        if (!File.Exists(path))
        {
            // Neither context has the assembly, and each would ask the other for ever.
            throw new ConfigurationException(
                ConfigurationException.FileNotReadable,
                $"A part of the module is missing: '{path}'. Install the module again.",
                path);
        }

        return (T)Activator.CreateInstance(Assembly.Load(new AssemblyName(KubernetesAssembly)).GetType(
            $"{KubernetesAssembly}.{type}", throwOnError: true)!)!;
    }
}
