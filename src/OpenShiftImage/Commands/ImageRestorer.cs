using OpenShiftImage.Api;
using OpenShiftImage.Pipeline;
using OpenShiftImage.Serialization;

namespace OpenShiftImage.Commands;

/// <summary>Makes an Image what a backup says: creates it, or replaces whatever version of it there is.</summary>
/// <param name="wanted">The Image as it is to be; its uid and version are those of another life.</param>
internal sealed class ImageRestorer(Image wanted)
{
    public const string Created = "created";
    public const string Replaced = "replaced";
    public const string Unchanged = "unchanged";

    /// <summary>How often somebody else may be quicker.</summary>
    private const int MaxAttempts = 5;

    private readonly Image _content = ServerFields.WithoutForCreate(wanted);

    /// <summary>Says what would be done now, for the question that is asked.</summary>
    public async Task<string> ChooseActionAsync(ImageApi api, CancellationToken cancellationToken) =>
        await FindAsync(api, cancellationToken).ConfigureAwait(false) is not { } stored ? "Create"
        : IsLasting(stored) && ImageContent.IsSame(_content, stored) ? Change.Nothing
        : "Replace";

    /// <summary>Creates or replaces the Image, unless it is as wanted.</summary>
    /// <param name="request">What it is made with.</param>
    /// <param name="options">How it is sent.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>The Image as it is then, and what was done.</returns>
    public async Task<(Image Image, string Verb)> RestoreAsync(
        ChangeRequest request, WriteOptions options, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            var stored = await FindAsync(request.Api, cancellationToken).ConfigureAwait(false);
            try
            {
                return stored is null ? await CreateAsync(request, options, cancellationToken).ConfigureAwait(false)
                    : IsLasting(stored) && ImageContent.IsSame(_content, stored) ? (stored, Unchanged)
                    : await ReplaceAsync(request, stored, options, cancellationToken).ConfigureAwait(false);
            }
            catch (ApiException e) when (attempt < MaxAttempts && IsRace(e, stored))
            {
                await request.Output.VerboseAsync(
                    $"Image '{request.Name}' has changed meanwhile; trying again.",
                    cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <summary>
    /// Whether the Image stays: one that is being deleted goes with its last finalizer, whatever it is like.
    /// </summary>
    private static bool IsLasting(Image stored) => stored.Metadata?.DeletionTimestamp is null;

    /// <summary>Whether somebody else created, changed or deleted the Image since it was looked at.</summary>
    private static bool IsRace(ApiException failure, Image? stored) =>
        stored is null
            ? failure.ErrorId == "AlreadyExists"
            : failure.StatusCode == 404 || failure.ErrorId == "Conflict";

    private async Task<Image?> FindAsync(ImageApi api, CancellationToken cancellationToken)
    {
        try
        {
            return await api.GetAsync(_content.Name!, null, cancellationToken).ConfigureAwait(false);
        }
        catch (ApiException e) when (e.StatusCode == 404)
        {
            return null;
        }
    }

    private async Task<(Image Image, string Verb)> CreateAsync(
        ChangeRequest request, WriteOptions options, CancellationToken cancellationToken)
    {
        request.Step.Sending();
        return (await request.Api.CreateAsync(_content, options, cancellationToken).ConfigureAwait(false), Created);
    }

    private async Task<(Image Image, string Verb)> ReplaceAsync(
        ChangeRequest request, Image stored, WriteOptions options, CancellationToken cancellationToken)
    {
        if (!IsLasting(stored))
        {
            // A replacement without the finalizers would complete the deletion.
            throw new ImageTerminatingException(request.Name, stored.Metadata!.Finalizers ?? []);
        }

        var replacement = ImageJson.ParseImage(ImageJson.ToUtf8Bytes(_content));
        replacement.Metadata!.Uid = stored.Metadata?.Uid;
        replacement.Metadata.ResourceVersion = stored.ResourceVersion;
        request.Step.Sending();
        var replaced = await request.Api.ReplaceAsync(
            request.Name, replacement, options, cancellationToken).ConfigureAwait(false);
        // The server does not write an object that it considers equal.
        return (replaced, !options.DryRun && replaced.ResourceVersion == stored.ResourceVersion ? Unchanged : Replaced);
    }
}
