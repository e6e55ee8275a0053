namespace OpenShiftImage.Client.Tests;

/// <summary>The two ends of a proxy's tunnel.</summary>
internal static class Tunnel
{
    /// <summary>Passes on what comes from either end, until one has gone.</summary>
    public static Task PassOnAsync(Stream near, Stream far, CancellationToken cancellationToken)
    {
        return Task.WhenAll(CopyAsync(near, far), CopyAsync(far, near));

        async Task CopyAsync(Stream from, Stream to)
        {
            try
            {
                await from.CopyToAsync(to, cancellationToken);
            }
            catch (ObjectDisposedException)
            {
                // The other direction has ended in the middle of a write of this one.
            }
            finally
            {
                // One end has gone; so does the other.
                from.Close();
                to.Close();
            }
        }
    }
}
