namespace OpenShiftImage.Analysis.Bases;

/// <summary>An Image whose base is looked for.</summary>
/// <param name="Image">Its number.</param>
/// <param name="ByDigest">The chain of its layers; -1 where it has none that count.</param>
/// <param name="ByDiffId">The same by diff ids; -1 where it does not tell them.</param>
/// <param name="IsManifestList">Whether it has members, and no layers of its own.</param>
internal readonly record struct BaseInput(int Image, int ByDigest, int ByDiffId, bool IsManifestList);
