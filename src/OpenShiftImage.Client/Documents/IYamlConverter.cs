namespace OpenShiftImage.Documents;

/// <summary>Turns YAML into JSON and back, losing nothing that JSON has.</summary>
internal interface IYamlConverter
{
    /// <summary>
    /// Returns one JSON value as a YAML document in block style, without a document marker, ending with a line break.
    /// </summary>
    /// <param name="utf8Json">The JSON value, in UTF-8.</param>
    string ToYaml(ReadOnlyMemory<byte> utf8Json);

    /// <summary>
    /// Returns the JSON of one YAML document, in UTF-8; empty when the document has nothing but comments.
    /// </summary>
    /// <param name="yaml">The document.</param>
    /// <param name="cancellationToken">Ends the conversion, which can take long.</param>
    /// <exception cref="DocumentException">It is no YAML, or holds what JSON cannot.</exception>
    ConvertedDocument ToJson(string yaml, CancellationToken cancellationToken);
}
