namespace OpenShiftImage.Primitives;

/// <summary>Deadlines as far away as anyone may ask for: timers end after 49 days.</summary>
internal static class Deadline
{
    private static readonly TimeSpan s_farthest = TimeSpan.FromDays(49);

    /// <summary>Returns a time that a timer can wait for.</summary>
    public static TimeSpan AtMost(TimeSpan time) => time < s_farthest ? time : s_farthest;
}
