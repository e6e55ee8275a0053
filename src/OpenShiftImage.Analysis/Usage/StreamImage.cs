using OpenShiftImage.Analysis.Images;

namespace OpenShiftImage.Analysis.Usage;

/// <summary>An Image in an image stream.</summary>
internal readonly record struct StreamImage(string Namespace, string Stream, DigestKey Image);
