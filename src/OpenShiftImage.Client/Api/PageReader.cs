using System.Text.Json.Serialization.Metadata;
using OpenShiftImage.Serialization;
using OpenShiftImage.Transport;

namespace OpenShiftImage.Api;

/// <summary>
/// Reads the body of a list into a page. What is held of it has a bound: a server need not keep to the limit that it
/// was given.
/// </summary>
internal static class PageReader
{
    /// <summary>
    /// The most bytes of a page that is given as one; 100,000 Images of 10 KB, more than a limit may ask for.
    /// </summary>
    public const long MaxPage = 1L << 30;

    /// <summary>Bytes of items after which a page is handed on in parts, where that is allowed.</summary>
    private const long MaxPart = 64 << 20;

    /// <summary>Reads a page.</summary>
    /// <param name="body">The body.</param>
    /// <param name="type">How its items are read.</param>
    /// <param name="onMetadata">Is told the metadata when the first item is there; null for nobody.</param>
    /// <param name="onPart">Takes a part of a page that is too large to be held; null to refuse such a page.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <param name="pieces">
    /// Memory for items that hold only until their page is disposed of; null for items of any length of life.
    /// </param>
    /// <param name="maxPage">The most bytes of a page that is given as one.</param>
    /// <returns>The page, or what is left of it after its parts.</returns>
    public static async ValueTask<Page<T>> ReadAsync<T>(
        ResponseBody body,
        JsonTypeInfo<T> type,
        Action<ListMeta>? onMetadata,
        Func<Page<T>, ValueTask>? onPart,
        CancellationToken cancellationToken,
        MemoryPieces? pieces = null,
        long maxPage = MaxPage)
        where T : ApiResource, new()
    {
        using var reader = Create(body, type);
        reader.Memory = pieces is null ? null : new ReusedMemory(pieces);
        var items = new List<T>();
        var isDivided = false;
        try
        {
            while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false) is { } item)
            {
                if (items.Count == 0 && !isDivided)
                {
                    onMetadata?.Invoke(reader.Metadata);
                }

                items.Add(item);
                if (reader.ItemBytes > MaxPart && onPart is not null)
                {
                    body.Deadline.Suspend();
                    await onPart(new Page<T>(items, reader.Metadata) { IsPart = true, Memory = reader.Memory })
                        .ConfigureAwait(false);
                    body.Deadline.Resume();
                    (items, isDivided) = ([], true);
                    reader.Memory = pieces is null ? null : new ReusedMemory(pieces);
                    reader.ItemBytes = 0;
                }
                else if (reader.ItemBytes > maxPage)
                {
                    throw body.TooLong(maxPage);
                }
            }
        }
        catch (TransportException e) when (isDivided)
        {
            // The caller already has a part of this page, so the page is not read again.
            throw new TransportException(e.ErrorId, e.Message, e.Target, e) { IsPartlyRead = true };
        }

        return new Page<T>(items, reader.Metadata) { Memory = reader.Memory };
    }

    private static ListReader<T> Create<T>(ResponseBody body, JsonTypeInfo<T> type)
        where T : ApiResource, new()
    {
        try
        {
            return new ListReader<T>(body, type);
        }
        catch
        {
            body.Dispose();
            throw;
        }
    }
}
