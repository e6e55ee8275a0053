using System.Management.Automation;
using System.Threading.Channels;
using OpenShiftImage.Primitives;
using OpenShiftImage.Transport;

namespace OpenShiftImage.Pipeline;

/// <summary>
/// What the body of an asynchronous cmdlet writes to. Its calls come from any thread and are carried out, in order, on
/// the pipeline's; the queue between is bounded, so a slow consumer slows the body. After the body has ended every call
/// is refused.
/// </summary>
#pragma warning disable CA1001 // What it owns holds nothing of the system's, as long as nobody asks for its WaitHandle.
internal sealed class PipelineOutput : IRequestObserver
#pragma warning restore CA1001
{
    private const int Capacity = 64;
    private static readonly TimeSpan s_look = TimeSpan.FromSeconds(1);

    private readonly Channel<Action<PSCmdlet>> _queue = Channel.CreateBounded<Action<PSCmdlet>>(
        new BoundedChannelOptions(Capacity) { SingleReader = true, AllowSynchronousContinuations = false });

    // Wakes the pipeline's thread at once; the channel's own signal would go by way of a thread of the pool.
    private readonly ManualResetEventSlim _wakeUp = new();

    /// <summary>Shows how far the work has come; null for nobody.</summary>
    internal CommandProgress? Progress { get; init; }

    /// <summary>Writes an object.</summary>
    public ValueTask WriteAsync(object? value, CancellationToken cancellationToken) =>
        RunAsync(cmdlet => cmdlet.WriteObject(value), cancellationToken);

    /// <summary>
    /// Writes objects in one go, and goes on when the consumer has taken them all: one change of threads, not one for
    /// each.
    /// </summary>
    public async ValueTask WriteAllAsync(IEnumerable<object> values, CancellationToken cancellationToken)
    {
        var written = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await RunAsync(
            WriteEach(values, cancellationToken, written.SetResult), cancellationToken).ConfigureAwait(false);
        await written.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// Writes objects in one go as the very last that a body does: nobody is woken for them before the body has ended.
    /// </summary>
    public ValueTask WriteLastAsync(IEnumerable<object> values, CancellationToken cancellationToken)
    {
        var writing = EnqueueAsync(WriteEach(values, cancellationToken), cancellationToken);
        if (!writing.IsCompleted)
        {
            // The queue is full, and only the pipeline's thread can make room.
            _wakeUp.Set();
        }

        return writing;
    }

    /// <summary>Writes an error that does not end the cmdlet.</summary>
    public ValueTask ErrorAsync(ErrorRecord record, CancellationToken cancellationToken) =>
        RunAsync(cmdlet => cmdlet.WriteError(record), cancellationToken);

    /// <summary>
    /// Writes to the verbose stream, where it is shown: with -Debug alone the engine would ask about each line.
    /// </summary>
    public ValueTask VerboseAsync(string message, CancellationToken cancellationToken) => ShowsVerbose
        ? RunAsync(
            cmdlet => cmdlet.WriteVerbose(ControlCharacters.Escape(SecretNames.MaskTokens(message))), cancellationToken)
        : ValueTask.CompletedTask;

    /// <inheritdoc/>
    public ValueTask WarnAsync(string message, CancellationToken cancellationToken) =>
        RunAsync(
            cmdlet => cmdlet.WriteWarning(ControlCharacters.Escape(SecretNames.MaskTokens(message))),
            cancellationToken);

    /// <inheritdoc/>
    public RequestDetail Detail { get; init; } = RequestDetail.Summary;

    /// <summary>Whether the verbose stream is shown.</summary>
    public bool ShowsVerbose { get; init; }

    /// <inheritdoc/>
    public ValueTask CompletedAsync(RequestSummary summary, CancellationToken cancellationToken) => ShowsVerbose
        ? VerboseAsync(summary.ToString(), cancellationToken)
        : HeadersAsync(summary.ToString(), cancellationToken);

    /// <inheritdoc/>
    public ValueTask HeadersAsync(string text, CancellationToken cancellationToken) => RunAsync(
        cmdlet =>
        {
            foreach (var line in text.Split('\n'))
            {
                cmdlet.WriteDebug(ControlCharacters.Escape(SecretNames.MaskTokens(line)));
            }
        },
        cancellationToken);

    /// <inheritdoc/>
    public ValueTask RetryingAsync(string message, CancellationToken cancellationToken)
    {
        // A user who does not watch the verbose stream still sees why nothing happens.
        Report(new ProgressState(message));
        return VerboseAsync(message, cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask FailedAsync(OpenShiftImageException failure, CancellationToken cancellationToken) =>
        ErrorAsync(ErrorRecords.For(failure, failure.Target)!, cancellationToken);

    /// <inheritdoc/>
    public ValueTask InformAsync(string message, CancellationToken cancellationToken) =>
        VerboseAsync(message, cancellationToken);

    /// <summary>Runs a function on the pipeline's thread and returns its result.</summary>
    /// <exception cref="InvalidOperationException">The body has ended.</exception>
    public async ValueTask<T> EvaluateAsync<T>(Func<PSCmdlet, T> work, CancellationToken cancellationToken)
    {
        var answer = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        await RunAsync(cmdlet => answer.SetResult(work(cmdlet)), cancellationToken).ConfigureAwait(false);
        return await answer.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Runs an action on the pipeline's thread.</summary>
    /// <exception cref="InvalidOperationException">The body has ended.</exception>
    public async ValueTask RunAsync(Action<PSCmdlet> action, CancellationToken cancellationToken)
    {
        await EnqueueAsync(action, cancellationToken).ConfigureAwait(false);
        _wakeUp.Set();
    }

    /// <summary>Says how far the work has come; costs nothing where nobody sees it.</summary>
    internal void Report(ProgressState state)
    {
        Progress?.Report(state);
        if (Progress is { IsDue: true })
        {
            _wakeUp.Set();
        }
    }

    /// <summary>Carries out what is written until the body has ended. For the pipeline's thread.</summary>
    internal void Drain(PSCmdlet cmdlet, CancellationToken cancellationToken)
    {
        while (true)
        {
            // The signal is reset before the queue is checked: a later item sets it again.
            _wakeUp.Reset();
            while (_queue.Reader.TryRead(out var action))
            {
                cancellationToken.ThrowIfCancellationRequested();
                action(cmdlet);
                Progress?.Show();
            }

            Progress?.Show();
            if (_queue.Reader.Completion.IsCompleted)
            {
                return;
            }

            Wait(cancellationToken);
        }
    }

    /// <summary>Refuses every call from now on.</summary>
    internal void Complete()
    {
        _queue.Writer.TryComplete();
        _wakeUp.Set();
    }

    private static Action<PSCmdlet> WriteEach(
        IEnumerable<object> values, CancellationToken cancellationToken, Action? then = null) =>
        cmdlet =>
        {
            foreach (var value in values)
            {
                cancellationToken.ThrowIfCancellationRequested();
                cmdlet.WriteObject(value);
            }

            then?.Invoke();
        };

    private async ValueTask EnqueueAsync(Action<PSCmdlet> action, CancellationToken cancellationToken)
    {
        try
        {
            await _queue.Writer.WriteAsync(action, cancellationToken).ConfigureAwait(false);
        }
        catch (ChannelClosedException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw new InvalidOperationException("The cmdlet has ended; nothing can be written any more.");
        }
    }

    private void Wait(CancellationToken cancellationToken)
    {
        // While there is nothing to show, the thread may sleep longer.
        while (!_wakeUp.Wait(
            Progress is { Patience: var patience } && patience < s_look ? patience : s_look, cancellationToken))
        {
            Progress?.Show();
        }
    }
}
