using System.Globalization;
using System.Management.Automation;
using OpenShiftImage.Pipeline;

namespace OpenShiftImage.Commands;

/// <summary>
/// Base of the cmdlets that change Images one by one: asks about each on the pipeline's thread, works on several at a time, and
/// writes what comes of them in the order in which they came in.
/// </summary>
public abstract class ThrottledCommand : ImageCommand
{
    private readonly Queue<Work> _underWay = new();
    private int _done;

    /// <summary>Number of Images that are worked on at the same time; the output stays in the order of the input.</summary>
    [Parameter]
    [ValidateRange(1, 64)]
    public int ThrottleLimit { get; set; } = 1;

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        Prepare();
        try
        {
            foreach (var item in Items())
            {
                Begin(item);
            }
        }
        catch
        {
            AbandonAll();
            throw;
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        try
        {
            FinishUntil(0);
            base.EndProcessing();
        }
        finally
        {
            AbandonAll();
        }
    }

    private protected override void Prepare()
    {
        base.Prepare();
        if (!IsOpen)
        {
            // What is asked about names the cluster.
            Finish(Start((_, _) => Task.CompletedTask));
        }
    }

    /// <summary>Gives the changes that one input asks for. For the pipeline's thread.</summary>
    private protected abstract Item[] Items();

    /// <summary>Has nothing to do: the work for an input is that of its <see cref="Items"/>.</summary>
    private protected sealed override Task ProcessAsync(PipelineOutput output, CancellationToken cancellationToken) => Task.CompletedTask;

    private void Begin(Item item)
    {
        if (item.Refusal is { } refusal)
        {
            _underWay.Enqueue(Start((output, cancellationToken) => output.ErrorAsync(refusal, cancellationToken).AsTask()));
        }
        else
        {
            var decision = Ask(item);
            if (decision == Decision.Skip)
            {
                return;
            }

            _underWay.Enqueue(Start((output, cancellationToken) => EachAsync(item.Target, output, () => ChangeAsync(output, cancellationToken), cancellationToken)));

            async Task ChangeAsync(PipelineOutput output, CancellationToken cancellationToken)
            {
                await item.Change!(decision, output, cancellationToken).ConfigureAwait(false);
                output.Report(new ProgressState(string.Create(CultureInfo.CurrentCulture, $"{Interlocked.Increment(ref _done):N0} Images, {item.Target} the last")));
            }
        }

        FinishUntil(ThrottleLimit - 1);
        while (_underWay.TryPeek(out var first) && first.HasEnded)
        {
            Finish(_underWay.Dequeue());
        }
    }

    private Decision Ask(Item item)
    {
        var description = $"Performing the operation \"{item.Action}\" on target \"{Printable.Escape(item.Target)}\".";
        return ShouldProcess(description, $"Are you sure you want to perform this action?\n{description}", "Confirm", out var reason) ? Decision.Proceed
            : reason == ShouldProcessReason.WhatIf ? Decision.DryRun
            : Decision.Skip;
    }

    private void FinishUntil(int left)
    {
        while (_underWay.Count > left)
        {
            Finish(_underWay.Dequeue());
        }
    }

    private void AbandonAll()
    {
        while (_underWay.TryDequeue(out var work))
        {
            Abandon(work);
        }
    }

    /// <summary>One change, or why there will be none.</summary>
    private protected sealed record Item(string Target, string Action, Func<Decision, PipelineOutput, CancellationToken, Task>? Change, ErrorRecord? Refusal = null)
    {
        public static Item Refused(ErrorRecord refusal) => new("", "", null, refusal);
    }
}
