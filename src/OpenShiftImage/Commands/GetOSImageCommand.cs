using System.Management.Automation;
using OpenShiftImage.Api;
using OpenShiftImage.Binding;
using OpenShiftImage.Connections;
using OpenShiftImage.Pipeline;

namespace OpenShiftImage.Commands;

/// <summary>Gets Images: all, by name, by selectors, page by page.</summary>
[Cmdlet(VerbsCommon.Get, "OSImage", DefaultParameterSetName = ParameterSets.List, SupportsPaging = true)]
[OutputType(typeof(Image))]
[OutputType(typeof(PartialObjectMetadata))]
[OutputType(typeof(ImagePage))]
public sealed partial class GetOSImageCommand : MultiClusterCommand
{
    /// <summary>
    /// Names of Images, the beginning of their digests, or their pull specs; wildcards list and filter.
    /// </summary>
    [Parameter(
        Mandatory = true,
        Position = 0,
        ValueFromPipeline = true,
        ValueFromPipelineByPropertyName = true,
        ParameterSetName = ParameterSets.Name)]
    [ValidateInput("an Image or its name")]
    [SupportsWildcards]
    [ImageIdentityTransformation]
    [ArgumentCompleter(typeof(Completion.ImageNameCompleter))]
    public ImageIdentity[]? Name { get; set; }

    /// <summary>A page, as -AsPage gives it; the next one comes.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = ParameterSets.Page)]
    [ValidateInput("an Image, its name or a page")]
    public ImagePage? Page { get; set; }

    /// <summary>Labels to select by (<c>labelSelector</c>), for example <c>app=web,tier!=db</c>.</summary>
    [Parameter(ParameterSetName = ParameterSets.List)]
    [Parameter(ParameterSetName = ParameterSets.Name)]
    [ValidateNotNullOrEmpty]
    [Selector]
    [Alias("l", "Selector")]
    [ArgumentCompleter(typeof(Completion.LabelSelectorCompleter))]
    public string? LabelSelector { get; set; }

    /// <summary>
    /// Fields to select by (<c>fieldSelector</c>): the server knows metadata.name and metadata.namespace.
    /// </summary>
    [Parameter(ParameterSetName = ParameterSets.List)]
    [Parameter(ParameterSetName = ParameterSets.Name)]
    [ValidateNotNullOrEmpty]
    [Selector]
    [ArgumentCompleter(typeof(Completion.FieldSelectorCompleter))]
    public string? FieldSelector { get; set; }

    /// <summary>
    /// References to look for, with wildcards. The API cannot select by them: the whole list is read, and filtered
    /// here.
    /// </summary>
    [Parameter(ParameterSetName = ParameterSets.List)]
    [Parameter(ParameterSetName = ParameterSets.Name)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[]? Reference { get; set; }

    /// <summary>
    /// Registries to look for, with wildcards; a reference without one is docker.io's. Filtered here, as -Reference is.
    /// </summary>
    [Parameter(ParameterSetName = ParameterSets.List)]
    [Parameter(ParameterSetName = ParameterSets.Name)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[]? Registry { get; set; }

    /// <summary>Number of Images in one request, when all are got; 500 by default.</summary>
    [Parameter(ParameterSetName = ParameterSets.List)]
    [Parameter(ParameterSetName = ParameterSets.Name)]
    [ValidateRange(1, 100_000)]
    public int PageSize { get; set; } = 500;

    /// <summary>Gets one page of at most so many Images (<c>limit</c>).</summary>
    [Parameter(ParameterSetName = ParameterSets.List)]
    [ValidateRange(1, long.MaxValue)]
    public long Limit { get; set; }

    /// <summary>Token of the page to go on with (<c>continue</c>); empty for the first.</summary>
    [Parameter(ParameterSetName = ParameterSets.List)]
    [AllowNull]
    [AllowEmptyString]
    [SingleValue]
    public string? Continue { get => _continue; set => _continue = string.IsNullOrEmpty(value) ? null : value; }

    /// <summary>Name of the variable that receives the token of the next page; null after the last.</summary>
    [Parameter(ParameterSetName = ParameterSets.List)]
    [ValidateNotNullOrEmpty]
    [SingleValue]
    public string? ContinueVariable { get; set; }

    /// <summary>Returns pages instead of Images.</summary>
    [Parameter(ParameterSetName = ParameterSets.List)]
    public SwitchParameter AsPage { get; set; }

    /// <summary>Version that the answer must, or may, show (<c>resourceVersion</c>).</summary>
    [Parameter(ParameterSetName = ParameterSets.List)]
    [Parameter(ParameterSetName = ParameterSets.Name)]
    [ValidateNotNullOrEmpty]
    [SingleValue]
    public string? ResourceVersion { get; set; }

    /// <summary>How -ResourceVersion is read (<c>resourceVersionMatch</c>).</summary>
    [Parameter(ParameterSetName = ParameterSets.List)]
    public ResourceVersionMatch? ResourceVersionMatch { get; set; }

    /// <summary>Seconds after which the server ends each request (<c>timeoutSeconds</c>).</summary>
    [Parameter(ParameterSetName = ParameterSets.List)]
    [ValidateRange(1, int.MaxValue)]
    public int TimeoutSeconds { get; set; }

    /// <summary>Ends with the error Expired, where a list would go on inconsistently.</summary>
    [Parameter(ParameterSetName = ParameterSets.List)]
    [Parameter(ParameterSetName = ParameterSets.Name)]
    public SwitchParameter Consistent { get; set; }

    /// <summary>Gets nothing but the metadata.</summary>
    [Parameter(ParameterSetName = ParameterSets.List)]
    [Parameter(ParameterSetName = ParameterSets.Name)]
    public SwitchParameter MetadataOnly { get; set; }

    /// <summary>Returns the server's own JSON text: of each name its Image, of a list each page.</summary>
    [Parameter(ParameterSetName = ParameterSets.List)]
    [Parameter(ParameterSetName = ParameterSets.Name)]
    public SwitchParameter AsJson { get; set; }

    /// <summary>With -AsJson: the server indents the JSON (<c>pretty</c>).</summary>
    [Parameter(ParameterSetName = ParameterSets.List)]
    [Parameter(ParameterSetName = ParameterSets.Name)]
    public SwitchParameter Pretty { get; set; }

    /// <summary>What -Skip and -First leave of everything that comes, over all names and inputs.</summary>
    private SkipTakeCounter? _window;
    private TokenMemory? _tokens;
    private ImageFilter? _filter;
    private string? _continue;

    private bool IsOnePage => Limit > 0 || ParameterSetName == ParameterSets.Page;

    private ulong Skip => PagingParameters.Skip;

    private ulong First => PagingParameters.First;

    private protected override void Prepare()
    {
        if (IsOnePage && (Skip > 0 || First != ulong.MaxValue || PagingParameters.IncludeTotalCount))
        {
            Refuse(
                "LimitWithPaging",
                "-Limit and -Page get one page of the API's; -First, -Skip and -IncludeTotalCount count over all "
                    + "pages. Use one or the other.");
        }

        if (AsPage && (Skip > 0 || First != ulong.MaxValue))
        {
            Refuse(
                "AsPageWithPaging", "-AsPage gives whole pages; -First and -Skip count Images. Use one or the other.");
        }

        if (Name is not null && MyInvocation.ExpectingInput)
        {
            // A bad name among many is an error of its own, and the others go on.
            Name = [.. Name.Where(image => !image.IsText || IsWildcard(image.Name, WriteError))];
        }

        foreach (var text in (Name ?? [])
            .Where(image => image.IsText).Select(image => image.Name).Concat(Reference ?? []).Concat(Registry ?? []))
        {
            IsWildcard(text, ThrowTerminatingError);
        }

        _filter = new ImageFilter((Name ?? []).Where(IsPattern).Select(image => image.Name), Reference, Registry);
        if (_filter.NeedsImage && (MetadataOnly || AsJson || IsOnePage || AsPage || PagingParameters.IncludeTotalCount))
        {
            Refuse(
                "FilterNotByServer",
                "-Reference and -Registry are filtered here, over all Images: they do not go with -MetadataOnly, "
                    + "-AsJson, -Limit, -AsPage or -IncludeTotalCount, which are the server's. "
                    + "-First counts what matches.");
        }

        if (Pretty && !AsJson)
        {
            Refuse("PrettyWithoutAsJson", "-Pretty indents the text that -AsJson gives; objects have no indentation.");
        }

        if (AsJson && (AsPage || Skip > 0 || First != ulong.MaxValue || PagingParameters.IncludeTotalCount))
        {
            Refuse(
                "AsJsonWithPaging",
                "-AsJson gives the server's text, page by page: -Limit and -PageSize say how large its pages are.");
        }

        if (ContinueVariable is not null && (Skip > 0 || First != ulong.MaxValue))
        {
            Refuse(
                "ContinueVariableWithPaging",
                "-ContinueVariable goes with -Limit; -First and -Skip count Images over all pages. "
                    + "Use one or the other.");
        }

        if (ParameterSetName == ParameterSets.Name && PagingParameters.IncludeTotalCount)
        {
            Refuse("NameWithTotalCount", "-IncludeTotalCount tells how many Images a list has; names are no list.");
        }

        if (Continue is not null && Session.Current.Tokens.BelongsToOthers(Continue, ToOptions(Limit)))
        {
            Refuse(
                "ContinueWithOtherSelectors",
                "-Continue goes on with a list that had other selectors: what it gives would belong to neither. "
                    + "Use the selectors of that list.");
        }

        if (Continue is not null && ResourceVersion is not (null or "0"))
        {
            Refuse(
                "ContinueWithResourceVersion",
                "-Continue goes on with the version of its list; -ResourceVersion cannot choose another.");
        }

        _window ??= new SkipTakeCounter(Skip, First);
        _tokens = Session.Current.Tokens;
        if (ContinueVariable is not null)
        {
            SessionState.PSVariable.Set(ContinueVariable, null);
        }

        base.Prepare();
    }

    private static bool IsWildcard(string text, Action<ErrorRecord> report)
    {
        try
        {
            WildcardPattern.Get(text, WildcardOptions.None).IsMatch("");
            return true;
        }
        catch (WildcardPatternException e)
        {
            report(ErrorRecords.For(e, text)!);
            return false;
        }
    }

    /// <summary>Gets what is asked for of one cluster.</summary>
    private async Task GetAsync(ReadScope scope, CancellationToken cancellationToken)
    {
        if (ParameterSetName == ParameterSets.Name)
        {
            await GetByNameAsync(scope, cancellationToken).ConfigureAwait(false);
            return;
        }

        var api = await scope.Clusters.OpenReaderAsync(
            Page?.Cluster, scope.Output, cancellationToken).ConfigureAwait(false);
        if (AsJson)
        {
            var texts = CreateTextLister(api, scope.Output);
            await (IsOnePage
                ? texts.WritePageAsync(ToOptions(Limit), ContinueVariable, cancellationToken)
                : texts.WriteAllAsync(ToOptions(PageSize), cancellationToken)).ConfigureAwait(false);
            return;
        }

        var lister = CreateLister(api, scope);
        await (Page switch
        {
            { Continue: { } token } =>
                lister.WritePageAsync(Page.Options.NextPage(token), asPage: true, null, cancellationToken),
            { } => Task.CompletedTask,
            null when IsOnePage => lister.WritePageAsync(ToOptions(Limit), AsPage, ContinueVariable, cancellationToken),
            null when !_filter!.IsEmpty => GetFilteredAsync(lister, scope.Output, cancellationToken),
            null => lister.WriteAllAsync(
                ToOptions(First == ulong.MaxValue ? PageSize : (long)Math.Clamp(First + Skip, 1, (ulong)PageSize)),
                PagingParameters.IncludeTotalCount ? PagingParameters : null, AsPage, cancellationToken),
        }).ConfigureAwait(false);
    }

    private async Task GetFilteredAsync(ImageLister lister, PipelineOutput output, CancellationToken cancellationToken)
    {
        if (!await lister.WriteMatchingAsync(ToOptions(PageSize), _filter!, cancellationToken).ConfigureAwait(false)
            && _filter!.Exact is { } exact)
        {
            await output.WarnAsync(
                $"Nothing is just '{exact}'; wildcards find what has it in it: '*{exact}*'.",
                cancellationToken).ConfigureAwait(false);
        }
    }

    private ImageLister CreateLister(IImageReader api, ReadScope scope) =>
        new(api, scope.Output, MetadataOnly || Page?.MetadataOnly == true, Consistent, _window!, _tokens!)
        {
            IsOneOfSeveral = scope.OneOfSeveral is not null,
            WriteCancellation = scope.WriteCancellation,
        };

    private TextLister CreateTextLister(IImageReader api, PipelineOutput output) =>
        new(api, output, MetadataOnly, Consistent, Pretty ? true : null);

    private ListOptions ToOptions(long limit) => new()
    {
        LabelSelector = SelectorAttribute.Normalize(LabelSelector),
        FieldSelector = SelectorAttribute.Normalize(FieldSelector),
        Limit = limit,
        Continue = Continue,
        ResourceVersion = ResourceVersion,
        ResourceVersionMatch = ResourceVersionMatch,
        TimeoutSeconds = TimeoutSeconds > 0 ? TimeoutSeconds : null,
    };

    private void Refuse(string errorId, string message) =>
        ThrowTerminatingError(ErrorRecords.For(new ParameterException(errorId, message), MyInvocation.MyCommand.Name));
}
