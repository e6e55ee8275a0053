using System.Management.Automation;

namespace OpenShiftImage.Tests;

/// <summary>No password of an address reaches anybody: not by message, cause, target, table or text.</summary>
public sealed class SecretsTests : EnvironmentTest
{
    private readonly string _folder = Directory.CreateTempSubdirectory("osimage-test-").FullName;

    public SecretsTests(SandboxFixture fixture)
        : base(fixture)
    {
    }

    public static TheoryData<string, string> Kubeconfigs => new()
    {
        { "server: https://us:topsecret@127.0.0.1:1", "InvalidServer" },
        { "server: https://us:top/secret@127.0.0.1:1", "InvalidKubeconfig" },
        { "server: ftp://us:topsecret@127.0.0.1", "InvalidKubeconfig" },
        { "server: https://api.example.com\n    proxy-url: http://us:topsecret@127.0.0.1:1", "ConnectionFailed" },
        { "server: https://api.example.com\n    proxy-url: ftp://us:topsecret@127.0.0.1:1", "InvalidKubeconfig" },
        { "server: https://api.example.com\n    proxy-url: socks4://us:topsecret@127.0.0.1:1", "InvalidKubeconfig" },
    };

    [Theory]
    [MemberData(nameof(Kubeconfigs))]
    public void Of_a_kubeconfig(string cluster, string id)
    {
        var path = Path.Combine(_folder, "config");
        File.WriteAllText(
            path,
            $"current-context: c\ncontexts:\n- {{name: c, context: {{cluster: k, user: u}}}}\nusers:\n- {{name: u, user: {{token: t}}}}\nclusters:\n- name: k\n  cluster:\n    {cluster}\n");
        var result = Run(
            "Connect-OSImageCluster -Kubeconfig $path -RetryTimeoutSeconds 0 -Verbose -Debug; Get-OSImage -First 1",
            ("path", path));
        AssertError(result.Errors[0], id, result.Errors[0].CategoryInfo.Category, null);
        Assert.StartsWith(
            "NotConnected,",
            result.Terminating?.ErrorRecord.FullyQualifiedErrorId ?? result.Errors[1].FullyQualifiedErrorId,
            StringComparison.Ordinal);
        AssertSilent(result);
    }

    [Theory]
    [InlineData("Connect-OSImageCluster {0}")]
    [InlineData("Connect-OSImageCluster -Server {0}")]
    [InlineData("Connect-OSImageCluster -Server https://127.0.0.1:1/?token={0} -Token t")]
    [InlineData("Get-OSImage -Cluster {0}")]
    [InlineData("Get-OSImage {0}")]
    public void Of_a_token_in_a_wrong_place(string script)
    {
        foreach (var token in new[] { "sha256~Xq7topsecretK0abcdefghij", "eyJhbGciOiJSUzI1NiJ9.eyJ0b3BzZWNyZXQiOjF9.topsecretsignature" })
        {
            var result = Run(
                string.Format(System.Globalization.CultureInfo.InvariantCulture, script, $"'{token}'") + " -Verbose");
            Assert.True(result.Errors.Count > 0 || result.Terminating is not null);
            AssertSilent(result);
            Assert.DoesNotContain(
                token[4..],
                string.Concat(result.Errors.Select(error => $"{error}{error.TargetObject}")),
                StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("https://us:topsecret@127.0.0.1:1")]
    [InlineData("http://us:topsecret@example.com")]
    [InlineData("us:topsecret@example.com")]
    public void Of_a_parameter(string server)
    {
        var result = Run("Connect-OSImageCluster -Server $server -Token t; Get-OSImage -First 1", ("server", server));
        AssertSilent(result);
        Assert.Contains("InvalidServer", result.Errors[0].FullyQualifiedErrorId, StringComparison.Ordinal);
        AssertSilent(Run("Get-OSImage -First 1"));
    }

    [Theory]
    [InlineData("http://us:topsecret@127.0.0.1:1", "ConnectionFailed")]
    [InlineData("gopher://us:topsecret@127.0.0.1:1", "InvalidProxy")]
    [InlineData("http://us:top/secret@127.0.0.1:1", "InvalidProxy")]
    public void Of_the_environment(string proxy, string id)
    {
        var before = Environment.GetEnvironmentVariable("HTTPS_PROXY");
        Environment.SetEnvironmentVariable("HTTPS_PROXY", proxy);
        try
        {
            var result = Run(
                "Connect-OSImageCluster -Server https://api.example.com -Token t -RetryTimeoutSeconds 0 -Verbose -Debug");
            AssertSilent(result);
            Assert.StartsWith(id + ",", result.Error.FullyQualifiedErrorId, StringComparison.Ordinal);
        }
        finally
        {
            Environment.SetEnvironmentVariable("HTTPS_PROXY", before);
        }
    }

    [UnixTheory]
    [InlineData("username: me\n    password: topsecret")]
    [InlineData("tokenFile: token")]
    [InlineData("exec: {apiVersion: client.authentication.k8s.io/v1, command: ./plugin, interactiveMode: Never}")]
    [InlineData(
        "auth-provider: {name: oidc, config: {client-id: c, client-secret: topsecret, idp-issuer-url: 'https://idp', id-token: eyJhbGciOiJub25lIn0.eyJleHAiOjQxMDI0NDQ4MDB9.topsecret, refresh-token: topsecret}}")]
    [InlineData("token: topsecret")]
    public void Of_a_credential(string user)
    {
        File.WriteAllText(Path.Combine(_folder, "token"), "topsecret");
        var plugin = Path.Combine(_folder, "plugin");
        File.WriteAllText(
            plugin,
            "#!/bin/sh\necho '{\"kind\":\"ExecCredential\",\"apiVersion\":\"client.authentication.k8s.io/v1\",\"status\":{\"token\":\"topsecret\"}}'\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(plugin, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        }

        var path = Path.Combine(_folder, "config");
        File.WriteAllText(
            path,
            File.ReadAllText(Server.KubeconfigPath)
                .Replace($"token: {Server.AdminToken}", user, StringComparison.Ordinal));
        var sent = new List<string>();
        Server.Intercept = context =>
        {
            sent.Add(context.Request.Headers.Authorization.ToString());
            context.Response.StatusCode = 401;
            context.Response.Headers.Location = "https://elsewhere/?code=topsecret";
            context.Response.Headers.SetCookie = "session=topsecret";
            return Task.FromResult(true);
        };
        var result = Run(
            "Connect-OSImageCluster -Kubeconfig $path -RetryTimeoutSeconds 0 -Verbose -Debug 5>&1", ("path", path));
        // The credential was sent, and what was sent is shown but for its secret.
        Assert.Matches("^(Basic|Bearer) .", sent[0]);
        var shown = string.Join('\n', result.Output.Select(item => item.ToString()));
        Assert.Matches(@"> Authorization: (Basic|Bearer) \*{8}", shown);
        Assert.Contains("< Location: ********", shown, StringComparison.Ordinal);
        Assert.Contains("< Set-Cookie: ********", shown, StringComparison.Ordinal);
        Assert.DoesNotContain(Convert.ToBase64String("me:topsecret"u8), shown, StringComparison.Ordinal);
        AssertSilent(result);
    }

    /// <summary>Looks at everything that came of a script, causes and targets included, and at all that the host was shown.</summary>
    private void AssertSilent(ShellResult result)
    {
        var errors = result.Errors.Append(result.Terminating?.ErrorRecord).OfType<ErrorRecord>().ToList();
        Assert.NotEmpty(errors);
        var told = new List<string>(
            [
                Shell.Host.Shown,
                .. result.Warnings,
                .. result.Verbose,
                .. result.Output.Select(item => item.ToString()),
            ]);
        foreach (var error in errors)
        {
            told.AddRange(
                [
                    error.ToString(),
                    error.FullyQualifiedErrorId,
                    error.TargetObject?.ToString() ?? "",
                    error.CategoryInfo.ToString(),
                    error.ErrorDetails?.ToString() ?? "",
                    error.Exception.ToString(),
                ]);
            Assert.IsNotType<Uri>(error.TargetObject);
        }

        Assert.DoesNotContain(told, text => text.Contains("secret", StringComparison.Ordinal));
    }
}
