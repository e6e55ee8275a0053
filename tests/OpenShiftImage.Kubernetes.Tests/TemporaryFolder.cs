using OpenShiftImage.Configuration;

namespace OpenShiftImage.Kubernetes.Tests;

/// <summary>A folder that goes with the test, and the environment as it was before.</summary>
public abstract class TemporaryFolder : IDisposable
{
    private readonly string? _kubeconfig = Environment.GetEnvironmentVariable("KUBECONFIG");

    protected string Folder { get; } = Directory.CreateTempSubdirectory("osimage-test-").FullName;

    public void Dispose()
    {
        Environment.SetEnvironmentVariable("KUBECONFIG", _kubeconfig);
        Restore();
        Directory.Delete(Folder, recursive: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Puts back what else a class has changed of the environment.</summary>
    protected virtual void Restore()
    {
    }

    /// <summary>Returns the value of the header that a credential gives a request; null for none.</summary>
    private protected static async Task<string?> HeaderAsync(ICredential credential, bool renew = false) =>
        (await credential.GetAuthorizationAsync(renew, default))?.ToString();

    /// <summary>Writes a shell script that can be run.</summary>
    protected void Script(string name, string text)
    {
        var path = Write(name, "#!/bin/sh\n" + text + "\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    protected string Write(string name, string text)
    {
        var path = Path.Combine(Folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        return path;
    }

    protected static string Kubeconfig(string user, string cluster = "") => $"""
        apiVersion: v1
        kind: Config
        current-context: c
        clusters:
        - name: k
          cluster:
            server: https://api.example.com:6443
        {Indent(cluster, 4)}
        contexts:
        - name: c
          context: {"{cluster: k, user: u}"}
        users:
        - name: u
          user:
        {Indent(user, 4)}
        """;

    private static string Indent(string text, int by) =>
        string.Join(
            '\n', text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => new string(' ', by) + line));
}
