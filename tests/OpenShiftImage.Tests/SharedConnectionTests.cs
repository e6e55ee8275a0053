using System.Management.Automation;
using System.Net;
using Microsoft.AspNetCore.Http;

namespace OpenShiftImage.Tests;

/// <summary>One connection for many: runspaces, threads with a context of their own, and a login by password.</summary>
public sealed class SharedConnectionTests(SandboxFixture fixture) : ModuleTest(fixture)
{
    [Fact]
    public async Task Runspaces_share_a_connection()
    {
        var connection = Run("Connect-OSImageCluster -Kubeconfig $kubeconfig").Succeeded().Single();
        var counts = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() =>
        {
            using var shell = new ModuleShell();
            return shell.Run("(Get-OSImage -PageSize 40 -Cluster $c).Count", ("c", connection))
                .Succeeded()
                .Single()
                .ToString();
        })));
        var expected = Server.Store.Current.Images.Count.ToString(System.Globalization.CultureInfo.InvariantCulture);
        Assert.All(counts, count => Assert.Equal(expected, count));
    }

    [Fact]
    public void ForEach_Object_Parallel_shares_a_connection()
    {
        var names = Enumerable.Range(0, 8).Select(_ => Create()).ToArray();
        var result = Run(
            "$c = Connect-OSImageCluster -Kubeconfig $kubeconfig; $names | ForEach-Object -Parallel { Import-Module $using:manifest; Get-OSImage $_ -Cluster $using:c } -ThrottleLimit 4",
            ("names", names),
            ("manifest", ModuleShell.ManifestPath)).Succeeded();
        Assert.Equal(
            names.Order(StringComparer.Ordinal), result.Select(item => item.ToString()!).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Debug_shows_headers_without_secrets_and_verbose_the_bytes()
    {
        var result = Run("Get-OSImage -First 1 -Debug -Verbose 5>&1");
        var shown = string.Join('\n', result.Succeeded().Select(item => item.ToString()));
        Assert.Contains("> Authorization: Bearer ********", shown, StringComparison.Ordinal);
        Assert.DoesNotContain(Server.AdminToken, shown, StringComparison.Ordinal);
        Assert.Contains(
            result.Verbose,
            line => System.Text.RegularExpressions.Regex.IsMatch(line, @"^GET \S+limit=1 200 \d+ ms \d+ bytes$"));
    }

    [Fact]
    public async Task A_host_whose_synchronization_context_never_runs_anything_is_no_trap()
    {
        var done = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
        var thread = new Thread(() =>
        {
            SynchronizationContext.SetSynchronizationContext(new DeadContext());
            try
            {
                using var runspace = System.Management.Automation.Runspaces.RunspaceFactory.CreateRunspace(
                    System.Management.Automation.Runspaces.InitialSessionState.CreateDefault2());
                runspace.ThreadOptions = System.Management.Automation.Runspaces.PSThreadOptions.UseCurrentThread;
                runspace.Open();
                using var shell = PowerShell.Create(runspace);
                shell.AddScript(
                    $"Import-Module '{ModuleShell.ManifestPath}'; Connect-OSImageCluster -Kubeconfig '{Server.KubeconfigPath}' > $null; Get-OSImage -First 5; Watch-OSImage -SendInitialEvents -Count 3");
                done.SetResult(shell.Invoke().Count);
            }
            catch (Exception e)
            {
                done.SetException(e);
            }
        });
        thread.Start();
        Assert.Equal(8, await done.Task.WaitAsync(TimeSpan.FromSeconds(30)));
    }

    [Fact]
    public void A_password_becomes_a_connection_and_shows_nowhere()
    {
        var root = Server.Address.GetLeftPart(UriPartial.Authority);
        Server.Intercept = async context =>
        {
            switch (context.Request.Path.Value)
            {
                case "/.well-known/oauth-authorization-server":
                    await context.Response.WriteAsync(
                        $"{{\"authorization_endpoint\":\"{root}/oauth/authorize\",\"token_endpoint\":\"{root}/oauth/token\"}}");
                    return true;
                case "/oauth/authorize" when context.Request.Headers.Authorization == "Basic "
                    + Convert.ToBase64String("developer:pass-word-1"u8):
                    context.Response.StatusCode = 302;
                    context.Response.Headers.Location =
                        $"{root}/oauth/token/implicit#access_token={Server.AdminToken}&token_type=Bearer";
                    return true;
                case "/oauth/authorize":
                    context.Response.StatusCode = 401;
                    context.Response.Headers.WWWAuthenticate = "Basic realm=\"openshift\"";
                    return true;
                default:
                    return false;
            }
        };
        var authority = Path.GetTempFileName();
        try
        {
            File.WriteAllText(authority, Server.CertificateAuthorityPem);
            (string, object?)[] Variables(string password) =>
                [
                    ("server", root),
                    ("ca", authority),
                    ("who", new PSCredential("developer", new NetworkCredential("", password).SecurePassword)),
                ];
            const string Script =
                "Connect-OSImageCluster -Server $server -Credential $who -CertificateAuthority $ca -Verbose; (Get-OSImage -First 1).Name";
            var result = Run(Script, Variables("pass-word-1"));
            Assert.Equal(2, result.Succeeded().Count);
            Assert.Equal("developer", result.Output[0].Properties["User"].Value);
            var shown = string.Join(
                '\n', result.Output.Select(item => item.ToString()).Concat(result.Verbose).Concat(result.Warnings));
            Assert.DoesNotContain("pass-word", shown, StringComparison.Ordinal);
            Assert.DoesNotContain(Server.AdminToken, shown, StringComparison.Ordinal);

            // What is read anew of the files keeps the login: its password is not there any more.
            Server.ClearRequests();
            File.AppendAllText(authority, "\n");
            Assert.Single(Run("Get-OSImage -First 1").Succeeded());
            Assert.DoesNotContain(
                Server.Requests, request => request.Target.StartsWith("/oauth/", StringComparison.Ordinal));

            AssertError(
                Run(
                    "Connect-OSImageCluster -Server $server -Credential $who -CertificateAuthority $ca",
                    Variables("wrong")).Error,
                "CredentialFailed",
                ErrorCategory.AuthenticationError,
                root);
        }
        finally
        {
            File.Delete(authority);
        }
    }

    private sealed class DeadContext : SynchronizationContext
    {
        public override void Post(SendOrPostCallback d, object? state)
        {
        }
    }
}
