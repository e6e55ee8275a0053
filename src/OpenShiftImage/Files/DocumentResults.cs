using OpenShiftImage.Documents;
using OpenShiftImage.Pipeline;

namespace OpenShiftImage.Files;

/// <summary>Writes what was read from a text: each Image, and each fault as an error of its own.</summary>
internal static class DocumentResults
{
    public static async Task WriteAsync(
        IEnumerable<DocumentResult> results, PipelineOutput output, CancellationToken cancellationToken)
    {
        foreach (var result in results)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (result.Image is { } image)
            {
                await output.WriteAsync(image, cancellationToken).ConfigureAwait(false);
            }
            else
            {
                await output.ErrorAsync(
                    ErrorRecords.For(result.Error!, null)!, cancellationToken).ConfigureAwait(false);
            }
        }
    }
}
