namespace OpenShiftImage.Documents;

/// <summary>JSON that was made from YAML, and where in the YAML each part of it stood.</summary>
/// <param name="Json">The JSON, in UTF-8, on one line.</param>
/// <param name="Places">
/// Of each token, in the order of the JSON: its first byte in the JSON, and its line and column, from 1, in the YAML.
/// </param>
internal sealed record ConvertedDocument(
    ReadOnlyMemory<byte> Json, IReadOnlyList<(int Offset, int Line, int Column)> Places)
{
    /// <summary>
    /// Returns the place of the last token that begins before a byte of the JSON; zeros when there is none.
    /// </summary>
    internal (int Line, int Column) PlaceOf(long offset)
    {
        var (low, high) = (0, Places.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = Places[middle].Offset < offset ? (middle + 1, high) : (low, middle);
        }

        return low == 0 ? default : (Places[low - 1].Line, Places[low - 1].Column);
    }
}
