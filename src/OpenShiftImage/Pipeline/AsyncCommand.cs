using System.Management.Automation;
using OpenShiftImage.Primitives;
using OpenShiftImage.Transport;

namespace OpenShiftImage.Pipeline;

/// <summary>
/// Base of cmdlets whose work is asynchronous: the work runs as a task, the pipeline's thread carries out what it
/// writes. Stopping, from Ctrl+C or by a consumer that has enough, cancels the work at once.
/// </summary>
public abstract class AsyncCommand : PSCmdlet, IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private TimeProvider? _time;
    private CommandProgress? _progress;
    private Action<string>? _warnPerson;
    private bool _hasEnded;

    /// <inheritdoc/>
    public void Dispose()
    {
        _stop.Cancel();
        Release();
        if (!_hasEnded && _warnPerson is not null && DescribeStop() is { } done)
        {
            // The streams of a cmdlet that is stopped are closed: only the host still reaches the person who wants to
            // know.
            _warnPerson(ControlCharacters.Escape($"{MyInvocation.MyCommand.Name} was stopped: {done}."));
        }

        GC.SuppressFinalize(this);
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        _hasEnded = true;
        _progress?.Complete();
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        Prepare();
        Finish(Start(ProcessAsync));
    }

    /// <inheritdoc/>
    protected override void StopProcessing() => _stop.Cancel();

    /// <summary>Gets the clock; for any thread, once the work has begun.</summary>
    private protected TimeProvider Time => _time ??= CommandClock.Current;

    /// <summary>Checks and reads what only the pipeline's thread may, before the work for one input begins.</summary>
    private protected virtual void Prepare()
    {
    }

    /// <summary>Lets go of what the cmdlet holds, however it ends.</summary>
    private protected virtual void Release()
    {
    }

    /// <summary>
    /// Returns what was done, and what is in doubt, when the cmdlet ends early; null when that is nothing to tell.
    /// </summary>
    private protected virtual string? DescribeStop() => null;

    /// <summary>Does the work for one input.</summary>
    private protected abstract Task ProcessAsync(PipelineOutput output, CancellationToken cancellationToken);

    /// <summary>Begins work whose writes wait until they are carried out by <see cref="Finish"/>.</summary>
    private protected Work Start(Func<PipelineOutput, CancellationToken, Task> process)
    {
        _warnPerson ??= FindPerson();
        var abandoned = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
        var output = new PipelineOutput
        {
            Detail = DetailWanted(out var verbose),
            ShowsVerbose = verbose,
            Progress = _progress ??= new CommandProgress(this, Time),
        };
        // Task.Run, so that the body never sees a synchronization context of the host.
        var body = Task.Run(RunAsync, CancellationToken.None);
        return new Work(output, body, abandoned);

        async Task RunAsync()
        {
            try
            {
                await process(output, abandoned.Token).ConfigureAwait(false);
            }
            finally
            {
                output.Complete();
            }
        }
    }

    /// <summary>
    /// Returns how a person is warned when no stream is open any more. For the pipeline's thread, while the cmdlet
    /// runs.
    /// </summary>
    private Action<string> FindPerson()
    {
        var ui = Host?.UI;
        return ui is not null && IsShown("WarningAction", "WarningPreference") ? ui.WriteWarningLine : static _ => { };
    }

    /// <summary>Gets whether the verbose stream is shown. For the pipeline's thread.</summary>
    private protected bool ShowsVerbose => IsShown("Verbose", "VerbosePreference");

    /// <summary>What nobody will see is not worked out, nor is the pipeline's thread woken for it.</summary>
    private RequestDetail DetailWanted(out bool verbose)
    {
        verbose = ShowsVerbose;
        return IsShown("Debug", "DebugPreference") ? RequestDetail.Headers
            : verbose ? RequestDetail.Summary
            : RequestDetail.None;
    }

    private bool IsShown(string parameter, string preference) =>
        MyInvocation.BoundParameters.TryGetValue(parameter, out var given)
            ? given is SwitchParameter { IsPresent: true } or ActionPreference.Continue or ActionPreference.Inquire
                or ActionPreference.Stop
            : LanguagePrimitives.TryConvertTo<ActionPreference>(GetVariableValue(preference), out var wanted)
                && wanted is not (ActionPreference.SilentlyContinue or ActionPreference.Ignore);

    /// <summary>Carries out what work writes, until it has ended, and reports how.</summary>
    private protected void Finish(Work work)
    {
        var hasFinished = false;
        try
        {
            // What the pipeline's thread meets while it writes (a consumer that has enough, a stop) is the engine's,
            // and goes on to it.
            work.Output.Drain(this, work.Abandoned.Token);
            Report(work.Body);
            hasFinished = true;
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            throw new PipelineStoppedException();
        }
        finally
        {
            // When the pipeline's thread leaves early, the body must end too.
            Abandon(work);
            if (!hasFinished)
            {
                TakeProgressAway();
            }
        }
    }

    /// <summary>A consumer that has enough lets nobody come to EndProcessing.</summary>
    private void TakeProgressAway()
    {
        try
        {
            _progress?.Complete();
        }
        catch (PipelineStoppedException)
        {
            // Whoever stops the pipeline takes all progress away.
        }
    }

    /// <summary>Ends work that nobody will finish.</summary>
    private protected static void Abandon(Work work)
    {
        work.Abandoned.Cancel();
        work.Output.Complete();
        if (work.HasEnded)
        {
            _ = work.Body.Exception;
            work.Abandoned.Dispose();
            return;
        }

        _ = work.Body.ContinueWith(
            static (task, source) =>
            {
                _ = task.Exception;
                ((CancellationTokenSource)source!).Dispose();
            },
            work.Abandoned,
            CancellationToken.None,
            TaskContinuationOptions.None,
            TaskScheduler.Default);
    }

    private void Report(Task body)
    {
        try
        {
            body.GetAwaiter().GetResult();
        }
        catch (Exception e) when (ErrorRecords.For(e, MyInvocation.MyCommand.Name) is { } record)
        {
            if (e is ConfigurationException or ParameterException or BrokenFileException
                or OpenShiftImageException { ErrorId: "InvalidPolicy" })
            {
                ThrowTerminatingError(record);
            }

            WriteError(record);
        }
    }

    /// <summary>Work under way.</summary>
    private protected sealed record Work(PipelineOutput Output, Task Body, CancellationTokenSource Abandoned)
    {
        public bool HasEnded => Body.IsCompleted;
    }
}
