using OpenShiftImage.Transport;

namespace OpenShiftImage.Kubernetes.Tests.Archives;

/// <summary>Remembers what is told of an archive.</summary>
internal sealed class ArchiveObserver : IRequestObserver
{
    public List<OpenShiftImageException> Failures { get; } = [];

    public List<string> Messages { get; } = [];

    public List<string> Warnings { get; } = [];

    public RequestDetail Detail => RequestDetail.Summary;

    public ValueTask FailedAsync(OpenShiftImageException failure, CancellationToken cancellationToken)
    {
        Failures.Add(failure);
        return ValueTask.CompletedTask;
    }

    public ValueTask InformAsync(string message, CancellationToken cancellationToken)
    {
        Messages.Add(message);
        return ValueTask.CompletedTask;
    }

    public ValueTask WarnAsync(string message, CancellationToken cancellationToken)
    {
        Warnings.Add(message);
        return ValueTask.CompletedTask;
    }

    public ValueTask CompletedAsync(RequestSummary summary, CancellationToken cancellationToken) =>
        throw Unexpected(summary.ToString());

    public ValueTask HeadersAsync(string text, CancellationToken cancellationToken) => throw Unexpected(text);

    public ValueTask RetryingAsync(string message, CancellationToken cancellationToken) => throw Unexpected(message);

    private static InvalidOperationException Unexpected(string text) => new($"An archive sends no request: {text}");
}
