namespace OpenShiftImage.Archives;

/// <summary>A document of YAML, or an item of a list that is one.</summary>
/// <param name="Text">The text, a document by itself.</param>
/// <param name="LineBefore">Number of lines that stand before it in the file.</param>
/// <param name="Head">What it says it is, as far as plain text shows it; of an item what the list says else.</param>
/// <param name="Error">Why it cannot be read; null when it can.</param>
internal readonly record struct YamlPart(string Text, int LineBefore, TypeMeta Head, DocumentException? Error = null)
{
    /// <summary>Gets whether it is a document that ends with the file, and not with a line that says so.</summary>
    public bool IsLast { get; init; }
}
