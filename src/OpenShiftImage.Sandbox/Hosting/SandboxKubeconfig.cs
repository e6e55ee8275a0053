using System.Text;

namespace OpenShiftImage.Sandbox.Hosting;

/// <summary>Writes the kubeconfig of a sandbox.</summary>
internal static class SandboxKubeconfig
{
    /// <summary>Writes the kubeconfig to a file that only its owner can read.</summary>
    /// <param name="path">The file.</param>
    /// <param name="address">Where the sandbox listens.</param>
    /// <param name="authorityPem">Certificate of the authority that issued the server's certificate.</param>
    /// <param name="adminToken">Token of <c>admin</c>.</param>
    /// <param name="aliceToken">Token of <c>alice</c>.</param>
    public static void Write(string path, Uri address, string authorityPem, string adminToken, string aliceToken)
    {
        var text = $"""
            apiVersion: v1
            kind: Config
            current-context: sandbox-admin
            clusters:
            - name: sandbox
              cluster:
                server: {address.GetLeftPart(UriPartial.Authority)}
                certificate-authority-data: {Convert.ToBase64String(Encoding.ASCII.GetBytes(authorityPem))}
            contexts:
            - name: sandbox-admin
              context:
                cluster: sandbox
                user: admin
            - name: sandbox-alice
              context:
                cluster: sandbox
                user: alice
            users:
            - name: admin
              user:
                token: {adminToken}
            - name: alice
              user:
                token: {aliceToken}

            """;
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using var writer = new StreamWriter(path, options);
        writer.Write(text);
    }
}
