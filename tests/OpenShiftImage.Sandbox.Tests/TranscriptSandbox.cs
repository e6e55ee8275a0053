namespace OpenShiftImage.Sandbox.Tests;

/// <summary>A sandbox against which recordings are replayed, and the test run's output.</summary>
public sealed class TranscriptSandbox : IAsyncLifetime
{
    public SandboxServer Server { get; private set; } = null!;

    public HttpClient Http { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Server = await SandboxServer.StartAsync(new SandboxOptions { Images = 0, Control = true });
        Http = SandboxClient.CreateHttpClient();
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await Server.DisposeAsync();
    }

    /// <summary>Writes a line to the output of the test run, also when tests pass.</summary>
    public static void WriteLine(string line) => TestContext.Current.SendDiagnosticMessage(line);
}
