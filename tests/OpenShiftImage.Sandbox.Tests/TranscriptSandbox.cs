using Xunit.Abstractions;
using Xunit.Sdk;

namespace OpenShiftImage.Sandbox.Tests;

/// <summary>A sandbox against which recordings are replayed, and the test run's output.</summary>
public sealed class TranscriptSandbox(IMessageSink sink) : IAsyncLifetime
{
    public SandboxServer Server { get; private set; } = null!;

    public HttpClient Http { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Server = await SandboxServer.StartAsync(new SandboxOptions { Images = 0, Control = true });
        Http = SandboxClient.CreateHttpClient();
    }

    public async Task DisposeAsync()
    {
        Http.Dispose();
        await Server.DisposeAsync();
    }

    /// <summary>Writes a line to the output of the test run, also when tests pass.</summary>
    public void WriteLine(string line) => sink.OnMessage(new DiagnosticMessage(line));
}
