using System.Management.Automation;
using OpenShiftImage.Pipeline;

namespace OpenShiftImage.Commands;

/// <summary>Gets Images: all, by name, by selectors, page by page.</summary>
[Cmdlet(VerbsCommon.Get, "OSImage", DefaultParameterSetName = ParameterSets.List, SupportsPaging = true)]
[OutputType(typeof(Image))]
[OutputType(typeof(PartialObjectMetadata))]
[OutputType(typeof(ImagePage))]
public sealed class GetOSImageCommand : ImageCommand
{
    /// <summary>Names of Images; wildcards list and filter.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true, ParameterSetName = ParameterSets.Name)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(Completion.ImageNameCompleter))]
    public string[]? Name { get; set; }

    /// <summary>A page, as -AsPage gives it; the next one comes.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = ParameterSets.Page)]
    [ValidateNotNull]
    public ImagePage? Page { get; set; }

    /// <summary>Labels to select by (<c>labelSelector</c>), for example <c>app=web,tier!=db</c>.</summary>
    [Parameter(ParameterSetName = ParameterSets.List)]
    [Parameter(ParameterSetName = ParameterSets.Name)]
    [ValidateNotNullOrEmpty]
    [Selector]
    [ArgumentCompleter(typeof(Completion.LabelSelectorCompleter))]
    public string? LabelSelector { get; set; }

    /// <summary>Fields to select by (<c>fieldSelector</c>): the server knows metadata.name and metadata.namespace.</summary>
    [Parameter(ParameterSetName = ParameterSets.List)]
    [Parameter(ParameterSetName = ParameterSets.Name)]
    [ValidateNotNullOrEmpty]
    [Selector]
    [ArgumentCompleter(typeof(Completion.FieldSelectorCompleter))]
    public string? FieldSelector { get; set; }

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
    public string? Continue { get => _continue; set => _continue = string.IsNullOrEmpty(value) ? null : value; }

    /// <summary>Name of the variable that receives the token of the next page; null after the last.</summary>
    [Parameter(ParameterSetName = ParameterSets.List)]
    [ValidateNotNullOrEmpty]
    public string? ContinueVariable { get; set; }

    /// <summary>Gives pages instead of Images.</summary>
    [Parameter(ParameterSetName = ParameterSets.List)]
    public SwitchParameter AsPage { get; set; }

    /// <summary>Version that the answer must, or may, show (<c>resourceVersion</c>).</summary>
    [Parameter(ParameterSetName = ParameterSets.List)]
    [Parameter(ParameterSetName = ParameterSets.Name)]
    [ValidateNotNullOrEmpty]
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

    /// <summary>Gives the server's own JSON text: of each name its Image, of a list each page.</summary>
    [Parameter(ParameterSetName = ParameterSets.List)]
    [Parameter(ParameterSetName = ParameterSets.Name)]
    public SwitchParameter AsJson { get; set; }

    /// <summary>With -AsJson: the server indents the JSON (<c>pretty</c>).</summary>
    [Parameter(ParameterSetName = ParameterSets.List)]
    [Parameter(ParameterSetName = ParameterSets.Name)]
    public SwitchParameter Pretty { get; set; }

    /// <summary>What -Skip and -First leave of everything that comes, over all names and inputs.</summary>
    private OutputWindow? _window;
    private TokenMemory? _tokens;
    private string? _continue;

    private bool IsOnePage => Limit > 0 || ParameterSetName == ParameterSets.Page;

    private ulong Skip => PagingParameters.Skip;

    private ulong First => PagingParameters.First;

    private protected override void Prepare()
    {
        if (IsOnePage && (Skip > 0 || First != ulong.MaxValue || PagingParameters.IncludeTotalCount))
        {
            Refuse("LimitWithPaging", "-Limit and -Page get one page of the API's; -First, -Skip and -IncludeTotalCount count over all pages. Use one or the other.");
        }

        if (AsPage && (Skip > 0 || First != ulong.MaxValue))
        {
            Refuse("AsPageWithPaging", "-AsPage gives whole pages; -First and -Skip count Images. Use one or the other.");
        }

        foreach (var name in Name ?? [])
        {
            try
            {
                WildcardPattern.Get(name, WildcardOptions.None).IsMatch("");
            }
            catch (WildcardPatternException e)
            {
                ThrowTerminatingError(ErrorRecords.For(e, name));
            }
        }

        if (Pretty && !AsJson)
        {
            Refuse("PrettyWithoutAsJson", "-Pretty indents the text that -AsJson gives; objects have no indentation.");
        }

        if (AsJson && (AsPage || Skip > 0 || First != ulong.MaxValue || PagingParameters.IncludeTotalCount))
        {
            Refuse("AsJsonWithPaging", "-AsJson gives the server's text, page by page: -Limit and -PageSize say how large its pages are.");
        }

        if (ContinueVariable is not null && (Skip > 0 || First != ulong.MaxValue))
        {
            Refuse("ContinueVariableWithPaging", "-ContinueVariable goes with -Limit; -First and -Skip count Images over all pages. Use one or the other.");
        }

        if (ParameterSetName == ParameterSets.Name && PagingParameters.IncludeTotalCount)
        {
            Refuse("NameWithTotalCount", "-IncludeTotalCount tells how many Images a list has; names are no list.");
        }

        if (Continue is not null && Session.Current.Tokens.BelongsToOthers(Continue, ToOptions(Limit)))
        {
            Refuse("ContinueWithOtherSelectors", "-Continue goes on with a list that had other selectors: what it gives would belong to neither. Use the selectors of that list.");
        }

        if (Continue is not null && ResourceVersion is not (null or "0"))
        {
            Refuse("ContinueWithResourceVersion", "-Continue goes on with the version of its list; -ResourceVersion cannot choose another.");
        }

        _window ??= new OutputWindow(Skip, First);
        _tokens = Session.Current.Tokens;
        if (ContinueVariable is not null)
        {
            SessionState.PSVariable.Set(ContinueVariable, null);
        }

        base.Prepare();
    }

    private protected override Task ProcessAsync(PipelineOutput output, CancellationToken cancellationToken)
    {
        var lister = new ImageLister(CreateApi(output), output, MetadataOnly || Page?.MetadataOnly == true, Consistent, _window!, _tokens!);
        if (AsJson)
        {
            var texts = new TextLister(CreateApi(output), output, MetadataOnly, Consistent, Pretty ? true : null);
            return ParameterSetName == ParameterSets.Name
                ? GetTextByNameAsync(texts, output, cancellationToken)
                : texts.WriteListAsync(ToOptions(IsOnePage ? Limit : PageSize), onePage: IsOnePage, ContinueVariable, cancellationToken);
        }

        return ParameterSetName switch
        {
            ParameterSets.Name => GetByNameAsync(lister, output, cancellationToken),
            ParameterSets.Page => Page!.Continue is { } token
                ? lister.WritePageAsync(NextPage(Page.Options, token), asPage: true, null, cancellationToken)
                : Task.CompletedTask,
            _ when IsOnePage => lister.WritePageAsync(ToOptions(Limit), AsPage, ContinueVariable, cancellationToken),
            _ => lister.WriteAllAsync(
                ToOptions(First == ulong.MaxValue ? PageSize : (long)Math.Clamp(First + Skip, 1, (ulong)PageSize)),
                PagingParameters.IncludeTotalCount ? PagingParameters : null, AsPage, cancellationToken),
        };
    }

    private static ListOptions NextPage(ListOptions options, string token) =>
        options with { Continue = token, ResourceVersion = null, ResourceVersionMatch = null };

    private async Task GetTextByNameAsync(TextLister texts, PipelineOutput output, CancellationToken cancellationToken)
    {
        foreach (var name in Name!)
        {
            if (ErrorRecords.ForWildcard(name, "Get-OSImage -AsJson") is { } record)
            {
                await output.ErrorAsync(record, cancellationToken).ConfigureAwait(false);
                continue;
            }

            await EachAsync(name, output, () => texts.WriteOneAsync(name, ResourceVersion, cancellationToken), cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task GetByNameAsync(ImageLister lister, PipelineOutput output, CancellationToken cancellationToken)
    {
        var patterns = Name!.Where(WildcardPattern.ContainsWildcardCharacters).Select(name => WildcardPattern.Get(name, WildcardOptions.IgnoreCase)).ToList();
        foreach (var name in Name!.Where(name => !WildcardPattern.ContainsWildcardCharacters(name)).Select(WildcardPattern.Unescape))
        {
            if (LabelSelector is not null || FieldSelector is not null)
            {
                throw new ParameterException("NameWithSelector", $"-LabelSelector and -FieldSelector choose from many; '{name}' names one. Use one or the other.", name);
            }

            if (_window!.IsFull)
            {
                return;
            }

            await EachAsync(name, output, () => lister.WriteOneAsync(name, ResourceVersion, cancellationToken), cancellationToken).ConfigureAwait(false);
        }

        if (patterns.Count > 0)
        {
            await lister.WriteMatchingAsync(ToOptions(PageSize), patterns, cancellationToken).ConfigureAwait(false);
        }
    }

    private ListOptions ToOptions(long limit) => new()
    {
        LabelSelector = LabelSelector,
        FieldSelector = FieldSelector,
        Limit = limit,
        Continue = Continue,
        ResourceVersion = ResourceVersion,
        ResourceVersionMatch = ResourceVersionMatch,
        TimeoutSeconds = TimeoutSeconds > 0 ? TimeoutSeconds : null,
    };

    private void Refuse(string errorId, string message) =>
        ThrowTerminatingError(ErrorRecords.For(new ParameterException(errorId, message), MyInvocation.MyCommand.Name));
}
