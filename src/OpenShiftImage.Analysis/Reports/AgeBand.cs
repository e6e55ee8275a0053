namespace OpenShiftImage.Analysis.Reports;

/// <summary>What is of an age between two limits.</summary>
/// <param name="Name">The limits, in words.</param>
/// <param name="Images">How many Images are of that age.</param>
/// <param name="Size">Bytes of the layers whose youngest Image is of that age.</param>
/// <param name="SizeOfOlder">Bytes of these and of all that are older.</param>
internal sealed record AgeBand(string Name, int Images, long Size, long SizeOfOlder);
