using System.Runtime.CompilerServices;
using OpenShiftImage.Api;

namespace OpenShiftImage.Watching;

/// <summary>Which Images a watch follows, and how they are listed.</summary>
internal sealed class WatchScope
{
    /// <summary>
    /// Ours: up to so many names are listed one by one; beyond that, one list of all Images is less work.
    /// </summary>
    private const int MaxLists = 100;

    private readonly WatchSettings _settings;
    private readonly HashSet<string>? _names;

    public WatchScope(WatchSettings settings)
    {
        _settings = settings;
        if (settings.Name is not null || settings.Names is not null)
        {
            _names = new HashSet<string>(settings.Names ?? [settings.Name!], StringComparer.Ordinal);
            if (_names.Count == 0)
            {
                throw new ArgumentException("A watch of no names would watch nothing.", nameof(settings));
            }

            Name = _names.Count == 1 ? _names.First() : null;
        }

        FieldSelector = Name is null ? settings.FieldSelector : SelectorOf(Name);
    }

    /// <summary>Gets the name of the only Image that is followed; null when there are several.</summary>
    public string? Name { get; }

    /// <summary>Gets whether several Images are followed by name, which no selector of the API can express.</summary>
    public bool HasSeveralNames => _names is not null && Name is null;

    /// <summary>Gets whether the Images that are followed are few enough to be listed whole.</summary>
    public bool IsSmall => _names?.Count <= MaxLists;

    /// <summary>Gets the field selector of requests to the server; null for none.</summary>
    public string? FieldSelector { get; }

    /// <summary>Gets the options of a list of everything that the server can select.</summary>
    public ListOptions ListOptions => OptionsFor(FieldSelector);

    /// <summary>Returns whether the Image of a name is followed.</summary>
    public bool Contains(string? name) => _names is null || (name is not null && _names.Contains(name));

    /// <summary>Returns the Images as they are in one version. Pages can have others too.</summary>
    public async IAsyncEnumerable<Page<Image>> ListAsync(
        ImageApi api, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (!HasSeveralNames || !IsSmall)
        {
            var pages = api.ListAsync(ListOptions, consistent: true, cancellationToken: cancellationToken);
            await foreach (var page in pages.ConfigureAwait(false))
            {
                yield return page;
            }

            yield break;
        }

        string? version = null;
        foreach (var name in _names!.Order(StringComparer.Ordinal))
        {
            // All as they were in the version of the first, from which the watch goes on.
            var options = OptionsFor(SelectorOf(name)) with
            {
                ResourceVersion = version,
                ResourceVersionMatch = version is null ? null : ResourceVersionMatch.Exact,
            };
            var page = await api.ListPageAsync(options, cancellationToken).ConfigureAwait(false);
            version ??= page.ResourceVersion;
            yield return page;
        }
    }

    /// <summary>
    /// Returns the field selector of one name. A name may have the commas and equals signs that separate fields.
    /// </summary>
    private string SelectorOf(string name)
    {
        var escaped = name
            .Replace("\\", "\\\\", StringComparison.Ordinal)
            .Replace(",", "\\,", StringComparison.Ordinal)
            .Replace("=", "\\=", StringComparison.Ordinal);
        return $"metadata.name={escaped}" + (_settings.FieldSelector is null ? "" : "," + _settings.FieldSelector);
    }

    private ListOptions OptionsFor(string? fieldSelector) => new()
    {
        LabelSelector = _settings.LabelSelector,
        FieldSelector = fieldSelector,
        Limit = _settings.PageSize,
        AllowsParts = true,
    };
}
