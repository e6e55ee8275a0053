using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace OpenShiftImage.Kubernetes;

/// <summary>A credential from a plugin (<c>client.authentication.k8s.io</c>), kept until it expires or the server refuses it.</summary>
#pragma warning disable CA1001 // A semaphore whose wait handle nobody asks for holds nothing.
internal sealed class ExecCredential : ICredential
#pragma warning restore CA1001
{
    private const int MostHeard = 10_000;

    private readonly KubeconfigNode _exec;
    private readonly ClusterConfiguration _cluster;
    private readonly string _command;
    private readonly string _apiVersion;
    private readonly SemaphoreSlim _one = new(1, 1);
    private AuthenticationHeaderValue? _header;
    private DateTimeOffset _expires = DateTimeOffset.MinValue;
    private X509Certificate2? _certificate;
    private int _generation;

    public ExecCredential(KubeconfigNode exec, ClusterConfiguration cluster)
    {
        _exec = exec;
        _cluster = cluster;
        _command = exec.Text("command") ?? throw exec.File.Invalid("an exec plugin has no command");
        _apiVersion = exec.Text("apiVersion") ?? "client.authentication.k8s.io/v1";
        if (_command.Contains(Path.DirectorySeparatorChar))
        {
            _command = exec.FilePath("command")!;
        }
    }

    /// <summary>How long the plugin may take.</summary>
    internal TimeSpan Longest { get; set; } = TimeSpan.FromSeconds(60);

    public X509Certificate2? ClientCertificate => _certificate;

    public bool MayPrompt => DateTimeOffset.UtcNow >= _expires && _exec.Text("interactiveMode") is not "Never" && !Console.IsInputRedirected;

    public async ValueTask<AuthenticationHeaderValue?> GetAuthorizationAsync(bool renew, CancellationToken cancellationToken)
    {
        var refused = _generation;
        await _one.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            // Of many requests that are refused at once, one runs the plugin and the others take what it got.
            var stale = renew && _generation == refused;
            if (stale || DateTimeOffset.UtcNow >= _expires)
            {
                Take(await RunAsync(cancellationToken).ConfigureAwait(false));
                _generation++;
            }

            return _header;
        }
        finally
        {
            _one.Release();
        }
    }

    public override string ToString() => $"exec plugin {_command}";

    private async Task<string> RunAsync(CancellationToken cancellationToken)
    {
        var interactive = _exec.Text("interactiveMode") switch
        {
            "Never" => false,
            "Always" when Console.IsInputRedirected => throw Failed("it must ask you something, and there is no terminal."),
            _ => !Console.IsInputRedirected,
        };
        var start = new ProcessStartInfo(_command)
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            // What a plugin asks for stands on its error stream; a person must see it.
            RedirectStandardError = !interactive,
            RedirectStandardInput = !interactive,
            StandardOutputEncoding = Encoding.UTF8,
        };
        foreach (var argument in _exec.List("args"))
        {
            start.ArgumentList.Add(argument);
        }

        foreach (var variable in _exec.Children("env"))
        {
            start.Environment[variable.Text("name") ?? throw _exec.File.Invalid("an env entry of an exec plugin has no name")] = variable.Text("value") ?? "";
        }

        start.Environment["KUBERNETES_EXEC_INFO"] = ExecInfo(interactive);
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(Longest);
        Process process;
        try
        {
            process = Process.Start(start)!;
        }
        catch (Exception e) when (e is Win32Exception or FileNotFoundException)
        {
            var hint = _exec.Text("installHint") is { } text ? " " + text : "";
            throw Failed($"it cannot be started: {e.Message}.{hint}");
        }

        using (process)
        {
            if (!interactive)
            {
                process.StandardInput.Close();
            }

            // Line by line: what a plugin that hangs has said until then (where to sign in, for example) is known all the same.
            var said = new StringBuilder();
            if (!interactive)
            {
                process.ErrorDataReceived += (_, line) => Hear(said, line.Data);
                process.BeginErrorReadLine();
            }

            try
            {
                var output = process.StandardOutput.ReadToEndAsync(deadline.Token);
                await process.WaitForExitAsync(deadline.Token).ConfigureAwait(false);
                var text = await output.ConfigureAwait(false);
                return process.ExitCode == 0
                    ? text
                    : throw Failed(string.Create(CultureInfo.InvariantCulture, $"it ended with {process.ExitCode}{Told(said, interactive)}"));
            }
            catch (OperationCanceledException)
            {
                process.Kill(entireProcessTree: true);
                cancellationToken.ThrowIfCancellationRequested();
                throw Failed(string.Create(CultureInfo.InvariantCulture, $"it did not end within {Longest.TotalSeconds:0} seconds{Told(said, interactive)}"));
            }
        }
    }

    private static void Hear(StringBuilder said, string? line)
    {
        lock (said)
        {
            if (line is not null && said.Length < MostHeard)
            {
                said.AppendLine(line);
            }
        }
    }

    private static string Told(StringBuilder said, bool interactive)
    {
        lock (said)
        {
            return said.ToString().Trim() is { Length: > 0 } text ? ": " + text : interactive ? ": see above." : ", and said nothing.";
        }
    }

    private string ExecInfo(bool interactive)
    {
        var spec = new JsonObject { ["interactive"] = interactive };
        if (_exec.Flag("provideClusterInfo"))
        {
            var cluster = new JsonObject { ["server"] = _cluster.Server.ToString() };
            if (_cluster.TlsServerName is { } name)
            {
                cluster["tls-server-name"] = name;
            }

            if (_cluster.SkipCertificateCheck)
            {
                cluster["insecure-skip-tls-verify"] = true;
            }

            if (_cluster.CertificateAuthority is { } authority)
            {
                var pem = string.Join('\n', authority.Select(item => item.ExportCertificatePem())) + "\n";
                cluster["certificate-authority-data"] = Convert.ToBase64String(Encoding.ASCII.GetBytes(pem));
            }

            spec["cluster"] = cluster;
        }

        return new JsonObject { ["apiVersion"] = _apiVersion, ["kind"] = "ExecCredential", ["spec"] = spec }.ToJsonString();
    }

    private void Take(string output)
    {
        try
        {
            using var document = JsonDocument.Parse(output);
            var root = document.RootElement;
            if (root.GetProperty("kind").GetString() != "ExecCredential" || root.GetProperty("apiVersion").GetString() != _apiVersion)
            {
                throw Failed($"it answered with something other than an ExecCredential of {_apiVersion}.");
            }

            var status = root.GetProperty("status");
            string? Field(string name) => status.TryGetProperty(name, out var value) ? value.GetString() : null;
            var token = Field("token");
            var certificate = Field("clientCertificateData");
            var key = Field("clientKeyData");
            if (token is null && (certificate is null || key is null))
            {
                throw Failed("it gave neither a token nor a client certificate with its key.");
            }

            _header = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
            _certificate = certificate is null || key is null
                ? null
                : Certificates.WithKey(Encoding.ASCII.GetBytes(certificate), Encoding.ASCII.GetBytes(key), $"the client certificate of the plugin '{_command}'");
            _expires = Field("expirationTimestamp") is { } text
                ? DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal)
                : DateTimeOffset.MaxValue;
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            // Its output may hold the token, so the output is not told.
            throw Failed("it answered with something other than an ExecCredential.");
        }
    }

    private ConfigurationException Failed(string why) => new(
        ConfigurationException.CredentialFailed, $"The credential plugin '{_command}' gave no credential: {why}", _command);
}
