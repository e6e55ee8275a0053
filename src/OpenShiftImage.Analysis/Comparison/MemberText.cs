namespace OpenShiftImage.Analysis.Comparison;

/// <summary>A member of a manifest list as it is compared; an Image that is none is a member of its own.</summary>
/// <param name="Platform">Operating system, architecture and variant, with slashes between.</param>
/// <param name="Digest">Its digest, which is the name of its Image.</param>
/// <param name="Bytes">The size of its manifest; null where nobody says.</param>
internal readonly record struct MemberText(string Platform, string Digest, long? Bytes);
