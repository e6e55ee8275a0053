namespace OpenShiftImage.Pipeline;

/// <summary>How far a cmdlet has come.</summary>
/// <param name="Status">What is being done, or has been, for one line.</param>
/// <param name="Percent">How much of all that is, from 0 to 100; null when nobody knows.</param>
/// <param name="SecondsLeft">Seconds until the cmdlet ends at the latest; null when nobody knows.</param>
internal sealed record ProgressState(string Status, int? Percent = null, int? SecondsLeft = null)
{
    /// <summary>
    /// Says how many of a list have come, and how much of all that is where the server tells what remains.
    /// </summary>
    public static ProgressState OfList(long received, long? remaining) =>
        remaining is >= 0 and { } left && left < long.MaxValue - received && received + left > 0
            ? new(
                string.Create(
                    System.Globalization.CultureInfo.CurrentCulture, $"{received:N0} of {received + left:N0} Images"),
                (int)(received / (double)(received + left) * 100))
            : new(string.Create(System.Globalization.CultureInfo.CurrentCulture, $"{received:N0} Images"));
}
