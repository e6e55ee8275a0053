namespace OpenShiftImage;

/// <summary>What was asked for cannot be had of a cluster that was collected, such as a must-gather.</summary>
public sealed class CollectedClusterException : OpenShiftImageException
{
    /// <summary>A change was asked for, and what was collected is only read.</summary>
    public const string ReadOnly = nameof(ReadOnly);

    /// <summary>Something was asked for that takes a server, such as a watch.</summary>
    public const string NotSupportedOffline = nameof(NotSupportedOffline);

    /// <summary>Objects of this kind were not collected, so nobody knows whether there are any.</summary>
    public const string NotCollected = nameof(NotCollected);

    /// <summary>There is no such file or folder.</summary>
    public const string PathNotFound = nameof(PathNotFound);

    /// <summary>The file or folder may not be read.</summary>
    public const string FileNotAccessible = nameof(FileNotAccessible);

    /// <summary>The file or folder cannot be read as what was collected.</summary>
    public const string InvalidArchive = nameof(InvalidArchive);

    /// <summary>Describes the failure.</summary>
    /// <param name="errorId">One of the constants of this class.</param>
    /// <param name="message">What is wrong.</param>
    /// <param name="target">What it is about: the path of the archive, or the name of the cluster.</param>
    /// <param name="inner">The cause.</param>
    public CollectedClusterException(string errorId, string message, string? target, Exception? inner = null)
        : base(errorId, message, target, inner)
    {
    }
}
