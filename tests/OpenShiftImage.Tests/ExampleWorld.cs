using System.Management.Automation;
using System.Net;
using Microsoft.AspNetCore.Http;
using OpenShiftImage.Sandbox;

namespace OpenShiftImage.Tests;

/// <summary>
/// The world in which the examples of the documents are true: a cluster at https://api.example.com:6443 with 250 Images, a kubeconfig
/// with the contexts prod, staging and readonly, an oc, an empty folder with the cluster's certificate authority, and as much of
/// PowerShell's Utility and Management modules, which the engine alone has not, as the examples need.
/// </summary>
internal sealed class ExampleWorld : IAsyncDisposable
{
    private const string Address = "https://api.example.com:6443";

    private const string StandIns = """
        function oc { $token }
        function Get-Credential { [pscredential]::new('developer', [System.Net.NetworkCredential]::new('', 'secret').SecurePassword) }
        function Get-Date { [datetime]::Now }
        function Get-Content { param([string] $Path, [switch] $Raw) $text = [IO.File]::ReadAllText((Join-Here $Path)); if ($Raw) { $text } else { $text.TrimEnd("`n").Split("`n") } }
        function Set-Content { param([Parameter(ValueFromPipeline)] [object[]] $Value, [Parameter(Position = 0)] [string] $Path) begin { $all = @() } process { $all += $Value } end { [IO.File]::WriteAllText((Join-Here $Path), ($all -join "`n") + "`n") } }
        function Export-Csv { param([Parameter(ValueFromPipeline)] $InputObject, [Parameter(Position = 0)] [string] $Path) begin { $all = @() } process { $all += "$InputObject" } end { [IO.File]::WriteAllLines((Join-Here $Path), [string[]] $all) } }
        function Export-Clixml { param([Parameter(ValueFromPipeline)] $InputObject, [Parameter(Position = 0)] [string] $Path) begin { $all = @() } process { $all += $InputObject } end { [IO.File]::WriteAllText((Join-Here $Path), [System.Management.Automation.PSSerializer]::Serialize($all)) } }
        function Import-Clixml { param([string] $Path) [System.Management.Automation.PSSerializer]::Deserialize([IO.File]::ReadAllText((Join-Here $Path))) | ForEach-Object { $_ } }
        function Get-ChildItem { param([string] $Path = '.') [IO.DirectoryInfo]::new((Join-Here $Path)).GetFileSystemInfos() }
        function Join-Here { param([string] $Path) $ExecutionContext.SessionState.Path.GetUnresolvedProviderPathFromPSPath($Path) }
        function Select-Object {
            param([Parameter(ValueFromPipeline)] $InputObject, [Parameter(Position = 0)] [object[]] $Property, [int] $First = [int]::MaxValue, [string] $ExpandProperty)
            begin { $n = 0 }
            process {
                if ($n++ -ge $First) { return }
                if ($ExpandProperty) { $InputObject.$ExpandProperty }
                elseif ($Property) {
                    $made = [ordered]@{}
                    foreach ($p in $Property) { if ($p -is [System.Collections.IDictionary]) { $made["$($p['Name'] ?? $p['n'])"] = $InputObject | ForEach-Object ($p['Expression'] ?? $p['e']) } else { $made[$p] = $InputObject.$p } }
                    [pscustomobject] $made
                }
                else { $InputObject }
            }
        }
        function Sort-Object { param([Parameter(ValueFromPipeline)] $InputObject, [Parameter(Position = 0)] [string[]] $Property, [switch] $Descending) begin { $all = @() } process { $all += $InputObject } end { $keys = @($all | ForEach-Object { if ($Property) { $_.($Property[0]) } else { $_ } }); [array]::Sort($keys, $all); if ($Descending) { [array]::Reverse($all) }; $all } }
        function Group-Object { param([Parameter(ValueFromPipeline)] $InputObject, [Parameter(Position = 0)] [string] $Property) begin { $all = [ordered]@{} } process { $key = "$($InputObject.$Property)"; $all[$key] = @($all[$key]) + $InputObject | Where-Object { $_ } } end { $all.Keys | ForEach-Object { [pscustomobject]@{ Count = @($all[$_]).Count; Name = $_; Group = @($all[$_]) } } } }
        function Measure-Object { param([Parameter(ValueFromPipeline)] $InputObject, [Parameter(Position = 0)] [string] $Property, [switch] $Sum) begin { $n = 0; $total = 0.0 } process { $n++; if ($Property) { $total += $InputObject.$Property } } end { [pscustomobject]@{ Count = $n; Sum = $total } } }
        """;

    private readonly SandboxServer _server;
    private readonly ModuleShell _shell;
    private readonly string? _kubeconfigBefore;
    private readonly string _folder = Directory.CreateTempSubdirectory("openshiftimage-examples-").FullName;

    private ExampleWorld(SandboxServer server, ModuleShell shell)
    {
        _server = server;
        _shell = shell;
        server.Intercept = LogInAsync;
        File.WriteAllText(Path.Combine(_folder, "ca.pem"), server.CertificateAuthorityPem);
        var kubeconfig = Path.Combine(_folder, "kubeconfig");
        var authority = Convert.ToBase64String(System.Text.Encoding.ASCII.GetBytes(server.CertificateAuthorityPem));
        File.WriteAllText(kubeconfig, $$"""
            apiVersion: v1
            kind: Config
            current-context: prod
            clusters:
            - {name: c, cluster: {server: "{{server.Address}}", certificate-authority-data: {{authority}} } }
            users:
            - {name: admin, user: {token: {{server.AdminToken}} } }
            - {name: alice, user: {token: {{server.AliceToken}} } }
            contexts:
            - {name: prod, context: {cluster: c, user: admin} }
            - {name: staging, context: {cluster: c, user: admin} }
            - {name: readonly, context: {cluster: c, user: alice} }
            """);
        _kubeconfigBefore = Environment.GetEnvironmentVariable("KUBECONFIG");
        Environment.SetEnvironmentVariable("KUBECONFIG", kubeconfig);
        shell.Runspace.SessionStateProxy.Path.SetLocation(_folder);
        shell.Run(StandIns, ("token", server.AdminToken), ("module", ModuleShell.ManifestPath)).Succeeded();
    }

    public static async Task<ExampleWorld> StartAsync(ModuleShell shell) => new(await SandboxServer.StartAsync(new SandboxOptions { Images = 250 }), shell);

    public ShellResult Run(string code) => _shell.Run("$ConfirmPreference = 'None'\n" + code
        .Replace(Address, _server.Address.GetLeftPart(UriPartial.Authority), StringComparison.Ordinal)
        .Replace("./out/OpenShiftImage", ModuleShell.ManifestPath, StringComparison.Ordinal));

    public async ValueTask DisposeAsync()
    {
        Environment.SetEnvironmentVariable("KUBECONFIG", _kubeconfigBefore);
        await _server.DisposeAsync();
        _shell.Runspace.SessionStateProxy.Path.SetLocation(Path.GetTempPath());
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>Stands in for the cluster's OAuth server.</summary>
    private async Task<bool> LogInAsync(HttpContext context)
    {
        var root = _server.Address.GetLeftPart(UriPartial.Authority);
        switch (context.Request.Path.Value)
        {
            case "/.well-known/oauth-authorization-server":
                await context.Response.WriteAsync($"{{\"authorization_endpoint\":\"{root}/oauth/authorize\",\"token_endpoint\":\"{root}/oauth/token\"}}");
                return true;
            case "/oauth/authorize":
                context.Response.StatusCode = context.Request.Headers.Authorization.Count > 0 ? (int)HttpStatusCode.Found : (int)HttpStatusCode.Unauthorized;
                context.Response.Headers.Location = $"{root}/oauth/token/implicit#access_token={_server.AdminToken}&token_type=Bearer";
                context.Response.Headers.WWWAuthenticate = "Basic realm=\"openshift\"";
                return true;
            default:
                return false;
        }
    }
}
