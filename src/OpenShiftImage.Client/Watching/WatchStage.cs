namespace OpenShiftImage.Watching;

/// <summary>What a watch does next.</summary>
internal enum WatchStage
{
    /// <summary>List into the cache without events, so that a later relist has something to compare with.</summary>
    Prime,

    /// <summary>Watch, beginning with an Added event for each Image that exists.</summary>
    Initial,

    /// <summary>List, and return how the list differs from the cache.</summary>
    Relist,

    /// <summary>Watch from the last version.</summary>
    Follow,
}
