using System.Management.Automation;
using OpenShiftImage.Connections;
using OpenShiftImage.Formatting;
using OpenShiftImage.Primitives;

namespace OpenShiftImage.Binding;

/// <summary>
/// Takes a cluster: a connection, the name of a context, or what was collected; says what else was given, and what to
/// do instead.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class ClusterTransformationAttribute : ArgumentTransformationAttribute
{
    private const string Deserialized = "Deserialized.OpenShiftImage.ClusterConnection";

    /// <summary>Gets or sets whether several will do.</summary>
    public bool TakesSeveral { get; set; }

    /// <inheritdoc/>
    public override bool TransformNullOptionalParameters => true;

    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData) =>
        TakesSeveral && PowerShellValue.Unwrap(inputData) is System.Collections.IList { Count: > 0 } several
            ? several.Cast<object?>().Select(item => TransformOne(item, engineIntrinsics)).ToArray()
            : TransformOne(inputData, engineIntrinsics);

    private static object TransformOne(object? inputData, EngineIntrinsics? engine)
    {
        var value = SingleValueAttribute.Unwrap(inputData);
        return PowerShellValue.UnwrapUnlessCustom(value) switch
        {
            null => throw Refuse(
                "It is $null: the variable that it comes from has no value here. "
                    + "In a script block for another runspace or a job a variable of the caller is $using:name."),
            ClusterConnection or ClusterReference => value!,
            ClusterContext cluster => new ClusterReference(cluster),
            string { Length: 0 } =>
                throw Refuse("The name of a context cannot be empty; without -Cluster the current cluster is used."),
            string name => ToReference(name, engine),
            // As Get-ChildItem gives them.
            FileSystemInfo file => new ClusterReference(file.FullName) { Path = file.FullName },
            _ when value is PSObject copy && copy.TypeNames.Contains(Deserialized) => throw Refuse(
                $"This is a copy of a connection, as jobs, remoting and Import-Clixml make them, and a copy cannot "
                    + $"connect. A job connects by itself: -Cluster '{Context(copy)}', "
                    + "the name of the context, with the same KUBECONFIG; or use Connect-OSImageCluster in it. "
                    + "Start-ThreadJob and ForEach-Object -Parallel take connections."),
            var other => throw Refuse(
                $"A {(other is PSObject ? "custom object" : other!.GetType().Name)} is no cluster: give a connection, "
                    + "as Connect-OSImageCluster gives it, or the name of a context."),
        };
    }

    private static ClusterReference ToReference(string text, EngineIntrinsics? engine) =>
        new(text) { Path = engine is null ? null : LocalPath.Find(engine.SessionState, text) };

    private static string Context(PSObject copy) =>
        ControlCharacters.Escape(copy.Properties["Context"]?.Value as string is { Length: > 0 } name ? name : "name");

    private static ArgumentTransformationMetadataException Refuse(string message) => new(message);
}
