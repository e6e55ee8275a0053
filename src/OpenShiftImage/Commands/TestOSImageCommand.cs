using System.Management.Automation;
using OpenShiftImage.Analysis.Policies;
using OpenShiftImage.Analysis.Rules;
using OpenShiftImage.Analysis.Usage;
using OpenShiftImage.Api;
using OpenShiftImage.Binding;
using OpenShiftImage.Files;
using OpenShiftImage.Formatting;
using OpenShiftImage.Pipeline;
using OpenShiftImage.Workloads;

namespace OpenShiftImage.Commands;

/// <summary>Tests Images against the rules of policies.</summary>
[Cmdlet(VerbsDiagnostic.Test, "OSImage")]
[OutputType("OpenShiftImage.ImageTestResult")]
[OutputType(typeof(bool))]
public sealed class TestOSImageCommand : UsageCommand
{
    private const string DefaultPolicy = "Baseline";

    /// <summary>What is known of each cluster that the input came from; the empty object stands for none.</summary>
    private readonly Dictionary<object, ImageTestContext> _contexts = [];
    private readonly object _noCluster = new();
    private ImageTester _tester = new([], failedOnly: false, quiet: true);
    private readonly List<ImageIdentity> _names = [];
    private bool _isReady;
    private bool _hasInput;
    private int _clusters;
    private int _clustersRead;

    /// <summary>
    /// Images to test: Images, names, beginnings of digests, or pull specs. Left out: all of the cluster.
    /// </summary>
    [Parameter(Position = 0, ValueFromPipeline = true)]
    [ValidateInput("an Image or its name", AllowsEmptyList = true)]
    [Alias("Name")]
    [ImagesOrNames]
    [ArgumentCompleter(typeof(Completion.ImageNameCompleter))]
    public ImageIdentity[]? InputObject { get; set; }

    /// <summary>
    /// The policies: files that end with .psd1, .yaml, .yml or .json, hashtables, or Baseline, Strict and DisaStig,
    /// which come with the module.
    /// </summary>
    [Parameter(Position = 1)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(Completion.PolicyCompleter))]
    public object[] Policy { get; set; } = [DefaultPolicy];

    /// <summary>The rules to test, by the names or the ids that they have in the policies; left out: all.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(Completion.RuleCompleter))]
    public string[]? Rule { get; set; }

    /// <summary>Writes only what failed.</summary>
    [Parameter]
    public SwitchParameter FailedOnly { get; set; }

    /// <summary>Writes one boolean: whether all Images keep all rules, and all could be tested.</summary>
    [Parameter]
    public SwitchParameter Quiet { get; set; }

    private protected override bool HasWork => _isReady && !IsDecided
        && (_names.Count > 0 || (!_hasInput && InputObject is null && !MyInvocation.ExpectingInput));

    private bool IsDecided => Quiet && _tester.HasFailed;

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        Prepare();
        Finish(Start((output, cancellationToken) => AnswerAsync(
            () => LoadAsync(output, cancellationToken), output, cancellationToken)));
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        base.EndProcessing();
        foreach (var sentence in _tester.DescribeSilence())
        {
            WriteVerbose(sentence);
        }

        if (!Quiet)
        {
            return;
        }

        var wasRead = _isReady && _clustersRead == _clusters;
        if (wasRead && !_tester.HasResult && !_tester.HasFailed)
        {
            WriteWarning(_tester.Count == 0
                ? "No Image was tested, so nothing says that the rules are kept: the answer is False."
                : "No rule says anything of these Images, so nothing says that the rules are kept: the answer is "
                    + "False. -Verbose tells why.");
        }

        WriteObject(_tester.HasResult && wasRead && !_tester.HasFailed);
    }

    private protected override void TakeInput()
    {
        if (InputObject is null || !_isReady || IsDecided)
        {
            return;
        }

        foreach (var given in InputObject)
        {
            if (RefuseWildcard(given) is { } record)
            {
                _tester.Fail();
                WriteError(record);
            }
            else if (ImageFinder.Given(given) is not { } image)
            {
                // The list is read once for all names.
                _names.Add(given);
            }
            else if (Cluster is not null)
            {
                RefuseCluster();
                return;
            }
            else
            {
                _hasInput = true;
                _tester.Test(image, ContextOf(image.Cluster), View.ShowsCluster(image), this);
            }

            if (IsDecided)
            {
                return;
            }
        }
    }

    private void RefuseCluster()
    {
        if (!Quiet)
        {
            RefuseClusterWithInput("tested");
        }

        _tester.Fail();
        WriteError(ErrorRecords.For(ClusterWithInput("tested"), MyInvocation.MyCommand.Name)!);
    }

    private protected override Task ProcessAsync(PipelineOutput output, CancellationToken cancellationToken) =>
        AnswerAsync(() => TestAllAsync(output, cancellationToken), output, cancellationToken);

    /// <summary>
    /// Does work of which every failure is an error that leaves -Quiet its answer: a script that branches on no answer
    /// would go on as if all were well.
    /// </summary>
    private async Task AnswerAsync(Func<Task> work, PipelineOutput output, CancellationToken cancellationToken)
    {
        try
        {
            await work().ConfigureAwait(false);
        }
        catch (Exception e) when (Quiet && ErrorRecords.For(e, MyInvocation.MyCommand.Name) is { } record)
        {
            await output.RunAsync(_ => _tester.Fail(), cancellationToken).ConfigureAwait(false);
            await output.ErrorAsync(record, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task TestAllAsync(PipelineOutput output, CancellationToken cancellationToken)
    {
        var named = await ExpandAsync(cancellationToken).ConfigureAwait(false);
        var owners = _names.Select(name => name.Cluster).Distinct().ToList();
        _clusters = named.Count > 0 ? named.Count : Math.Max(1, owners.Count);
        await ForEachClusterAsync(
            owners,
            (connection, owner, isOneOfSeveral, token) => _names.Count == 0
                ? TestAsync(connection, isOneOfSeveral, output, token)
                : TestNamedAsync(
                    named.Count > 0 ? _names : [.. _names.Where(name => Equals(name.Cluster, owner))],
                    connection,
                    isOneOfSeveral,
                    output,
                    token),
            output,
            cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Tests the Images whose names were given; one that is not there is an error of its own.</summary>
    private async Task TestNamedAsync(
        List<ImageIdentity> names,
        ClusterConnection connection,
        bool isOneOfSeveral,
        PipelineOutput output,
        CancellationToken cancellationToken)
    {
        var context = await ContextReader(output).ReadAsync(
            connection, CreateReader(connection, output, isOneOfSeveral), isOneOfSeveral, cancellationToken)
            .ConfigureAwait(false);
        var reader = connection.CreateReader(output, OperationTimeout);
        reader.Expect(names.Select(name => name.Name));
        foreach (var name in names)
        {
            try
            {
                var image = await ImageFinder.ReadAsync(name, reader, cancellationToken).ConfigureAwait(false);
                await output.RunAsync(
                    cmdlet => _tester.Test(image, context, isOneOfSeveral, cmdlet), cancellationToken)
                    .ConfigureAwait(false);
            }
            catch (Exception e) when (e is ApiException { StatusCode: 404 } or ImageNotFoundException
                or AmbiguousNameException or InvalidNameException)
            {
                var record = isOneOfSeveral
                    ? ErrorRecords.ForCluster(e, name.Name, connection.Name)
                    : ErrorRecords.For(e, name.Name);
                await output.RunAsync(_ => _tester.Fail(), cancellationToken).ConfigureAwait(false);
                await output.ErrorAsync(record!, cancellationToken).ConfigureAwait(false);
            }

            if (IsDecided)
            {
                break;
            }
        }

        Interlocked.Increment(ref _clustersRead);
    }

    /// <summary>Reads the policies, before any Image comes.</summary>
    private async Task LoadAsync(PipelineOutput output, CancellationToken cancellationToken)
    {
        var policies = new List<Policy>();
        foreach (var given in Policy)
        {
            policies.AddRange(await PolicyFiles.ReadAsync(given, output, cancellationToken).ConfigureAwait(false));
        }

        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var policy in policies)
        {
            policy.NameApart(names);
        }

        _tester = new ImageTester(
            RuleChoice.Choose([.. policies.SelectMany(policy => policy.Rules)], Rule), FailedOnly, Quiet);
        _isReady = true;
    }

    /// <summary>Tests the Images of a cluster as they come.</summary>
    private async Task TestAsync(
        ClusterConnection connection, bool isOneOfSeveral, PipelineOutput output, CancellationToken cancellationToken)
    {
        var reader = CreateReader(connection, output, isOneOfSeveral);
        var context = await ContextReader(output).ReadAsync(connection, reader, isOneOfSeveral, cancellationToken)
            .ConfigureAwait(false);
        var received = 0L;
        await foreach (var page in reader.ListImages(cancellationToken).ConfigureAwait(false))
        {
            await output.EvaluateAsync(
                cmdlet =>
                {
                    foreach (var image in page.Items)
                    {
                        _tester.Test(image, context, isOneOfSeveral, cmdlet);
                    }

                    return true;
                },
                cancellationToken).ConfigureAwait(false);
            received += page.Items.Count;
            output.Report(ProgressState.OfList(received, page.RemainingItemCount));
            if (IsDecided)
            {
                break;
            }
        }

        if (reader.FaultCount == 0)
        {
            Interlocked.Increment(ref _clustersRead);
        }
    }

    /// <summary>
    /// Returns what is known of the cluster of an Image that was piped, found out when its first one comes.
    /// </summary>
    private ImageTestContext ContextOf(ICluster? cluster)
    {
        var key = cluster ?? _noCluster;
        if (_contexts.TryGetValue(key, out var known))
        {
            return known;
        }

        var context = new ImageTestContext { Now = GivenTime };
        if (_tester.NeedsUsage || (_tester.NeedsTime && cluster is ClusterConnection { Collected: not null }))
        {
            var hasFailed = true;
            Finish(Start((output, cancellationToken) => AnswerAsync(
                async () =>
                {
                    var connection = await Clusters.ConnectAsync(cluster, output, cancellationToken)
                        .ConfigureAwait(false);
                    var reader = CreateReader(connection, output, isOneOfSeveral: false);
                    context = await ContextReader(output)
                        .ReadAsync(connection, reader, isOneOfSeveral: false, cancellationToken)
                        .ConfigureAwait(false);
                    hasFailed = false;
                },
                output,
                cancellationToken)));
            if (hasFailed)
            {
                _tester.Fail();
            }
        }

        return _contexts[key] = context;
    }

    private TestContextReader ContextReader(PipelineOutput output) => new(
        _tester,
        new UsageOptions { AsOf = GivenTime, IgnoreInvalidReferences = IgnoreInvalidReference },
        HasTime,
        output);
}
