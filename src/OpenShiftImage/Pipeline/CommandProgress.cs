using System.Management.Automation;
using OpenShiftImage.Primitives;

namespace OpenShiftImage.Pipeline;

/// <summary>
/// Shows how far a cmdlet has come, once it has taken longer than a second, a few times a second, and not at all where
/// nobody wants to see it. For the pipeline's thread; the state comes from any.
/// </summary>
/// <param name="cmdlet">The cmdlet.</param>
/// <param name="time">Tells how long it has taken.</param>
internal sealed class CommandProgress(PSCmdlet cmdlet, TimeProvider time)
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_interval = TimeSpan.FromMilliseconds(250);
    private static int s_lastId = 0x05_1A_6E;

    private readonly long _started = time.GetTimestamp();
    private readonly int _id = Interlocked.Increment(ref s_lastId);
    private readonly bool _isWanted = !LanguagePrimitives.TryConvertTo<ActionPreference>(
        cmdlet.GetVariableValue("ProgressPreference"), out var wanted)
        || wanted is not (ActionPreference.SilentlyContinue or ActionPreference.Ignore);

    private volatile ProgressState? _state;
    private ProgressState? _shown;
    private long _lastShown;
    private volatile bool _isOpen;

    /// <summary>How long the pipeline's thread may sleep before something is to be shown.</summary>
    public TimeSpan Patience => _isWanted && _state is not null ? s_interval : TimeSpan.MaxValue;

    /// <summary>Gets whether there is something to show, and it is time. For any thread.</summary>
    public bool IsDue => _isWanted && _state is { } state && !ReferenceEquals(state, _shown)
        && time.GetElapsedTime(_started) >= s_patience
        && (!_isOpen || time.GetElapsedTime(Interlocked.Read(ref _lastShown)) >= s_interval);

    /// <summary>Says how far the cmdlet has come.</summary>
    public void Report(ProgressState state)
    {
        if (_isWanted)
        {
            _state = state;
        }
    }

    /// <summary>Shows the state, when it is time.</summary>
    public void Show()
    {
        if (!IsDue || _state is not { } state)
        {
            return;
        }

        Interlocked.Exchange(ref _lastShown, time.GetTimestamp());
        (_isOpen, _shown) = (true, state);
        cmdlet.WriteProgress(new ProgressRecord(
            _id, cmdlet.MyInvocation.MyCommand.Name, ControlCharacters.Escape(state.Status))
        {
            // Text from a server must not make a progress report fail.
            PercentComplete = Math.Clamp(state.Percent ?? -1, -1, 100),
            SecondsRemaining = Math.Max(state.SecondsLeft ?? -1, -1),
        });
    }

    /// <summary>Takes away what is shown.</summary>
    public void Complete()
    {
        if (_isOpen)
        {
            _isOpen = false;
            var done = new ProgressRecord(_id, cmdlet.MyInvocation.MyCommand.Name, "done");
            done.RecordType = ProgressRecordType.Completed;
            cmdlet.WriteProgress(done);
        }
    }
}
