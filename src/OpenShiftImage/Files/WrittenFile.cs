using OpenShiftImage.Pipeline;

namespace OpenShiftImage.Files;

/// <summary>A file that a cmdlet has written, as its output.</summary>
internal static class WrittenFile
{
    /// <summary>Writes a file as Get-Item does, with the path that other cmdlets bind to.</summary>
    public static ValueTask WriteAsync(FileInfo file, PipelineOutput output, CancellationToken cancellationToken) =>
        output.RunAsync(
            cmdlet =>
            {
                if (file.Exists)
                {
                    cmdlet.WriteObject(
                        cmdlet.InvokeProvider.Item.Get([file.FullName], force: true, literalPath: true),
                        enumerateCollection: true);
                }
                else
                {
                    cmdlet.WriteObject(file);
                }
            },
            cancellationToken);
}
