namespace OpenShiftImage.Analysis.Reports;

/// <summary>Says in a few words why a prune keeps or removes Images.</summary>
internal static class ReasonText
{
    /// <summary>Returns the words.</summary>
    public static string Of(ImageUsageReason reason) => reason switch
    {
        ImageUsageReason.TagInUse => "the latest of a tag that a workload uses",
        ImageUsageReason.DigestInUse => "a workload uses its digest",
        ImageUsageReason.TagRevision => "among the latest of a tag",
        ImageUsageReason.WithinSizeLimit => "not over the limits of its namespace",
        ImageUsageReason.YoungTagItem => "its place in the history of a tag is young",
        ImageUsageReason.YoungImageStream => "its image stream is young",
        ImageUsageReason.ManifestListMember => "member of a manifest list that stays",
        ImageUsageReason.NotManaged => "not pushed to the integrated registry",
        ImageUsageReason.YoungImage => "it is young",
        ImageUsageReason.NamespaceOnly => "a prune of one namespace removes no Images",
        ImageUsageReason.BeyondTagRevisions => "behind those of its tags that stay, and unused",
        ImageUsageReason.OverSizeLimit => "over a limit of its namespace, and unused",
        ImageUsageReason.NoImageStream => "in no image stream",
        ImageUsageReason.NoImage => "used, and there is no Image of that name",
        _ => "",
    };
}
