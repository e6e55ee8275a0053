using OpenShiftImage.Primitives;

namespace OpenShiftImage.Analysis.References;

/// <summary>
/// Objects have references that nothing can be made of, so nobody knows which Images they use; as
/// <c>oc adm prune images</c> does, nothing is decided then.
/// </summary>
internal sealed class InvalidReferencesException : OpenShiftImageException
{
    /// <summary>How many are told in the message.</summary>
    private const int MostTold = 20;

    /// <summary>Takes the references.</summary>
    public InvalidReferencesException(IReadOnlyList<InvalidReference> references)
        : base("InvalidReference", Describe(references), references[0].Referrer, null) => References = references;

    /// <summary>Gets all of them.</summary>
    public IReadOnlyList<InvalidReference> References { get; }

    private static string Describe(IReadOnlyList<InvalidReference> references)
    {
        var told = string.Join("; ", references.Take(MostTold));
        var rest = references.Count > MostTold ? $"; and {references.Count - MostTold} more" : "";
        return "Nothing is decided, since it cannot be known which Images these references mean: " + told + rest + ".";
    }
}
