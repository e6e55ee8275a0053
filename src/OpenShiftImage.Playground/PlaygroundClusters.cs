using System.Security.Cryptography;
using System.Text;
using OpenShiftImage.Sandbox;

namespace OpenShiftImage.Playground;

/// <summary>
/// The clusters of the Playground, prod and staging, and the kubeconfig that leads to them, in a folder that goes with
/// them.
/// </summary>
internal sealed class PlaygroundClusters : IAsyncDisposable
{
    private readonly DirectoryInfo _folder;

    private PlaygroundClusters(DirectoryInfo folder, SandboxServer prod, SandboxServer staging, string readerToken)
    {
        _folder = folder;
        Prod = prod;
        Staging = staging;
        KubeconfigPath = Path.Combine(folder.FullName, "kubeconfig");
        WriteKubeconfig(readerToken);
    }

    /// <summary>
    /// The cluster of the contexts <c>sandbox-admin</c>, <c>sandbox-alice</c>, <c>prod</c> and <c>readonly</c>.
    /// </summary>
    public SandboxServer Prod { get; }

    /// <summary>The cluster of the context <c>staging</c>, with two of five of prod's Images.</summary>
    public SandboxServer Staging { get; }

    /// <summary>The kubeconfig, whose current context is <c>sandbox-admin</c>.</summary>
    public string KubeconfigPath { get; }

    /// <summary>Starts the clusters.</summary>
    /// <param name="options">How prod is set up; staging is set up alike, with fewer Images.</param>
    public static async Task<PlaygroundClusters> StartAsync(SandboxOptions options)
    {
        var folder = Directory.CreateTempSubdirectory("openshiftimage-playground-");
        var readerToken = "sha256~" + Convert.ToHexString(RandomNumberGenerator.GetBytes(32));
        SandboxServer? prod = null;
        try
        {
            prod = await SandboxServer.StartAsync(options with
            {
                ReaderToken = readerToken,
                KubeconfigPath = Path.Combine(folder.FullName, "kubeconfig-prod"),
            });
            var staging = await SandboxServer.StartAsync(options with
            {
                Port = 0,
                Images = options.Images / 5 * 2,
                KubeconfigPath = Path.Combine(folder.FullName, "kubeconfig-staging"),
            });
            return new PlaygroundClusters(folder, prod, staging, readerToken);
        }
        catch
        {
            if (prod is not null)
            {
                await prod.DisposeAsync();
            }

            folder.Delete(recursive: true);
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Task.WhenAll(Prod.DisposeAsync().AsTask(), Staging.DisposeAsync().AsTask());
        _folder.Refresh();
        if (_folder.Exists)
        {
            _folder.Delete(recursive: true);
        }
    }

    private static string Encode(string text) => Convert.ToBase64String(Encoding.ASCII.GetBytes(text));

    private void WriteKubeconfig(string readerToken)
    {
        var text = $$"""
            apiVersion: v1
            kind: Config
            current-context: sandbox-admin
            clusters:
            - name: prod
              cluster:
                server: {{Prod.Address.GetLeftPart(UriPartial.Authority)}}
                certificate-authority-data: {{Encode(Prod.CertificateAuthorityPem)}}
            - name: staging
              cluster:
                server: {{Staging.Address.GetLeftPart(UriPartial.Authority)}}
                certificate-authority-data: {{Encode(Staging.CertificateAuthorityPem)}}
            contexts:
            - { name: sandbox-admin, context: { cluster: prod, user: admin } }
            - { name: sandbox-alice, context: { cluster: prod, user: alice } }
            - { name: prod, context: { cluster: prod, user: admin } }
            - { name: staging, context: { cluster: staging, user: staging-admin } }
            - { name: readonly, context: { cluster: prod, user: reader } }
            users:
            - { name: admin, user: { token: {{Prod.AdminToken}} } }
            - { name: alice, user: { token: {{Prod.AliceToken}} } }
            - { name: reader, user: { token: {{readerToken}} } }
            - { name: staging-admin, user: { token: {{Staging.AdminToken}} } }

            """;
        // The folder is the user's alone.
        File.WriteAllText(KubeconfigPath, text);
    }
}
