using System.Management.Automation;
using System.Security.Cryptography.X509Certificates;
using OpenShiftImage.Archives;
using OpenShiftImage.Binding;
using OpenShiftImage.Configuration;
using OpenShiftImage.Connections;
using OpenShiftImage.Files;
using OpenShiftImage.Login;
using OpenShiftImage.Pipeline;
using OpenShiftImage.Primitives;
using OpenShiftImage.Transport;

namespace OpenShiftImage.Commands;

/// <summary>Connects to a cluster; other cmdlets of the same runspace then use it.</summary>
[Cmdlet(VerbsCommunications.Connect, "OSImageCluster", DefaultParameterSetName = ParameterSets.Context)]
[OutputType(typeof(ClusterConnection))]
public sealed class ConnectOSImageClusterCommand : AsyncCommand
{
    private Session? _session;
    private ClusterConfiguration? _configuration;
    private (TokenCredential Token, string User)? _login;
    private bool _isByContext;
    private string[]? _kubeconfigs;
    private string? _authorityFile;
    private string? _location;
    private string? _collectedPath;
    private string? _contextPath;

    /// <summary>Context of the kubeconfig; left out: the current one.</summary>
    [Parameter(Position = 0, ParameterSetName = ParameterSets.Context)]
    [ValidateInput("the name of a context")]
    [ArgumentCompleter(typeof(Completion.ContextCompleter))]
    [SingleValue]
    public string? Context { get; set; }

    /// <summary>
    /// Kubeconfig files, which are merged; left out: KUBECONFIG, else ~/.kube/config, else the pod's service account.
    /// </summary>
    [Parameter(ParameterSetName = ParameterSets.Context)]
    [ValidateNotNullOrEmpty]
    public string[]? Kubeconfig { get; set; }

    /// <summary>Address of the API server.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ParameterSets.Server)]
    [Parameter(Mandatory = true, ParameterSetName = ParameterSets.Login)]
    [ValidateInput("an address")]
    [SingleValue]
    public Uri? Server { get; set; }

    /// <summary>Bearer token, as <c>oc whoami -t</c> gives it: text or a secure string.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ParameterSets.Server)]
    [ValidateInput("a token")]
    [SingleValue]
    public TokenArgument? Token { get; set; }

    /// <summary>
    /// User and password to log in with, as <c>oc login -u</c> does; the token that the cluster issues is used from
    /// then on.
    /// </summary>
    [Parameter(Mandatory = true, ParameterSetName = ParameterSets.Login)]
    [ValidateNotNull]
    [Credential]
    public PSCredential? Credential { get; set; }

    /// <summary>File with the certificates to trust, in PEM; left out: those that the machine trusts.</summary>
    [Parameter(ParameterSetName = ParameterSets.Server)]
    [Parameter(ParameterSetName = ParameterSets.Login)]
    [ValidateNotNullOrEmpty]
    [SingleValue]
    public string? CertificateAuthority { get; set; }

    /// <summary>
    /// What was collected from a cluster: a folder, a .tar, .tar.gz, .tgz or .zip file, or a file of YAML or JSON, as
    /// <c>oc adm inspect</c>, <c>oc adm must-gather</c>, <c>oc get -o yaml</c> and Export-OSImage make them.
    /// </summary>
    [Parameter(Mandatory = true, ParameterSetName = ParameterSets.Path)]
    [ValidateInput("a path")]
    [SupportsWildcards]
    [SingleValue]
    public string? Path { get; set; }

    /// <summary>The name that the collected cluster is known by; left out: the name of the file.</summary>
    [Parameter(ParameterSetName = ParameterSets.Path)]
    [ValidateNotNullOrEmpty]
    [SingleValue]
    public string? Name { get; set; }

    /// <summary>Trusts any certificate. Whoever is on the way can then read the token.</summary>
    [Parameter(ParameterSetName = ParameterSets.Context)]
    [Parameter(ParameterSetName = ParameterSets.Server)]
    [Parameter(ParameterSetName = ParameterSets.Login)]
    public SwitchParameter SkipCertificateCheck { get; set; }

    /// <summary>Seconds for which a request whose failure may pass is sent again; 30 by default, 0 for never.</summary>
    [Parameter(ParameterSetName = ParameterSets.Context)]
    [Parameter(ParameterSetName = ParameterSets.Server)]
    [Parameter(ParameterSetName = ParameterSets.Login)]
    [ValidateRange(0, 3600)]
    public int RetryTimeoutSeconds { get; set; } = 30;

    /// <summary>User to act as (impersonation).</summary>
    [Parameter(ParameterSetName = ParameterSets.Context)]
    [Parameter(ParameterSetName = ParameterSets.Server)]
    [Parameter(ParameterSetName = ParameterSets.Login)]
    [ValidateNotNullOrEmpty]
    [SingleValue]
    public string? As { get; set; }

    /// <summary>Groups to act as a member of (impersonation).</summary>
    [Parameter(ParameterSetName = ParameterSets.Context)]
    [Parameter(ParameterSetName = ParameterSets.Server)]
    [Parameter(ParameterSetName = ParameterSets.Login)]
    [ValidateNotNullOrEmpty]
    public string[]? AsGroup { get; set; }

    private protected override void Prepare()
    {
        _session = Session.Current;
        _isByContext = ParameterSetName == ParameterSets.Context;
        _session.Location = _location = SessionState.Path.CurrentFileSystemLocation.ProviderPath;
        // Until this succeeds there is no current cluster: after a failure no command may go to the previous one.
        _session.BeginConnecting(
            Context
            ?? Path
            ?? (Server is null ? null
                : UrlText.Redact(Server.ToString()) is { Length: > 0 } address ? address
                : "a server without an address")
            ?? (Kubeconfig is null ? null : string.Join(", ", Kubeconfig))
            ?? (As is null && _session.Connection is null ? null : "the kubeconfig's current context"));
        try
        {
            if (Credential is not null && string.IsNullOrEmpty(Credential.UserName))
            {
                throw new ParameterException(
                    "InvalidCredential",
                    "-Credential has no user name: give a user and a password, as Get-Credential asks for them.");
            }

            if (AsGroup is not null && As is null)
            {
                throw new ParameterException("AsGroupWithoutAs", "-AsGroup needs -As: the user to act as.", AsGroup);
            }

            CheckServer();
            _collectedPath = Path is null ? null : FilePaths.ResolveOne(this, null, Path);
            _contextPath = Context is null ? null : LocalPath.Find(SessionState, Context);
            _kubeconfigs =
                Kubeconfig?.Select(path => SessionState.Path.GetUnresolvedProviderPathFromPSPath(path)).ToArray();
            _authorityFile = CertificateAuthority is null
                ? null
                : SessionState.Path.GetUnresolvedProviderPathFromPSPath(CertificateAuthority);
        }
        catch (Exception e) when (e is ConfigurationException or ParameterException)
        {
            ThrowTerminatingError(ErrorRecords.For(e, MyInvocation.MyCommand.Name));
        }
    }

    private protected override async Task ProcessAsync(PipelineOutput output, CancellationToken cancellationToken)
    {
        ClusterConnection? connection = null;
        if (_collectedPath is { } path)
        {
            await ConnectToCollectedAsync(path, output, cancellationToken).ConfigureAwait(false);
            return;
        }

        _configuration = await LoadContextAsync(cancellationToken).ConfigureAwait(false);
        if (_configuration.SkipCertificateCheck)
        {
            await output.WarnAsync(
                ClusterResolver.UncheckedCertificate(_configuration), cancellationToken).ConfigureAwait(false);
        }

        try
        {
            // Whom to act as is checked before a password goes anywhere.
            _ = ImpersonationHeaders.Create(_configuration);

            if (Credential is not null)
            {
                var secret = Credential.GetNetworkCredential();
                var login = await OAuthLogin.LoginAsync(
                    _configuration, Credential.UserName, secret.Password, cancellationToken).ConfigureAwait(false);
                _login = (login, Credential.UserName);
                _configuration = WithLogin(_configuration);
                // The password is not needed any more, and must not be kept for reloading the connection.
                Credential = null;
            }

            connection = new ClusterConnection(_configuration!) { HasWarned = _configuration!.SkipCertificateCheck };
            await connection.CheckAsync(output, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is ApiException or TransportException)
        {
            connection?.Dispose();
            var record = ErrorRecords.For(e, _configuration!.ToString())!;
            await output.RunAsync(
                cmdlet => cmdlet.ThrowTerminatingError(record), cancellationToken).ConfigureAwait(false);
            return;
        }
        catch
        {
            connection?.Dispose();
            throw;
        }

        _session!.SetConnection(connection);
        if (Kubeconfig is not null || !_isByContext)
        {
            // What is a context of the session's own kubeconfig has its name by right.
            await WarnOfClashAsync(connection, output, cancellationToken).ConfigureAwait(false);
        }

        await output.WriteAsync(connection, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// A name that is taken elsewhere is warned of, and no more: what contexts a machine has must not decide whether a
    /// script runs, and the connection can be used without its name.
    /// </summary>
    private async Task WarnOfClashAsync(
        ClusterConnection connection, PipelineOutput output, CancellationToken cancellationToken)
    {
        if (await _session!.FindClashAsync(connection, cancellationToken).ConfigureAwait(false) is { } clash)
        {
            await output.WarnAsync(clash, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task ConnectToCollectedAsync(
        string path, PipelineOutput output, CancellationToken cancellationToken)
    {
        try
        {
            path = await CollectedClusters.RunAsync(
                path, () => FindPath(path), cancellationToken).ConfigureAwait(false);
            var (name, taken) = _session!.Collected.ChooseName(Name, path);
            var collected = await CollectedClusters.OpenAsync(path, name, cancellationToken).ConfigureAwait(false);
            if (taken is not null)
            {
                await output.WarnAsync(
                    $"'{CollectedCluster.NameOf(path)}' is the name of what was collected in '{taken}', so this "
                        + $"connection is called '{name}'. -Name gives it another name.",
                    cancellationToken).ConfigureAwait(false);
            }

            var connection = new ClusterConnection(collected);
            _session!.SetConnection(connection);
            await WarnOfClashAsync(connection, output, cancellationToken).ConfigureAwait(false);
            await output.VerboseAsync(
                $"Objects of '{path}' come {collected.Order}.", cancellationToken).ConfigureAwait(false);
            await output.WriteAsync(connection, cancellationToken).ConfigureAwait(false);
        }
        catch (CollectedClusterException e)
        {
            var record = ErrorRecords.For(e, path)!;
            await output.RunAsync(
                cmdlet => cmdlet.ThrowTerminatingError(record), cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Returns the full path of what was collected; wildcards may choose it.</summary>
    private string FindPath(string literal)
    {
        if (!WildcardPattern.ContainsWildcardCharacters(Path) || System.IO.Path.Exists(literal))
        {
            return literal;
        }

        return PathSearch.Find(literal, most: 2) switch
        {
            [var only] => only,
            [] => throw new ParameterException("PathNotFound", $"There is no file or folder '{Path}'.", Path),
            _ => throw new ParameterException(
                "AmbiguousPath",
                $"'{Path}' matches several files and folders, and a connection is to one. -Cluster of the cmdlets that "
                    + "read takes several: -Cluster (Get-ChildItem ./gathers/*.tar.gz).",
                Path),
        };
    }

    /// <summary>Loads the configuration; what is no context and lies there as a file belongs to -Path.</summary>
    private async Task<ClusterConfiguration> LoadContextAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await LoadAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (ConfigurationException e) when (_contextPath is not null && (ArchivePath.IsPath(Context!)
            || e.ErrorId is ConfigurationException.ContextNotFound or ConfigurationException.NoConfiguration))
        {
            if (!await Session.ExistsAsync(_contextPath, cancellationToken).ConfigureAwait(false))
            {
                throw;
            }

            throw new ConfigurationException(
                e.ErrorId,
                $"{e.Message} There is a file or folder '{Context}': Connect-OSImageCluster -Path '{Context}' connects "
                    + "to what was collected.",
                e.Target as string,
                e);
        }
    }

    /// <summary>Works out the cluster, with what the parameters choose.</summary>
    private async Task<ClusterConfiguration> LoadAsync(CancellationToken cancellationToken) => WithChoices(_isByContext
        ? await Dependencies.Configuration.LoadAsync(
            _session!.ToRequest(Context, _kubeconfigs) with { BaseFolder = _location },
            cancellationToken).ConfigureAwait(false)
        : await FromServerAsync(cancellationToken).ConfigureAwait(false)) with
    { Reload = ReloadAsync };

    /// <summary>Works it out again when a file has changed; a password is used once, and its token stays.</summary>
    private async Task<ClusterConfiguration> ReloadAsync(CancellationToken cancellationToken) =>
        WithLogin(await LoadAsync(cancellationToken).ConfigureAwait(false));

    private ClusterConfiguration WithLogin(ClusterConfiguration configuration) =>
        _login is { } login ? configuration with { Credential = login.Token, User = login.User } : configuration;

    private void CheckServer()
    {
        if (Server is null)
        {
            return;
        }

        var shown = UrlText.Redact(Server.OriginalString);
        if (!Server.IsAbsoluteUri || !(Server.Scheme == "https" || (Server.Scheme == "http" && Server.IsLoopback)))
        {
            throw new ParameterException(
                "InvalidServer",
                $"'{shown}' is not an https address, such as https://api.example.com:6443. "
                    + "A token or password goes over http to this machine only.",
                shown);
        }

        if (Server.Query.Length > 0 || Server.Fragment.Length > 0)
        {
            throw new ParameterException(
                "InvalidServer",
                $"'{shown}' has a query or a fragment, which the address of a server must not have. "
                    + "A token goes with -Token.",
                shown);
        }

        if (Server.UserInfo.Length > 0)
        {
            throw new ParameterException(
                "InvalidServer",
                $"'{shown}' has a user or password in it, which an address must not have: give them with -Credential, "
                    + "or a token with -Token.",
                shown);
        }
    }

    private async Task<ClusterConfiguration> FromServerAsync(CancellationToken cancellationToken)
    {
        var files = new FileSnapshots();
        return new ClusterConfiguration
        {
            Server = new Uri(Server!.GetLeftPart(UriPartial.Path)),
            Credential = Token?.ToCredential(),
            CertificateAuthority = _authorityFile is null
                ? null
                : await ReadAuthorityAsync(_authorityFile, files, cancellationToken).ConfigureAwait(false),
            Files = files,
        };
    }

    private ClusterConfiguration WithChoices(ClusterConfiguration configuration) => configuration with
    {
        RetryTimeout = TimeSpan.FromSeconds(RetryTimeoutSeconds),
        SkipCertificateCheck = configuration.SkipCertificateCheck || SkipCertificateCheck,
        ImpersonateUser = As ?? configuration.ImpersonateUser,
        ImpersonateUid = As is null ? configuration.ImpersonateUid : null,
        ImpersonateExtra =
            As is null ? configuration.ImpersonateExtra : new Dictionary<string, IReadOnlyList<string>>(),
        ImpersonateGroups = AsGroup ?? (As is null ? configuration.ImpersonateGroups : []),
    };

    private static async Task<X509Certificate2Collection> ReadAuthorityAsync(
        string file, FileSnapshots files, CancellationToken cancellationToken)
    {
        try
        {
            return Dependencies.Configuration.ReadAuthorities(
                await BoundedFile.RunAsync(() => files.Read(file), cancellationToken).ConfigureAwait(false), file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or TimeoutException)
        {
            throw new ConfigurationException(
                ConfigurationException.FileNotReadable, $"'{file}' cannot be read: {e.Message}", file, e);
        }
    }
}
