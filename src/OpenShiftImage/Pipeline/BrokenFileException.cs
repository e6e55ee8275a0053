namespace OpenShiftImage.Pipeline;

/// <summary>A file that Images go to one after the other cannot be written, or not any further.</summary>
internal sealed class BrokenFileException(string file, Exception inner)
    : IOException($"'{file}' cannot be written, and what was there is left as it was: {inner.Message}", inner)
{
    public string File { get; } = file;
}
