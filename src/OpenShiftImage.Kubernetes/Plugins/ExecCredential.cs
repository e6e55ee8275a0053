using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using OpenShiftImage.Configuration;
using OpenShiftImage.Kubernetes.Credentials;
using OpenShiftImage.Kubernetes.Kubeconfig;
using OpenShiftImage.Kubernetes.Yaml;

namespace OpenShiftImage.Kubernetes.Plugins;

/// <summary>
/// A credential from a plugin (<c>client.authentication.k8s.io</c>), kept until it expires or the server refuses it.
/// </summary>
#pragma warning disable CA1001 // A semaphore whose wait handle nobody asks for holds nothing.
internal sealed class ExecCredential : ICredential
#pragma warning restore CA1001
{
    private const string ExpiryField = "expirationTimestamp";

    private static readonly string[] s_apiVersions =
        ["client.authentication.k8s.io/v1", "client.authentication.k8s.io/v1beta1"];

    private readonly PluginCommand _command;
    private readonly string _mode;
    private readonly Func<bool, string> _toExecInfo;
    private readonly string _apiVersion;
    private readonly SemaphoreSlim _one = new(1, 1);
    private AuthenticationHeaderValue? _header;
    private DateTimeOffset _expires = DateTimeOffset.MinValue;
    private X509Certificate2Collection? _certificate;
    private int _generation;

    private ExecCredential(PluginCommand command, string apiVersion, string mode, Func<bool, string> toExecInfo) =>
        (_command, _apiVersion, _mode, _toExecInfo) = (command, apiVersion, mode, toExecInfo);

    /// <summary>How long the plugin may take.</summary>
    internal static readonly TimeSpan Timeout = TimeSpan.FromSeconds(60);

    /// <summary>Tells when that is over, and when a credential expires.</summary>
    internal TimeProvider Time { get; set; } = TimeProvider.System;

    /// <summary>Tells whether there is a person to ask.</summary>
    internal Func<bool> HasTerminal { get; set; } = () => !Console.IsInputRedirected;

    public X509Certificate2Collection? ClientCertificate => _certificate;

    public bool MayPrompt => Time.GetUtcNow() >= _expires && _mode != "Never" && HasTerminal();

    /// <summary>
    /// Reads the <c>exec</c> of a user, and refuses what client-go's validation refuses. Runs nothing yet.
    /// </summary>
    /// <exception cref="ConfigurationException">It lacks what it must have.</exception>
    public static ExecCredential Create(
        KubeconfigNode exec,
        string userName,
        KubeconfigNode cluster,
        ClusterConfiguration configuration,
        Func<string>? getLocation)
    {
        var file = exec.File;
        var plugin = $"the exec plugin of the user '{userName}'";
        var apiVersion = exec.Text("apiVersion") ?? throw file.Invalid($"{plugin} has no apiVersion");
        if (!s_apiVersions.Contains(apiVersion))
        {
            throw file.Invalid(
                $"{plugin} has the apiVersion '{apiVersion}'; there are {string.Join(" and ", s_apiVersions)}");
        }

        var mode = exec.Text("interactiveMode") ?? (apiVersion == s_apiVersions[0]
            ? throw file.Invalid($"{plugin} has no interactiveMode, which {apiVersion} requires")
            : "IfAvailable");
        if (mode is not ("Never" or "IfAvailable" or "Always"))
        {
            throw file.Invalid($"the interactiveMode of {plugin} is '{mode}'; there are Never, IfAvailable and Always");
        }

        var provides = exec.Flag("provideClusterInfo");
        return new ExecCredential(
            PluginCommand.Create(exec, userName, getLocation),
            apiVersion,
            mode,
            interactive => ExecInfo.ToJson(apiVersion, interactive, provides ? cluster : null, configuration));
    }

    public async ValueTask<AuthenticationHeaderValue?> GetAuthorizationAsync(
        bool renew, CancellationToken cancellationToken)
    {
        var refused = _generation;
        await _one.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            // Of many requests that are refused at once, one runs the plugin and the others take what it got.
            var stale = renew && _generation == refused;
            if (stale || Time.GetUtcNow() >= _expires)
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

    public override string ToString() => $"exec plugin {_command.Name}";

    private Task<string> RunAsync(CancellationToken cancellationToken)
    {
        var hasTerminal = HasTerminal();
        if (_mode == "Always" && !hasTerminal)
        {
            throw _command.Failed("it must ask you something, and there is no terminal.");
        }

        var interactive = _mode != "Never" && hasTerminal;
        return _command.RunAsync(_toExecInfo(interactive), interactive, Timeout, Time, cancellationToken);
    }

    private void Take(string output)
    {
        try
        {
            // JSON is YAML, and kubectl takes either.
            using var document = JsonDocument.Parse(YamlReader.FirstToJson(output), YamlReader.JsonOptions);
            var response = new PluginResponse(_command, document.RootElement);
            if ((response.Text("kind") ?? "ExecCredential") != "ExecCredential"
                || response.Text("apiVersion") != _apiVersion)
            {
                throw _command.Failed($"it answered with something other than an ExecCredential of {_apiVersion}.");
            }

            var status = response.Child("status")
                ?? throw _command.Failed("it answered with an ExecCredential without a status.");
            var token = status.Text("token");
            var certificate = status.Text("clientCertificateData");
            var key = status.Text("clientKeyData");
            if (certificate is null != (key is null))
            {
                throw _command.Failed(
                    "it gave a client certificate without its key, or a key without its certificate.");
            }

            if (string.IsNullOrWhiteSpace(token) && (token is not null || certificate is null))
            {
                throw _command.Failed(token is null
                    ? "it gave neither a token nor a client certificate with its key."
                    : "its token is blank.");
            }

            var header = token is null ? null : new AuthenticationHeaderValue("Bearer", TokenCredential.Check(token));
            _certificate = certificate is null
                ? null
                : Certificates.ReadClient(
                    Encoding.UTF8.GetBytes(certificate),
                    Encoding.UTF8.GetBytes(key!),
                    $"the client certificate of the plugin '{_command.Name}'");
            _expires = status.Has(ExpiryField)
                ? DateTimeOffset.Parse(
                    status.Text(ExpiryField) ?? "", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal)
                : DateTimeOffset.MaxValue;
            _header = header;
        }
        catch (Exception e) when (e is JsonException or DocumentException or FormatException)
        {
            // Its output may hold the token, so the output is not told.
            throw _command.Failed("it answered with something other than an ExecCredential.");
        }
    }
}
