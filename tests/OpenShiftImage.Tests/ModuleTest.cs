using System.Management.Automation;
using Microsoft.AspNetCore.Http;
using OpenShiftImage.Sandbox;

namespace OpenShiftImage.Tests;

/// <summary>A sandbox for the tests of a class.</summary>
public sealed class SandboxFixture : IAsyncLifetime
{
    public SandboxServer Server { get; private set; } = null!;

    public async ValueTask InitializeAsync() =>
        Server = await SandboxServer.StartAsync(new SandboxOptions { Images = 250 });

    public async ValueTask DisposeAsync() => await Server.DisposeAsync();
}

/// <summary>
/// Base of tests that drive the module in the engine, connected to a sandbox. Others run beside them in the same process, so whatever
/// is the process's, such as its environment, they leave alone: <see cref="EnvironmentTest"/> is for those that do not.
/// </summary>
public abstract class ModuleTest : IClassFixture<SandboxFixture>, IDisposable
{
    protected ModuleTest(SandboxFixture fixture)
        : this(fixture, connects: true)
    {
    }

    private protected ModuleTest(SandboxFixture fixture, bool connects)
    {
        Server = fixture.Server;
        Server.Intercept = null;
        Shell = connects ? NewShell() : new ModuleShell();
        Shell.Runspace.SessionStateProxy.SetVariable("kubeconfig", Server.KubeconfigPath);
        Server.ClearRequests();
    }

    protected SandboxServer Server { get; }

    private protected ModuleShell Shell { get; }

    /// <summary>Variables of the environment for a process that is to use the sandbox.</summary>
    private protected Dictionary<string, string> ProcessEnvironment => new() { ["KUBECONFIG"] = Server.KubeconfigPath };

    public virtual void Dispose()
    {
        Server.Intercept = null;
        Shell.Dispose();
        GC.SuppressFinalize(this);
    }

    protected static string NewName() => "test-" + Guid.NewGuid().ToString("N");

    /// <summary>Opens another runspace, connected too.</summary>
    private protected ModuleShell NewShell()
    {
        var shell = new ModuleShell();
        shell.Run(
            "Connect-OSImageCluster -Kubeconfig $path > $null; Remove-Variable path", ("path", Server.KubeconfigPath))
                .Succeeded();
        return shell;
    }

    /// <summary>Answers every watch with a stream that ends at once, without an event.</summary>
    private protected void EndWatches() => Server.Intercept = context =>
    {
        var isWatch = context.Request.Query.ContainsKey("watch")
            || context.Request.Path.Value!.Contains("/watch/", StringComparison.Ordinal);
        if (isWatch)
        {
            context.Response.ContentType = "application/json";
        }

        return Task.FromResult(isWatch);
    };

    /// <summary>Waits until the server has been asked for a watch.</summary>
    private protected async Task UntilWatchedAsync()
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!Server.Requests.Any(request => request.Target.Contains("watch=true", StringComparison.Ordinal)))
        {
            await Task.Delay(10, deadline.Token);
        }
    }

    /// <summary>Has failures told at once: what a test makes fail will not pass.</summary>
    private protected void ConnectWithoutRetries() =>
        Run("Connect-OSImageCluster -Kubeconfig $kubeconfig -RetryTimeoutSeconds 0 > $null").Succeeded();

    private protected ShellResult Run(string script, params (string Name, object? Value)[] variables) =>
        Shell.Run(script, variables);

    /// <summary>Creates an Image behind the module's back.</summary>
    private protected string Create(string? name = null, string metadata = "")
    {
        name ??= NewName();
        Run($"New-OSImage '{{\"metadata\":{{\"name\":\"{name}\"{metadata}}},\"dockerImageReference\":\"quay.io/a/b:c\"}}'").Succeeded();
        Server.ClearRequests();
        return name;
    }

    private protected void Answer(
        int code,
        string type,
        string body,
        params (string Name, string Value)[] headers) => Server.Intercept = async context =>
    {
        context.Response.StatusCode = code;
        context.Response.ContentType = type;
        foreach (var (name, value) in headers)
        {
            context.Response.Headers[name] = value;
        }

        await context.Response.WriteAsync(body);
        return true;
    };

    private protected static void AssertError(ErrorRecord error, string id, ErrorCategory category, string? target)
    {
        Assert.StartsWith(id + ",", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Contains(",OpenShiftImage.Commands.", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Equal(category, error.CategoryInfo.Category);
        if (target is not null)
        {
            Assert.Contains(target, error.TargetObject?.ToString(), StringComparison.Ordinal);
        }

        Assert.DoesNotContain("   at ", error.ToString(), StringComparison.Ordinal);
    }
}
