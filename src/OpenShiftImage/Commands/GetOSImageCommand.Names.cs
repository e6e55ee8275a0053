using System.Management.Automation;
using OpenShiftImage.Api;
using OpenShiftImage.Binding;
using OpenShiftImage.Pipeline;

namespace OpenShiftImage.Commands;

/// <content>Gets Images by name: whole names, short forms, pull specs and patterns.</content>
public sealed partial class GetOSImageCommand
{
    private async Task GetByNameAsync(PipelineOutput output, CancellationToken cancellationToken)
    {
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
                image.Name,
                output,
                () => GetOneAsync(image, output, cancellationToken),
                cancellationToken).ConfigureAwait(false);
        }

        if (Name!.Any(image => IsPattern(image) && !IsPossibleName(image)))
        {
            await GetMatchingAsync(output, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>
    /// Whether a pattern from the pipeline may as well be a name: names may have brackets, and what comes down a
    /// pipeline is often one.
    /// </summary>
    private bool IsPossibleName(ImageIdentity image) =>
        MyInvocation.ExpectingInput && image.Name.AsSpan().IndexOfAny("*?") < 0;

    private async Task GetMatchingAsync(PipelineOutput output, CancellationToken cancellationToken)
    {
        if (AsJson)
        {
            var first = Name!.First(IsPattern).Name;
            await output.ErrorAsync(
                ErrorRecords.ForWildcard(first, "Get-OSImage -AsJson")!, cancellationToken).ConfigureAwait(false);
            return;
        }

        var lister = CreateLister(await OpenApiAsync(null, output, cancellationToken).ConfigureAwait(false), output);
        if (!await lister.WriteMatchingAsync(ToOptions(PageSize), _filter!, cancellationToken).ConfigureAwait(false)
            && Name!.FirstOrDefault(image => IsPattern(image) && LooksLikeReference(image.Name)) is { } pattern)
        {
            await output.WarnAsync(
                $"No Image has a name like '{pattern}': names are digests. Get-OSImage -Reference '{pattern}' looks "
                    + "into the references.",
                cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Whether a pattern has letters that no digest has.</summary>
    private static bool LooksLikeReference(string pattern) => pattern.Replace(
        "sha256:", "", StringComparison.OrdinalIgnoreCase).Any(c => char.IsLetter(c) && !char.IsAsciiHexDigit(c));

    /// <summary>Gets one Image: by its name, else by what a text means that is no name.</summary>
    private async Task GetOneAsync(ImageIdentity image, PipelineOutput output, CancellationToken cancellationToken)
    {
        var api = await OpenApiAsync(image.Cluster, output, cancellationToken).ConfigureAwait(false);
        if (image.IsWhole)
        {
            await WriteAsync(image.Name).ConfigureAwait(false);
            return;
        }

        var name = IsPattern(image) || !image.IsText ? image.Name : WildcardPattern.Unescape(image.Name);
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
            await GetMatchingAsync(output, cancellationToken).ConfigureAwait(false);
            return;
        }

        await WriteAsync(await new ImageNameResolver(api)
            .FindAsync(name, missing, cancellationToken).ConfigureAwait(false)).ConfigureAwait(false);

        Task WriteAsync(string found) => AsJson
            ? CreateTextLister(api, output).WriteOneAsync(found, ResourceVersion, cancellationToken)
            : CreateLister(api, output).WriteOneAsync(found, ResourceVersion, cancellationToken);
    }

    /// <summary>Whether a name is a pattern; the name of an object is none, whatever characters it has.</summary>
    private static bool IsPattern(ImageIdentity image) =>
        image.IsText && WildcardPattern.ContainsWildcardCharacters(image.Name);
}
