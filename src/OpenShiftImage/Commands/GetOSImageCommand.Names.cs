using System.Management.Automation;
using OpenShiftImage.Api;
using OpenShiftImage.Binding;
using OpenShiftImage.Pipeline;

namespace OpenShiftImage.Commands;

/// <content>Gets Images by name: whole names, short forms, pull specs and patterns.</content>
public sealed partial class GetOSImageCommand
{
    private async Task GetByNameAsync(ReadScope scope, CancellationToken cancellationToken)
    {
        var readers = new Dictionary<object, IImageReader>();
        var isFiltered = LabelSelector is not null || FieldSelector is not null || _filter!.NeedsImage;
        foreach (var image in Name!.Where(image => !IsPattern(image) || IsPossibleName(image)))
        {
            if (isFiltered && !IsPattern(image))
            {
                throw new ParameterException(
                    "NameWithSelector", "-LabelSelector, -FieldSelector, -Reference and -Registry choose from many; "
                        + $"'{image}' names one. Use one or the other.", image.Name);
            }

            if (_window!.IsFull)
            {
                return;
            }

            await EachAsync(
                image.Name, scope, () => GetOneAsync(image, scope, readers, cancellationToken), cancellationToken)
                .ConfigureAwait(false);
        }

        if (Name!.Any(image => IsPattern(image) && !IsPossibleName(image)))
        {
            await GetMatchingAsync(scope, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>
    /// Gets one Image, so that its failure is its own. Of several clusters, one that does not answer fails as a whole.
    /// </summary>
    private static async Task EachAsync(
        string name, ReadScope scope, Func<Task> work, CancellationToken cancellationToken)
    {
        if (scope.OneOfSeveral is not { } cluster)
        {
            await EachAsync(name, scope.Output, work, cancellationToken).ConfigureAwait(false);
            return;
        }

        await EachAsync(name, cluster, scope.Output, work, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// Whether a pattern from the pipeline may as well be a name: names may have brackets, and what comes down a
    /// pipeline is often one.
    /// </summary>
    private bool IsPossibleName(ImageIdentity image) =>
        MyInvocation.ExpectingInput && image.Name.AsSpan().IndexOfAny("*?") < 0;

    private async Task GetMatchingAsync(ReadScope scope, CancellationToken cancellationToken)
    {
        if (AsJson)
        {
            var first = Name!.First(IsPattern).Name;
            await scope.Output.ErrorAsync(
                ErrorRecords.ForWildcard(first, "Get-OSImage -AsJson")!, cancellationToken).ConfigureAwait(false);
            return;
        }

        var api = await scope.Clusters.OpenReaderAsync(null, scope.Output, cancellationToken).ConfigureAwait(false);
        var lister = CreateLister(api, scope);
        if (!await lister.WriteMatchingAsync(ToOptions(PageSize), _filter!, cancellationToken).ConfigureAwait(false)
            && Name!.FirstOrDefault(image => IsPattern(image) && LooksLikeReference(image.Name)) is { } pattern)
        {
            await scope.Output.WarnAsync(
                $"No Image has a name like '{pattern}': names are digests. Get-OSImage -Reference '{pattern}' looks "
                    + "into the references.",
                cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Whether a pattern has letters that no digest has.</summary>
    private static bool LooksLikeReference(string pattern) => pattern.Replace(
        "sha256:", "", StringComparison.OrdinalIgnoreCase).Any(c => char.IsLetter(c) && !char.IsAsciiHexDigit(c));

    /// <summary>Gets one Image: by its name, else by what a text means that is no name.</summary>
    private async Task GetOneAsync(
        ImageIdentity image,
        ReadScope scope,
        Dictionary<object, IImageReader> readers,
        CancellationToken cancellationToken)
    {
        if (!readers.TryGetValue((object?)image.Cluster ?? this, out var api))
        {
            readers[(object?)image.Cluster ?? this] = api = await scope.Clusters.OpenReaderAsync(
                image.Cluster, scope.Output, cancellationToken).ConfigureAwait(false);
            api.Expect(Name!.Where(other => Equals(other.Cluster, image.Cluster)).Select(NameOf));
        }

        if (image.IsWhole)
        {
            await WriteAsync(image.Name).ConfigureAwait(false);
            return;
        }

        var name = NameOf(image);
        ApiException? missing = null;
        if (!ImageNameResolver.IsPullSpec(name))
        {
            try
            {
                await WriteAsync(name).ConfigureAwait(false);
                return;
            }
            catch (ApiException e) when (e.StatusCode == 404 && e.Target is not null
                && (ImageNameResolver.IsShortForm(name) || IsPattern(image)))
            {
                missing = e;
            }
        }

        if (IsPattern(image))
        {
            await GetMatchingAsync(scope, cancellationToken).ConfigureAwait(false);
            return;
        }

        await WriteAsync(await new ImageNameResolver(api)
            .FindAsync(name, missing, cancellationToken).ConfigureAwait(false)).ConfigureAwait(false);

        Task WriteAsync(string found) => AsJson
            ? CreateTextLister(api, scope.Output).WriteOneAsync(found, ResourceVersion, cancellationToken)
            : CreateLister(api, scope).WriteOneAsync(found, ResourceVersion, cancellationToken);
    }

    /// <summary>Returns the name that is asked for, where it is a whole one.</summary>
    private static string NameOf(ImageIdentity image) =>
        IsPattern(image) || !image.IsText ? image.Name : WildcardPattern.Unescape(image.Name);

    /// <summary>Whether a name is a pattern; the name of an object is none, whatever characters it has.</summary>
    private static bool IsPattern(ImageIdentity image) =>
        image.IsText && WildcardPattern.ContainsWildcardCharacters(image.Name);
}
