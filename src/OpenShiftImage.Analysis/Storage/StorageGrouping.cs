using OpenShiftImage.Analysis.Images;
using OpenShiftImage.Analysis.Usage;

namespace OpenShiftImage.Analysis.Storage;

/// <summary>Groups of Images that something else than the Images tells.</summary>
internal static class StorageGrouping
{
    /// <summary>
    /// Returns groups by the image streams that have an Image, in any place of their histories, or by their namespaces.
    /// </summary>
    public static IImageGroups ByStreams(ImageTable images, StreamTable streams, bool byNamespace)
    {
        var groups = new NamedGroups();
        for (var image = 0; image < images.Count; image++)
        {
            var places = streams.PlacesOf(images.KeyOf(image));
            foreach (var place in places)
            {
                var name = place.Tag.Name;
                groups.Add(byNamespace ? name.Namespace : $"{name.Namespace}/{name.Stream}", image);
            }

            if (places.Count == 0)
            {
                groups.Add(null, image);
            }
        }

        return groups;
    }

    /// <summary>Returns groups by what a prune does with an Image.</summary>
    /// <param name="images">The Images to put together.</param>
    /// <param name="analysis">What has been decided, on all Images of the cluster.</param>
    public static IImageGroups ByVerdict(ImageTable images, UsageAnalysis analysis)
    {
        var groups = new NamedGroups();
        for (var image = 0; image < images.Count; image++)
        {
            var number = analysis.Images.Find(images.KeyOf(image));
            groups.Add(number < 0 ? null : analysis.VerdictOf(number).Verdict.ToString(), image);
        }

        return groups;
    }
}
