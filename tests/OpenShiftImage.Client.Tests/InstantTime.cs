using System.Collections.Concurrent;

namespace OpenShiftImage.Client.Tests;

/// <summary>A clock on which every pause is over at once, and counts all the same.</summary>
/// <param name="longestPause">What is longer is no pause but a deadline, which comes when the clock gets there; null where all are pauses.</param>
internal sealed class InstantTime(TimeSpan? longestPause = null) : TimeProvider
{
    private readonly object _moving = new();
    private readonly List<Timer> _deadlines = [];
    private long _ticks = DateTimeOffset.UtcNow.Ticks;

    /// <summary>The pauses that were asked for, in order.</summary>
    public ConcurrentQueue<TimeSpan> Pauses { get; } = new();

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => Interlocked.Read(ref _ticks);

    public override DateTimeOffset GetUtcNow() => new(Interlocked.Read(ref _ticks), TimeSpan.Zero);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new Timer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Moves the clock on; deadlines that it passes are over.</summary>
    public void Advance(TimeSpan by)
    {
        List<Timer> over;
        lock (_moving)
        {
            var now = Interlocked.Add(ref _ticks, by.Ticks);
            over = _deadlines.Where(timer => timer.Due <= now).ToList();
            over.ForEach(timer => _deadlines.Remove(timer));
        }

        over.ForEach(timer => timer.Fire());
    }

    /// <summary>Waits until somebody has set a deadline that is as far away as this.</summary>
    public async Task UntilSetAsync(TimeSpan deadline)
    {
        using var enough = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (!HasDeadline(deadline))
        {
            Assert.False(enough.IsCancellationRequested, $"Nobody has set a deadline of {deadline}.");
            await Task.Yield();
        }
    }

    /// <summary>Moves the clock on to a deadline that is as far away as this, once somebody has set one.</summary>
    public async Task PassAsync(TimeSpan deadline)
    {
        await UntilSetAsync(deadline);
        Advance(deadline);
    }

    /// <summary>Returns whether somebody has set a deadline that is as far away as this.</summary>
    public bool HasDeadline(TimeSpan away)
    {
        lock (_moving)
        {
            return _deadlines.Any(timer => timer.Due == GetTimestamp() + away.Ticks);
        }
    }

    private sealed class Timer(InstantTime time, TimerCallback callback, object? state) : ITimer
    {
        public long Due { get; private set; }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            var isPause = dueTime != Timeout.InfiniteTimeSpan && !(dueTime > time.Longest);
            lock (time._moving)
            {
                time._deadlines.Remove(this);
                if (dueTime != Timeout.InfiniteTimeSpan && !isPause)
                {
                    Due = time.GetTimestamp() + dueTime.Ticks;
                    time._deadlines.Add(this);
                }
            }

            if (isPause)
            {
                time.Pauses.Enqueue(dueTime);
                time.Advance(dueTime);
                Fire();
            }

            return true;
        }

        /// <summary>Calls back as the platform's timers do, on a thread of the pool.</summary>
        public void Fire() => ThreadPool.QueueUserWorkItem(_ => callback(state));

        public void Dispose()
        {
            lock (time._moving)
            {
                time._deadlines.Remove(this);
            }
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }

    private TimeSpan Longest => longestPause ?? TimeSpan.MaxValue;
}
