using System.Diagnostics;
using System.Management.Automation;
using Microsoft.AspNetCore.Http;
using OpenShiftImage.Sandbox;

namespace OpenShiftImage.Benchmarks;

/// <summary>How long Ctrl+C takes, wherever the cmdlet is.</summary>
public static class Cancellation
{
    public static async Task<IReadOnlyList<Row>> RunAsync(int rounds)
    {
        await using var server = await SandboxServer.StartAsync(new SandboxOptions { Images = 2_000 });
        Environment.SetEnvironmentVariable("KUBECONFIG", server.KubeconfigPath);
        using var engine = new Engine();
        engine.Import();
        engine.Time("Get-OSImage -First 1");
        var rows = new List<Row>();
        Add("mid-body", "Get-OSImage -PageSize 2000 | Out-Null", async context =>
        {
            context.Response.ContentType = "application/json";
            await context.Response.WriteAsync(
                "{\"kind\":\"ImageList\",\"items\":[{\"metadata\":{\"name\":\"a\"}},", context.RequestAborted);
            await context.Response.Body.FlushAsync(context.RequestAborted);
            await Task.Delay(Timeout.Infinite, context.RequestAborted);
            return true;
        });
        Add("stalled server", "Get-OSImage | Out-Null", async context =>
        {
            await Task.Delay(Timeout.Infinite, context.RequestAborted);
            return true;
        });
        Add("idle watch", "Watch-OSImage", null);
        Add("retry back-off", "Get-OSImage", context =>
        {
            context.Response.StatusCode = 503;
            return Task.FromResult(true);
        });
        return rows;

        void Add(string where, string script, Func<HttpContext, Task<bool>>? answer)
        {
            server.Intercept = answer;
            var times = new List<double>();
            for (var i = 0; i < rounds; i++)
            {
                times.Add(TimeToStop(engine, script, 150 + (i * 37 % 200)));
            }

            server.Intercept = null;
            // With few rounds the 99th percentile is the longest.
            rows.Add(new Row($"Ctrl+C: {where}, p99 of {rounds}", times.Max(), null, null, "ms", 200));
        }
    }

    private static double TimeToStop(Engine engine, string script, int after)
    {
        using var shell = engine.Create(script);
        using var output = new PSDataCollection<PSObject>();
        var run = shell.BeginInvoke<PSObject, PSObject>(null, output);
        // Ctrl+C comes at any moment; each round at another.
        Thread.Sleep(after);
        if (run.IsCompleted)
        {
            throw new InvalidOperationException($"{script} ended by itself: {shell.Streams.Error.FirstOrDefault()}");
        }

        var began = Stopwatch.GetTimestamp();
        shell.Stop();
        try
        {
            shell.EndInvoke(run);
        }
        catch (PipelineStoppedException)
        {
        }

        return Stopwatch.GetElapsedTime(began).TotalMilliseconds;
    }
}
