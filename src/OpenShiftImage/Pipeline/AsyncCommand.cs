using System.Management.Automation;

namespace OpenShiftImage.Pipeline;

/// <summary>
/// Base of cmdlets whose work is asynchronous: the work runs as a task, the pipeline's thread carries out what it writes.
/// Stopping, from Ctrl+C or by a consumer that has enough, cancels the work at once.
/// </summary>
public abstract class AsyncCommand : PSCmdlet, IDisposable
{
    private readonly CancellationTokenSource _stop = new();

    /// <inheritdoc/>
    public void Dispose()
    {
        _stop.Cancel();
        GC.SuppressFinalize(this);
    }

    /// <inheritdoc/>
    protected sealed override void ProcessRecord()
    {
        Prepare();
        Run();
    }

    /// <inheritdoc/>
    protected override void StopProcessing() => _stop.Cancel();

    /// <summary>Checks and reads what only the pipeline's thread may, before the work for one input begins.</summary>
    private protected virtual void Prepare()
    {
    }

    /// <summary>Does the work for one input.</summary>
    private protected abstract Task ProcessAsync(PipelineOutput output, CancellationToken cancellationToken);

    private void Run()
    {
        using var abandoned = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
        var output = new PipelineOutput();
        // Task.Run, so that the body never sees a synchronization context of the host.
        var body = Task.Run(
            async () =>
            {
                try
                {
                    await ProcessAsync(output, abandoned.Token).ConfigureAwait(false);
                }
                finally
                {
                    output.Complete();
                }
            },
            CancellationToken.None);
        try
        {
            // What the pipeline's thread meets while it writes (a consumer that has enough, a stop) is the engine's, and goes on to it.
            output.Drain(this, abandoned.Token);
            Report(body);
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            throw new PipelineStoppedException();
        }
        finally
        {
            // When the pipeline's thread leaves early, the body must not go on behind its back.
            abandoned.Cancel();
            output.Complete();
            _ = body.ContinueWith(
                static task => task.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
        }
    }

    private void Report(Task body)
    {
        try
        {
            body.GetAwaiter().GetResult();
        }
        catch (Exception e) when (ErrorRecords.For(e, MyInvocation.MyCommand.Name) is { } record)
        {
            if (e is ConfigurationException or ParameterException)
            {
                ThrowTerminatingError(record);
            }

            WriteError(record);
        }
    }
}
