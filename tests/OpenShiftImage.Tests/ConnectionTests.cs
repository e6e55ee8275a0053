using System.Management.Automation;
using System.Security;
using Microsoft.AspNetCore.Http;
using OpenShiftImage.Sandbox;
using OpenShiftImage.Sandbox.Hosting;

namespace OpenShiftImage.Tests;

public sealed class ConnectionTests : EnvironmentTest
{
    private readonly string _folder = Directory.CreateTempSubdirectory("osimage-test-").FullName;
    private readonly string _authority;

    public ConnectionTests(SandboxFixture fixture)
        : base(fixture)
    {
        _authority = Write("ca.crt", Server.CertificateAuthorityPem);
    }

    [Theory]
    [InlineData("Connect-OSImageCluster", "sandbox-admin")]
    [InlineData("Connect-OSImageCluster sandbox-admin", "sandbox-admin")]
    [InlineData("Connect-OSImageCluster -Kubeconfig $kubeconfig -Context sandbox-alice", "sandbox-alice")]
    public void A_context_of_a_kubeconfig_connects(string script, string context)
    {
        var connection = Assert.Single(Run(script, ("kubeconfig", Server.KubeconfigPath)).Succeeded());
        Assert.Equal(context, connection.Properties["Context"].Value);
        Assert.StartsWith("v1.", (string)connection.Properties["ServerVersion"].Value, StringComparison.Ordinal);
        Assert.Equal(context, Run("(Get-OSImageCluster).Context").Succeeded()[0].BaseObject);
    }

    [Fact]
    public void A_kubeconfig_is_never_written()
    {
        var folder = Directory.CreateDirectory(Path.Combine(_folder, "alone")).FullName;
        var path = Write("alone/config", File.ReadAllText(Server.KubeconfigPath));
        var before = Snapshot();
        Run(
            "Connect-OSImageCluster -Kubeconfig $kubeconfig > $null; Get-OSImage -First 1 > $null; Disconnect-OSImageCluster; Connect-OSImageCluster -Kubeconfig $kubeconfig -Context sandbox-alice > $null",
            ("kubeconfig", path)).Succeeded();
        Assert.Equal(before, Snapshot());

        List<string> Snapshot() =>
            [.. Directory.GetFiles(folder, "*", SearchOption.AllDirectories)
                .Select(file => $"{file} {File.GetLastWriteTimeUtc(file):O} {File.ReadAllText(file)}")];
    }

    [Fact]
    public void A_server_and_a_token_connect()
    {
        var secure = new SecureString();
        Server.AdminToken.ToList().ForEach(secure.AppendChar);
        foreach (var token in new object[] { Server.AdminToken, secure })
        {
            var result = Run(
                "Connect-OSImageCluster -Server $server -Token $token -CertificateAuthority $ca > $null; (Get-OSImage -First 1).Name",
                ("server", Server.Address.ToString()), ("token", token), ("ca", _authority));
            Assert.Single(result.Succeeded());
        }
    }

    [Fact]
    public void Without_Connect_the_current_context_is_used_and_a_change_of_kubeconfig_is_seen()
    {
        Assert.Single(Run("Get-OSImage -First 1").Succeeded());
        Assert.Equal("sandbox-admin", Assert.Single(Run("(Get-OSImageCluster).Context").Succeeded()).BaseObject);
        Assert.IsType<string>(Assert.Single(Run("(Get-OSImageCluster).Server").Succeeded()).BaseObject);
        var alice = Write(
            "alice",
            File.ReadAllText(Server.KubeconfigPath)
                .Replace("current-context: sandbox-admin", "current-context: sandbox-alice", StringComparison.Ordinal));
        Environment.SetEnvironmentVariable("KUBECONFIG", alice);
        Assert.Equal("sandbox-alice", Assert.Single(Run("(Get-OSImageCluster).Context").Succeeded()).BaseObject);
        AssertError(Run("Get-OSImage -First 1").Error, "Forbidden", ErrorCategory.PermissionDenied, null);
    }

    [UnixFact]
    public void A_kubeconfig_behind_links_is_followed_when_they_are_swapped()
    {
        // As a Secret is laid out in a pod: config -> ..data/config, and ..data is swapped. An empty entry does not count, as with kubectl.
        Write("v1", "config", File.ReadAllText(Server.KubeconfigPath));
        Write(
            "v2",
            "config",
            File.ReadAllText(Server.KubeconfigPath)
                .Replace("current-context: sandbox-admin", "current-context: sandbox-alice", StringComparison.Ordinal));
        File.SetLastWriteTimeUtc(Path.Combine(_folder, "v2", "config"), DateTime.UtcNow.AddMinutes(-1));
        Directory.CreateSymbolicLink(Path.Combine(_folder, "..data"), "v1");
        File.CreateSymbolicLink(Path.Combine(_folder, "config"), "..data/config");
        Environment.SetEnvironmentVariable("KUBECONFIG", Path.Combine(_folder, "config") + ":");
        Assert.Single(Run("Get-OSImage -First 1").Succeeded());
        Directory.Delete(Path.Combine(_folder, "..data"));
        Directory.CreateSymbolicLink(Path.Combine(_folder, "..data"), "v2");
        AssertError(Run("Get-OSImage -First 1").Error, "Forbidden", ErrorCategory.PermissionDenied, null);

        void Write(string folder, string name, string text) =>
            File.WriteAllText(
                Path.Combine(Directory.CreateDirectory(Path.Combine(_folder, folder)).FullName, name), text);
    }

    [Theory]
    [InlineData("sandbox-alice")]
    [InlineData("$alice")]
    public void Every_data_cmdlet_takes_a_cluster(string cluster)
    {
        Run("$alice = Connect-OSImageCluster sandbox-alice; Connect-OSImageCluster sandbox-admin").Succeeded();
        foreach (var script in new[]
        {
            "Get-OSImage x",
            "Get-OSImage",
            "Watch-OSImage -TimeoutSeconds 1",
            "New-OSImage -Name x -DockerImageReference a/b:c",
            "Set-OSImage @{ metadata = @{ name = 'x' } }",
            "Update-OSImage x @{ dockerImageReference = 'a/b:d' }",
            "Remove-OSImage x -Confirm:$false",
        })
        {
            AssertError(Run($"{script} -Cluster {cluster}").Error, "Forbidden", ErrorCategory.PermissionDenied, null);
        }
    }

    [Fact]
    public void Disconnect_forgets_and_a_closed_connection_says_so()
    {
        var result = Run("$c = Connect-OSImageCluster; Disconnect-OSImageCluster; Get-OSImage -First 1 -Cluster $c");
        Assert.Empty(result.Output);
        AssertError(result.Error, "ConnectionClosed", ErrorCategory.ConnectionError, null);
    }

    [Fact]
    public void Two_runspaces_have_connections_of_their_own_and_can_share_one()
    {
        Run("$c = Connect-OSImageCluster sandbox-admin").Succeeded();
        using var other = new ModuleShell();
        Assert.Single(other.Run("Get-OSImage -First 1 -Cluster $c", ("c", Run("$c").Output[0])).Succeeded());
    }

    [Theory]
    [InlineData("Get-OSImage -First 1")]
    [InlineData("Get-OSImageCluster")]
    [InlineData("Update-OSImage x -Label a=b")]
    [InlineData("Remove-OSImage x -Force")]
    [InlineData("Watch-OSImage -Count 1")]
    [InlineData("Wait-OSImage x")]
    public void A_runspace_without_a_connection_fails_closed_while_another_has_one(string script)
    {
        Run("Connect-OSImageCluster sandbox-alice > $null").Succeeded();
        Server.ClearRequests();
        using var other = new ModuleShell();
        var error = other.Run(script).Error;
        AssertError(error, "NotConnected", ErrorCategory.ConnectionError, "sandbox-alice");
        Assert.Contains("-Cluster $using:cluster", error.ToString(), StringComparison.Ordinal);
        Assert.Empty(Server.Requests);
        Assert.Single(other.Run("Get-OSImage -First 1 -Cluster sandbox-admin").Succeeded());
        Run("Disconnect-OSImageCluster").Succeeded();
        Assert.Single(other.Run("Get-OSImage -First 1").Succeeded());
    }

    [Fact]
    public void A_runspace_that_has_been_closed_holds_nobody_back()
    {
        using (var other = new ModuleShell())
        {
            other.Run("Connect-OSImageCluster sandbox-alice > $null").Succeeded();
            AssertError(
                Run("Get-OSImage -First 1").Error, "NotConnected", ErrorCategory.ConnectionError, "sandbox-alice");
        }

        Assert.Single(Run("Get-OSImage -First 1").Succeeded());
    }

    [Fact]
    public void A_failed_connection_elsewhere_holds_the_others_back_too()
    {
        Run("Connect-OSImageCluster nope");
        using var other = new ModuleShell();
        AssertError(other.Run("Get-OSImage -First 1").Error, "NotConnected", ErrorCategory.ConnectionError, "nope");
    }

    [Fact]
    public void Impersonation_is_by_parameter()
    {
        AssertError(
            Run("Connect-OSImageCluster -As bob -AsGroup devs > $null; Get-OSImage x").Error,
            "Forbidden",
            ErrorCategory.PermissionDenied,
            "x");
        Assert.Contains("bob", Server.Requests[^1].Headers["Impersonate-User"], StringComparison.Ordinal);
        AssertError(
            Run("Connect-OSImageCluster -AsGroup devs").Error, "AsGroupWithoutAs", ErrorCategory.InvalidArgument, null);
    }

    [Fact]
    public void Impersonation_by_parameter_replaces_all_of_the_kubeconfig_s()
    {
        var path = Write("as", File.ReadAllText(Server.KubeconfigPath).Replace(
            $"token: {Server.AdminToken}",
            $"token: {Server.AdminToken}\n    as: alice\n    as-groups: [g1, g2]\n    as-uid: u-1\n    as-user-extra: {{scopes: [a]}}",
            StringComparison.Ordinal));
        Run("Connect-OSImageCluster -Kubeconfig $path", ("path", path));
        Assert.Equal(("alice", "u-1", "a"), (Sent("User"), Sent("Uid"), Sent("Extra-scopes")));
        Assert.Contains("g2", Sent("Group"), StringComparison.Ordinal);
        Run("Connect-OSImageCluster -Kubeconfig $path -As bob", ("path", path));
        Assert.Equal(("bob", null, null, null), (Sent("User"), Sent("Uid"), Sent("Extra-scopes"), Sent("Group")));
        Run("Connect-OSImageCluster -Kubeconfig $path -As bob -AsGroup devs", ("path", path));
        Assert.Equal(("bob", null, null, "devs"), (Sent("User"), Sent("Uid"), Sent("Extra-scopes"), Sent("Group")));

        string? Sent(string name) =>
            Server.Requests[^1].Headers.TryGetValue("Impersonate-" + name, out var value) ? value : null;
    }

    [Fact]
    public void A_server_without_the_Image_API_is_no_cluster_to_connect_to()
    {
        Server.Intercept = async context =>
        {
            if (context.Request.Path.Value == "/version")
            {
                return false;
            }

            context.Response.StatusCode = 404;
            await context.Response.WriteAsync("404 page not found");
            return true;
        };
        AssertError(Run("Connect-OSImageCluster").Error, "NotFound", ErrorCategory.ObjectNotFound, null);
        // What is left is the kubeconfig's current context, whose server has not been asked.
        Assert.Null(Assert.Single(Run("Get-OSImageCluster").Output).Properties["ServerVersion"].Value);
    }

    [UnixFact]
    public void A_server_that_the_machine_trusts_needs_no_authority_and_another_one_takes_its_place()
    {
        using var other = new SandboxCertificates();
        var environment = new Dictionary<string, string> { ["SSL_CERT_FILE"] = _authority, ["SSL_CERT_DIR"] = _folder };
        var connect =
            $"Connect-OSImageCluster -Server {Server.Address} -Token {Server.AdminToken} -RetryTimeoutSeconds 0";
        string Tell(string parameters) => FreshProcess.Run(
            environment,
            "run",
            ModuleShell.ManifestPath,
            $"try {{ ({connect} {parameters}).ServerVersion }} catch {{ $_.FullyQualifiedErrorId }}").Single();
        Assert.StartsWith("v1.", Tell(""), StringComparison.Ordinal);
        Assert.StartsWith(
            "CertificateNotTrusted,",
            Tell($"-CertificateAuthority '{Write("other.crt", other.AuthorityPem)}'"),
            StringComparison.Ordinal);
    }

    [Fact]
    public void No_kubeconfig_is_an_error_that_says_what_to_do()
    {
        Environment.SetEnvironmentVariable("KUBECONFIG", Path.Combine(_folder, "missing"));
        foreach (var script in new[] { "Connect-OSImageCluster", "Get-OSImage" })
        {
            var result = Run(script);
            Assert.NotNull(result.Terminating ?? (object)result.Errors);
            AssertError(result.Error, "NoConfiguration", ErrorCategory.ObjectNotFound, null);
            Assert.Contains("oc login", result.Error.ToString(), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("Connect-OSImageCluster nope", "ContextNotFound", ErrorCategory.ObjectNotFound)]
    [InlineData("Get-OSImage -Cluster nope", "ContextNotFound", ErrorCategory.ObjectNotFound)]
    [InlineData("Connect-OSImageCluster -Kubeconfig $broken", "InvalidKubeconfig", ErrorCategory.ParserError)]
    [InlineData("Connect-OSImageCluster -Kubeconfig $folder/missing", "FileNotReadable", ErrorCategory.ReadError)]
    [InlineData(
        "Connect-OSImageCluster -Server https://127.0.0.1:1 -Token t",
        "ConnectionFailed",
        ErrorCategory.ConnectionError)]
    [InlineData(
        "Connect-OSImageCluster -Server https://no-such-host.invalid -Token t",
        "HostNotFound",
        ErrorCategory.ConnectionError)]
    [InlineData(
        "Connect-OSImageCluster -Server $server -Token t", "CertificateNotTrusted", ErrorCategory.SecurityError)]
    [InlineData(
        "Connect-OSImageCluster -Server $server -Token t -CertificateAuthority $otherca",
        "CertificateNotTrusted",
        ErrorCategory.SecurityError)]
    [InlineData(
        "Connect-OSImageCluster -Server $server -Token expired -CertificateAuthority $ca",
        "Unauthorized",
        ErrorCategory.AuthenticationError)]
    [InlineData(
        "Connect-OSImageCluster -Server $server -Token 'a b' -CertificateAuthority $ca",
        "CredentialFailed",
        ErrorCategory.AuthenticationError)]
    [InlineData(
        "Connect-OSImageCluster -Server $server -Token t -CertificateAuthority $broken",
        "InvalidCertificate",
        ErrorCategory.InvalidData)]
    [InlineData(
        "Connect-OSImageCluster -Server $server -Token t -CertificateAuthority $folder/missing",
        "FileNotReadable",
        ErrorCategory.ReadError)]
    [InlineData(
        "Connect-OSImageCluster -Server api.example.com -Token t", "InvalidServer", ErrorCategory.InvalidArgument)]
    public void What_cannot_be_connected_to_is_told_clearly(string script, string id, ErrorCategory category)
    {
        using var other = new SandboxCertificates();
        var result = Run(
            script,
            ("broken", Write("broken", "clusters: [")),
            ("folder", _folder),
            ("server", Server.Address.ToString()),
            ("ca", _authority),
            ("otherca", Write("other.crt", other.AuthorityPem)));
        AssertError(result.Error, id, category, null);
        var isConnect = script.StartsWith("Connect", StringComparison.Ordinal);
        Assert.Equal(
            isConnect ? [] : ["sandbox-admin"],
            Run("Get-OSImageCluster | ForEach-Object Name").Output.Select(item => item.ToString()));
    }

    [Theory]
    [InlineData("Wait-OSImage x -TimeoutSeconds 1", "WaitTimeout", ErrorCategory.OperationTimeout)]
    [InlineData("Watch-OSImage -TimeoutSeconds 1", "ConnectionFailed", ErrorCategory.ConnectionError)]
    public void A_server_that_is_down_is_told_when_the_time_is_over(string script, string id, ErrorCategory category)
    {
        Environment.SetEnvironmentVariable(
            "KUBECONFIG",
            Write(
                "down",
                System.Text.RegularExpressions.Regex.Replace(
                    File.ReadAllText(Server.KubeconfigPath), "server: .*", "server: https://127.0.0.1:1")));
        var error = Run(script).Error;
        Assert.StartsWith(id + ",", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Equal(category, error.CategoryInfo.Category);
        Assert.Contains("No connection to https://127.0.0.1:1/: ", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_name_that_is_a_connection_and_another_context_is_refused()
    {
        await using var other = await SandboxServer.StartAsync(new SandboxOptions { Images = 0 });
        Run("Connect-OSImageCluster -Kubeconfig $theirs > $null", ("theirs", other.KubeconfigPath)).Succeeded();
        Server.ClearRequests();
        other.ClearRequests();

        var result = Run("Update-OSImage x -Label a=b -Cluster sandbox-admin");

        AssertError(result.Errors[0], "AmbiguousCluster", ErrorCategory.InvalidData, "sandbox-admin");
        Assert.Empty(Server.Requests);
        Assert.Empty(other.Requests);
    }

    [Fact]
    public void A_certificate_that_is_not_checked_is_warned_of()
    {
        var result = Run(
            "Connect-OSImageCluster -Server $server -Token $token -SkipCertificateCheck",
            ("server", Server.Address.ToString()),
            ("token", Server.AdminToken));
        Assert.Single(result.Succeeded());
        Assert.Contains("not checked", Assert.Single(result.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void A_token_is_shown_nowhere()
    {
        const string Secret = "sha256~verysecretverysecret";
        using var shell = Shell.Create("""
            $VerbosePreference = $DebugPreference = $InformationPreference = 'Continue'
            Connect-OSImageCluster -Server $server -Token $token -CertificateAuthority $ca
            Get-OSImage x -Cluster (Connect-OSImageCluster sandbox-admin)
            Get-OSImageCluster | Out-Default
            "$(Get-OSImageCluster)"
            """);
        Shell.Runspace.SessionStateProxy.SetVariable("server", Server.Address.ToString());
        Shell.Runspace.SessionStateProxy.SetVariable("token", Secret);
        Shell.Runspace.SessionStateProxy.SetVariable("ca", _authority);
        var output = shell.Invoke();
        var everything = string.Join(
            '\n',
            output.Select(
                item => item.ToString() + string.Join(',', item.Properties.Select(property => property.Value)))
            .Concat(
                shell.Streams.Error.Select(error => error + error.Exception.ToString() + error.InvocationInfo?.Line))
            .Concat(shell.Streams.Verbose.Select(record => record.Message))
            .Concat(shell.Streams.Debug.Select(record => record.Message))
            .Append(Shell.Host.Shown));
        Assert.Contains("Unauthorized", everything, StringComparison.Ordinal);
        Assert.Contains("GET /apis/image.openshift.io/v1", everything, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, everything, StringComparison.Ordinal);
        Assert.DoesNotContain(Server.AdminToken, everything, StringComparison.Ordinal);
        Assert.Equal(
            "********", Run("[OpenShiftImage.Commands.TokenArgument]::new('x').ToString()").Succeeded()[0].BaseObject);
    }

    private string Write(string name, string text)
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllText(path, text);
        return path;
    }
}
