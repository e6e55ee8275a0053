namespace OpenShiftImage.Sandbox.Hosting;

/// <summary>Leaves signals to the program: a sandbox inside another program must not end with its Ctrl+C.</summary>
internal sealed class NoSignalHandling : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
