using System.Net;
using Microsoft.AspNetCore.Http;
using OpenShiftImage.Playground;
using OpenShiftImage.Sandbox;

namespace OpenShiftImage.Tests;

/// <summary>
/// What the Playground sets up, in an empty folder: its clusters, its kubeconfig and PowerShell with the module. Examples run there
/// as they stand, but for what <see cref="StandIns"/> lists.
/// </summary>
internal sealed class ExampleWorld : IAsyncDisposable
{
    private readonly PlaygroundClusters _clusters;
    private readonly ModuleShell _shell;
    private readonly string? _kubeconfigBefore;
    private readonly string _folder = Directory.CreateTempSubdirectory("openshiftimage-examples-").FullName;

    private ExampleWorld(PlaygroundClusters clusters, ModuleShell shell)
    {
        _clusters = clusters;
        _shell = shell;
        StandIns =
        [
            new(
                "https://api.example.com:6443",
                clusters.Prod.Address.GetLeftPart(UriPartial.Authority),
                "is the address of a cluster of the reader's own"),
            new("(oc whoami -t)", $"'{clusters.Prod.AdminToken}'", "needs oc, logged in to that cluster"),
            new(
                "(Get-Credential)",
                "([pscredential]::new('developer', (ConvertTo-SecureString secret -AsPlainText -Force)))",
                "asks for a password at the terminal"),
            new(
                "./out/OpenShiftImage",
                $"'{Path.GetDirectoryName(ModuleShell.ManifestPath)}'",
                "is below the repository's folder; the examples write files, and run elsewhere"),
        ];
        clusters.Prod.Intercept = LogInAsync;
        File.WriteAllText(Path.Combine(_folder, "ca.pem"), clusters.Prod.CertificateAuthorityPem);
        _kubeconfigBefore = Environment.GetEnvironmentVariable("KUBECONFIG");
        Environment.SetEnvironmentVariable("KUBECONFIG", clusters.KubeconfigPath);
        shell.Runspace.SessionStateProxy.Path.SetLocation(_folder);
    }

    /// <summary>What examples have that nothing but the reader can give, what stands in for it, and why.</summary>
    public IReadOnlyList<StandIn> StandIns { get; }

    public static async Task<ExampleWorld> StartAsync(ModuleShell shell) =>
        new(await PlaygroundClusters.StartAsync(new SandboxOptions { Images = 250 }), shell);

    public ShellResult Run(string code) => _shell.Run(
        StandIns.Aggregate(
            code, (text, standIn) => text.Replace(standIn.Text, standIn.Replacement, StringComparison.Ordinal)));

    public async ValueTask DisposeAsync()
    {
        Environment.SetEnvironmentVariable("KUBECONFIG", _kubeconfigBefore);
        await _clusters.DisposeAsync();
        _shell.Runspace.SessionStateProxy.Path.SetLocation(Path.GetTempPath());
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>Stands in for the cluster's OAuth server.</summary>
    private async Task<bool> LogInAsync(HttpContext context)
    {
        var root = _clusters.Prod.Address.GetLeftPart(UriPartial.Authority);
        switch (context.Request.Path.Value)
        {
            case "/.well-known/oauth-authorization-server":
                await context.Response.WriteAsync(
                    $"{{\"authorization_endpoint\":\"{root}/oauth/authorize\",\"token_endpoint\":\"{root}/oauth/token\"}}");
                return true;
            case "/oauth/authorize":
                context.Response.StatusCode = context.Request.Headers.Authorization.Count > 0
                    ? (int)HttpStatusCode.Found
                    : (int)HttpStatusCode.Unauthorized;
                context.Response.Headers.Location =
                    $"{root}/oauth/token/implicit#access_token={_clusters.Prod.AdminToken}&token_type=Bearer";
                context.Response.Headers.WWWAuthenticate = "Basic realm=\"openshift\"";
                return true;
            default:
                return false;
        }
    }
}

/// <summary>A text of an example, what stands in for it, and why.</summary>
internal sealed record StandIn(string Text, string Replacement, string Reason);
