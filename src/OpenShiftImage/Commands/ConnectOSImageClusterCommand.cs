using System.Management.Automation;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using OpenShiftImage.Pipeline;

namespace OpenShiftImage.Commands;

/// <summary>Connects to a cluster; other cmdlets of the same runspace then use it.</summary>
[Cmdlet(VerbsCommunications.Connect, "OSImageCluster", DefaultParameterSetName = ParameterSets.Context)]
[OutputType(typeof(ClusterConnection))]
public sealed class ConnectOSImageClusterCommand : AsyncCommand
{
    private Session? _session;
    private ClusterConfiguration? _configuration;

    /// <summary>Context of the kubeconfig; left out: the current one.</summary>
    [Parameter(Position = 0, ParameterSetName = ParameterSets.Context)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(Completion.ContextCompleter))]
    public string? Context { get; set; }

    /// <summary>Kubeconfig files, which are merged; left out: KUBECONFIG, else ~/.kube/config, else the pod's service account.</summary>
    [Parameter(ParameterSetName = ParameterSets.Context)]
    [ValidateNotNullOrEmpty]
    public string[]? Kubeconfig { get; set; }

    /// <summary>Address of the API server.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ParameterSets.Server)]
    [Parameter(Mandatory = true, ParameterSetName = ParameterSets.Login)]
    [ValidateNotNull]
    public Uri? Server { get; set; }

    /// <summary>Bearer token, as <c>oc whoami -t</c> gives it: text or a secure string.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ParameterSets.Server)]
    [ValidateNotNull]
    public TokenArgument? Token { get; set; }

    /// <summary>User and password to log in with, as <c>oc login -u</c> does; the token that the cluster issues is used from then on.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ParameterSets.Login)]
    [ValidateNotNull]
    [Credential]
    public PSCredential? Credential { get; set; }

    /// <summary>File with the certificates to trust, in PEM; left out: those that the machine trusts.</summary>
    [Parameter(ParameterSetName = ParameterSets.Server)]
    [Parameter(ParameterSetName = ParameterSets.Login)]
    [ValidateNotNullOrEmpty]
    public string? CertificateAuthority { get; set; }

    /// <summary>Trusts any certificate. Whoever is on the way can then read the token.</summary>
    [Parameter]
    public SwitchParameter SkipCertificateCheck { get; set; }

    /// <summary>Seconds for which a request whose failure may pass is sent again; 30 by default, 0 for never.</summary>
    [Parameter]
    [ValidateRange(0, 3600)]
    public int RetryTimeoutSeconds { get; set; } = 30;

    /// <summary>User to act as (impersonation).</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? As { get; set; }

    /// <summary>Groups to act as a member of (impersonation).</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[]? AsGroup { get; set; }

    private protected override void Prepare()
    {
        _session = Session.Current;
        // Until this has succeeded there is no cluster: what follows a failure must not go to the one before.
        var target = Context ?? Server?.ToString() ?? (_session.Connection is null ? null : "the kubeconfig's current context");
        _session.FailedConnection = target;
        try
        {
            if (Credential is not null && string.IsNullOrEmpty(Credential.UserName))
            {
                throw new ParameterException("InvalidCredential", "-Credential has no user name: give a user and a password, as Get-Credential asks for them.");
            }

            _configuration = WithChoices(ParameterSetName == ParameterSets.Context ? FromKubeconfig() : FromServer());
        }
        catch (Exception e) when (e is ConfigurationException or ParameterException)
        {
            ThrowTerminatingError(ErrorRecords.For(e, MyInvocation.MyCommand.Name));
        }

        if (_configuration!.SkipCertificateCheck)
        {
            WriteWarning($"The certificate of {_configuration.Server} is not checked: whoever is on the way can read and change everything, the token included.");
        }
    }

    private protected override async Task ProcessAsync(PipelineOutput output, CancellationToken cancellationToken)
    {
        ClusterConnection? connection = null;
        try
        {
            if (Credential is not null)
            {
                var secret = Credential.GetNetworkCredential();
                _configuration = _configuration! with
                {
                    Credential = await OAuthLogin.LoginAsync(_configuration, Credential.UserName, secret.Password, cancellationToken).ConfigureAwait(false),
                    User = Credential.UserName,
                };
            }

            connection = new ClusterConnection(_configuration!);
            await connection.CheckAsync(output, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is ApiException or TransportException)
        {
            connection?.Dispose();
            var record = ErrorRecords.For(e, _configuration!.ToString())!;
            await output.RunAsync(cmdlet => cmdlet.ThrowTerminatingError(record), cancellationToken).ConfigureAwait(false);
            return;
        }
        catch
        {
            connection?.Dispose();
            throw;
        }

        _session!.Connection = connection;
        _session.FailedConnection = null;
        await output.WriteAsync(connection, cancellationToken).ConfigureAwait(false);
    }

    private ClusterConfiguration FromKubeconfig() => Dependencies.Configuration.Load(new KubeconfigRequest
    {
        Context = Context,
        Paths = Kubeconfig?.Select(path => SessionState.Path.GetUnresolvedProviderPathFromPSPath(path)).ToArray(),
    });

    private ClusterConfiguration FromServer() => Server!.IsAbsoluteUri && (Server.Scheme == "https" || (Server.Scheme == "http" && Server.IsLoopback))
        ? new ClusterConfiguration
        {
            Server = Server,
            Credential = Token?.ToCredential(),
            CertificateAuthority = CertificateAuthority is null ? null : ReadAuthority(CertificateAuthority),
        }
        : throw new ParameterException("InvalidServer", $"'{Server}' is not an https address, such as https://api.example.com:6443. A token or password goes over http to this machine only.", Server);

    private ClusterConfiguration WithChoices(ClusterConfiguration configuration)
    {
        if (AsGroup is not null && As is null)
        {
            throw new ParameterException("AsGroupWithoutAs", "-AsGroup needs -As: the user to act as.", AsGroup);
        }

        return configuration with
        {
            RetryTimeout = TimeSpan.FromSeconds(RetryTimeoutSeconds),
            SkipCertificateCheck = configuration.SkipCertificateCheck || SkipCertificateCheck,
            ImpersonateUser = As ?? configuration.ImpersonateUser,
            ImpersonateUid = As is null ? configuration.ImpersonateUid : null,
            ImpersonateExtra = As is null ? configuration.ImpersonateExtra : new Dictionary<string, IReadOnlyList<string>>(),
            ImpersonateGroups = AsGroup ?? (As is null ? configuration.ImpersonateGroups : []),
        };
    }

    private X509Certificate2Collection ReadAuthority(string path)
    {
        var file = SessionState.Path.GetUnresolvedProviderPathFromPSPath(path);
        try
        {
            var found = new X509Certificate2Collection();
            found.ImportFromPemFile(file);
            return found.Count > 0
                ? found
                : throw new ConfigurationException(ConfigurationException.InvalidCertificate, $"There is no certificate in '{file}'.", file);
        }
        catch (CryptographicException e)
        {
            throw new ConfigurationException(ConfigurationException.InvalidCertificate, $"The certificates in '{file}' cannot be read: {e.Message}", file, e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ConfigurationException(ConfigurationException.FileNotReadable, $"'{file}' cannot be read: {e.Message}", file, e);
        }
    }
}
