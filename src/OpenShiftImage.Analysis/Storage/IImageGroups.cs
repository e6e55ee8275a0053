namespace OpenShiftImage.Analysis.Storage;

/// <summary>Groups of Images.</summary>
internal interface IImageGroups
{
    /// <summary>Gets how many there are.</summary>
    int Count { get; }

    /// <summary>Returns the name of a group.</summary>
    string NameOf(int group);

    /// <summary>Returns the Images of a group, each once.</summary>
    IReadOnlyList<int> ImagesOf(int group);
}
