using OpenShiftImage.Configuration;

namespace OpenShiftImage.Kubernetes.Kubeconfig;

/// <summary>
/// Which files are the kubeconfig: those that are named, else those of <c>KUBECONFIG</c>, else <c>~/.kube/config</c>.
/// </summary>
internal sealed class KubeconfigPaths
{
    private const string Variable = "KUBECONFIG";

    private readonly bool _isVariable;

    private KubeconfigPaths(IReadOnlyList<string> paths, bool areRequired, bool isVariable) =>
        (Paths, AreRequired, _isVariable) = (paths, areRequired, isVariable);

    /// <summary>The full paths, whether the files are there or not.</summary>
    public IReadOnlyList<string> Paths { get; }

    /// <summary>
    /// Whether the files must be there; as with kubectl, those that <c>KUBECONFIG</c> names need not.
    /// </summary>
    public bool AreRequired { get; }

    /// <summary>Works out the files of a request.</summary>
    public static KubeconfigPaths Resolve(KubeconfigRequest request) => request.Paths is { } named
        ? new KubeconfigPaths(
            [.. named.Select(path => ToFullPath(request, path))], areRequired: true, isVariable: false)
        : ResolveDefault(request);

    /// <summary>Works out the files that are read when the request names none.</summary>
    public static KubeconfigPaths ResolveDefault(KubeconfigRequest request)
    {
        var variable = Environment.GetEnvironmentVariable(Variable);
        if (string.IsNullOrEmpty(variable))
        {
            var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
            return new KubeconfigPaths([Path.Combine(home, ".kube", "config")], areRequired: false, isVariable: false);
        }

        var listed = variable.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Distinct(StringComparer.Ordinal).Select(path => ToFullPath(request, path));
        return new KubeconfigPaths([.. listed], areRequired: false, isVariable: true);
    }

    /// <summary>Returns the folder that relative paths are relative to.</summary>
    public static string GetBaseFolder(KubeconfigRequest request) =>
        request.BaseFolder ?? request.GetLocation?.Invoke() ?? Environment.CurrentDirectory;

    /// <summary>Returns the words that say that none of the files is there.</summary>
    public string DescribeMissing()
    {
        var quoted = string.Join(", ", Paths.Select(path => $"'{path}'"));
        return _isVariable ? $"{Variable} names none that exists ({quoted})" : $"{quoted} is not there";
    }

    private static string ToFullPath(KubeconfigRequest request, string path) =>
        Path.GetFullPath(path, GetBaseFolder(request));
}
