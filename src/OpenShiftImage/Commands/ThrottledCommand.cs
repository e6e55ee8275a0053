using System.Globalization;
using System.Management.Automation;
using OpenShiftImage.Api;
using OpenShiftImage.Binding;
using OpenShiftImage.Pipeline;
using OpenShiftImage.Primitives;

namespace OpenShiftImage.Commands;

/// <summary>
/// Base of the cmdlets that change Images one by one: asks about each on the pipeline's thread, works on several at a
/// time, and writes what comes of them in the order in which they came in.
/// </summary>
public abstract class ThrottledCommand : SingleClusterCommand
{
    private readonly Queue<Work> _inFlight = new();
    private WorkTally? _tally;
    private long _known;

    /// <summary>
    /// Number of Images that are worked on at the same time; the output stays in the order of the input.
    /// </summary>
    [Parameter]
    [ValidateRange(1, 64)]
    public int ThrottleLimit { get; set; } = 1;

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        Prepare();
        try
        {
            var changes = Changes();
            _known += changes.Length;
            foreach (var change in changes)
            {
                Begin(change);
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
            Summarize(Tally);
            base.EndProcessing();
        }
        finally
        {
            AbandonAll();
        }
    }

    /// <summary>Returns the changes that one input asks for. For the pipeline's thread.</summary>
    private protected abstract Change[] Changes();

    /// <summary>Gets what the cmdlet does to an Image, as words after "was": the first is the usual.</summary>
    private protected abstract string[] Verbs { get; }

    /// <summary>Tells at the end what was done, where that is worth telling.</summary>
    private protected virtual void Summarize(WorkTally tally)
    {
        if (tally.Ended == 0 && !(tally.HasFailedCollection && tally.HasDoubt))
        {
            return;
        }

        var text = ControlCharacters.Escape($"{tally}.");
        text = char.ToUpper(text[0], CultureInfo.CurrentCulture) + text[1..];
        if (tally.HasFailedCollection || (tally.Ended > 1 && tally.Failed > 0) || tally.HasDoubt)
        {
            WriteWarning(text);
        }
        else
        {
            WriteShown(text);
        }
    }

    /// <summary>
    /// Writes to the verbose stream where it is shown: with -Debug alone the engine would ask about each line.
    /// </summary>
    private void WriteShown(string text)
    {
        if (ShowsVerbose)
        {
            WriteVerbose(text);
        }
    }

    /// <inheritdoc/>
    private protected override string? DescribeStop() =>
        _tally is { IsDryRun: false } tally && (tally.HasDoubt || tally.Ended > 1) ? tally.ToString() : null;

    private WorkTally Tally => _tally ??= new WorkTally(Verbs);

    /// <summary>Has nothing to do: the work for an input is that of its <see cref="Changes"/>.</summary>
    private protected sealed override Task ProcessAsync(PipelineOutput output, CancellationToken cancellationToken) =>
        Task.CompletedTask;

    /// <summary>
    /// Gets whether the server is only asked what would happen: -WhatIf, or <c>$WhatIfPreference</c>.
    /// </summary>
    private protected bool IsWhatIf => MyInvocation.BoundParameters.TryGetValue("WhatIf", out var given)
        ? given is SwitchParameter { IsPresent: true }
        : LanguagePrimitives.IsTrue(GetVariableValue("WhatIfPreference"));

    /// <summary>
    /// Gets whether the engine is going to ask, by its own rule: -Confirm, else <c>$ConfirmPreference</c> against the
    /// impact.
    /// </summary>
    private bool IsAsked => MyInvocation.BoundParameters.TryGetValue("Confirm", out var given)
        ? given is SwitchParameter { IsPresent: true }
        : !IsForced && LanguagePrimitives.TryConvertTo<ConfirmImpact>(
            GetVariableValue("ConfirmPreference"),
            out var preference)
            && preference != ConfirmImpact.None && preference <= Impact;

    /// <summary>Gets how much the change can harm, as the cmdlet's attribute has it.</summary>
    private protected virtual ConfirmImpact Impact => ConfirmImpact.Medium;

    /// <summary>Gets whether the user has said that no question is wanted.</summary>
    private protected virtual bool IsForced => false;

    private void Begin(Change change)
    {
        var connection = Clusters.Find(change.Image?.Cluster);
        // Only the pipeline's thread may read the variables of the session.
        var (isAsked, isWhatIf) = (IsAsked, IsWhatIf);
        if (change.Refusal is null
            && (connection is null || isAsked || isWhatIf || change.Image is { NeedsSearch: true }))
        {
            // The question names the cluster, and the Image that a short name stands for.
            Finish(Start(async (output, cancellationToken) =>
                (connection, change) = await TryFindAsync(
                    change, isAsked, isWhatIf, output, cancellationToken).ConfigureAwait(false)));
        }

        if (change.Refusal is { } refusal)
        {
            Tally.Begin(change.ErrorTarget).Fail(refusal.Exception);
            _inFlight.Enqueue(
                Start((output, cancellationToken) => output.ErrorAsync(refusal, cancellationToken).AsTask()));
        }
        else
        {
            var decision = change.Action == Change.Nothing && !IsWhatIf
                ? Decision.Proceed
                : Ask($"{change.Action} {change.Target} on {connection}");
            Tally.IsDryRun |= decision == Decision.DryRun;
            if (decision == Decision.Skip)
            {
                return;
            }

            _inFlight.Enqueue(Start((output, cancellationToken) => EachAsync(
                change.ErrorTarget, output, () => ChangeAsync(output, cancellationToken), cancellationToken)));

            async Task ChangeAsync(PipelineOutput output, CancellationToken cancellationToken)
            {
                var step = Tally.Begin(change.ErrorTarget, change.IsCollection);
                try
                {
                    var request = new ChangeRequest(
                        Clusters.CreateApi(connection!, output), change.Image?.Name ?? "", decision, output, step);
                    await change.SendAsync!(request, cancellationToken).ConfigureAwait(false);
                }
                catch (Exception e) when (e is not OperationCanceledException)
                {
                    step.Fail(e);
                    throw;
                }

                if (!change.IsCollection)
                {
                    output.Report(ToProgress(change.ErrorTarget));
                }
            }
        }

        FinishUntil(ThrottleLimit - 1);
        while (_inFlight.TryPeek(out var first) && first.HasEnded)
        {
            Finish(_inFlight.Dequeue());
        }
    }

    /// <summary>How many are done, and of how many, where they did not come one by one through the pipeline.</summary>
    private ProgressState ToProgress(string lastName)
    {
        var done = Tally.Ended;
        return MyInvocation.ExpectingInput || _known < done
            ? new ProgressState(string.Create(CultureInfo.CurrentCulture, $"{done:N0} Images, {lastName} the last"))
            : new ProgressState(
                string.Create(CultureInfo.CurrentCulture, $"{done:N0} of {_known:N0} Images, {lastName} the last"),
                (int)(done * 100 / _known));
    }

    /// <summary>As <see cref="FindAsync"/>; what is not found is refused in its turn, and the others go on.</summary>
    private async Task<(ClusterConnection? Connection, Change Change)> TryFindAsync(
        Change change, bool isAsked, bool isWhatIf, PipelineOutput output, CancellationToken cancellationToken)
    {
        try
        {
            return await FindAsync(change, isAsked, isWhatIf, output, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is not (ConfigurationException or OperationCanceledException)
            && ErrorRecords.For(e, change.ErrorTarget) is { } refusal)
        {
            return (null, Change.Refused(refusal));
        }
    }

    /// <summary>
    /// Finds the cluster of a change, the Image that is meant, and, where the user is asked, its reference.
    /// </summary>
    private async Task<(ClusterConnection Connection, Change Change)> FindAsync(
        Change change, bool isAsked, bool isWhatIf, PipelineOutput output, CancellationToken cancellationToken)
    {
        var connection = await Clusters.ConnectAsync(
            change.Image?.Cluster, output, cancellationToken).ConfigureAwait(false);
        ObjectDisposedException.ThrowIf(connection.IsClosed, connection);
        if (change.Image is not { } image)
        {
            output.Report(new ProgressState("counting what the server would remove"));
            return (connection, isAsked && !isWhatIf && change.DescribeAsync is { } describe
                ? change with
                {
                    Target = await describe(
                        Clusters.CreateApi(connection, output), cancellationToken).ConfigureAwait(false),
                }
                : change);
        }

        var api = Clusters.CreateApi(connection, output);
        if (image.NeedsSearch)
        {
            var name = await new ImageNameResolver(api).ResolveAsync(
                image.Name, cancellationToken).ConfigureAwait(false);
            image = new ImageIdentity(name, image.Source ?? image.Name)
            {
                IsWhole = true,
                Cluster = image.Cluster,
                Uid = image.Uid,
                ResourceVersion = image.ResourceVersion,
            };
        }

        var isShown = isAsked || isWhatIf;
        image = isShown && image.Reference is null
            ? await WithReferenceAsync(image, api, cancellationToken).ConfigureAwait(false)
            : image;
        var action = isShown && change.ChooseActionAsync is { } choose
            ? await choose(api, cancellationToken).ConfigureAwait(false)
            : change.Action;
        return (connection, change with { Image = image, Action = action });
    }

    /// <summary>
    /// Returns an identity with the reference of its Image, where the server gives it; the change itself will say what
    /// is wrong.
    /// </summary>
    private static async Task<ImageIdentity> WithReferenceAsync(
        ImageIdentity image, ImageApi api, CancellationToken cancellationToken)
    {
        try
        {
            var found = await api.GetAsync(image.Name, null, cancellationToken).ConfigureAwait(false);
            return new ImageIdentity(image.Name, image.Source)
            {
                IsWhole = image.IsWhole,
                Cluster = image.Cluster,
                Uid = image.Uid,
                ResourceVersion = image.ResourceVersion,
                Reference = found.DockerImageReference,
            };
        }
        catch (ApiException e) when (e.StatusCode != 404)
        {
            return image;
        }
    }

    private Decision Ask(string description)
    {
        if (IsForced && !IsAsked && !IsWhatIf)
        {
            WriteShown(Formatting.DisplayText.Line(description));
            return Decision.Proceed;
        }

        // One line, so that no text of an Image can look like another question.
        var shown = Formatting.DisplayText.Line(description);
        return ShouldProcess(shown, $"{shown}?", "Confirm", out var reason) ? Decision.Proceed
            : reason == ShouldProcessReason.WhatIf ? Decision.DryRun
            : Decision.Skip;
    }

    private void FinishUntil(int left)
    {
        while (_inFlight.Count > left)
        {
            Finish(_inFlight.Dequeue());
        }
    }

    private void AbandonAll()
    {
        while (_inFlight.TryDequeue(out var work))
        {
            Abandon(work);
        }
    }
}
