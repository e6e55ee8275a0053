using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Http;
using OpenShiftImage.Api;
using OpenShiftImage.Sandbox;

namespace OpenShiftImage.Client.Tests;

/// <summary>A sandbox of its own for each test of a watch, and what such tests do with it.</summary>
/// <param name="images">Number of Images that the sandbox begins with.</param>
public abstract class WatchTestBase(int images) : IAsyncLifetime
{
    private protected const string Expired =
        "{\"type\":\"ERROR\",\"object\":{\"kind\":\"Status\",\"reason\":\"Expired\",\"code\":410}}\n";

    private protected SandboxServer Server { get; private set; } = null!;

    private protected ClusterConnection Connection { get; private set; } = null!;

    private protected ImageApi Api => Connection.CreateApi();

    public async ValueTask InitializeAsync()
    {
        Server = await SandboxServer.StartAsync(new SandboxOptions { Images = images });
        Connection = new ClusterConnection(SandboxFixture.ConfigurationOf(Server));
    }

    public async ValueTask DisposeAsync()
    {
        Connection.Dispose();
        await Server.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    private protected static string Event(string type, string name, int version) => string.Create(
        CultureInfo.InvariantCulture,
        $"{{\"type\":\"{type}\",\"object\":"
        + $"{{\"metadata\":{{\"name\":\"{name}\",\"resourceVersion\":\"{version}\"}}}}}}\n");

    private protected static async Task<List<ImageEvent>> TakeAsync(IAsyncEnumerable<ImageEvent> source, int count)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        var events = new List<ImageEvent>();
        await foreach (var item in source.WithCancellation(deadline.Token))
        {
            events.Add(item);
            if (events.Count == count)
            {
                break;
            }
        }

        return events;
    }

    /// <summary>Waits until something holds, and no longer than a minute.</summary>
    private protected static async Task UntilAsync(Func<bool> holds)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while (!holds())
        {
            await Task.Delay(10, deadline.Token);
        }
    }

    /// <summary>Refuses a request; the text is the body of the answer.</summary>
    private protected static string Refuse(HttpContext context, int code)
    {
        context.Response.StatusCode = code;
        return $"{{\"kind\":\"Status\",\"code\":{code},\"message\":\"User system:anonymous may not\"}}";
    }

    /// <summary>Answers every watch with a text, and leaves other requests to the sandbox.</summary>
    /// <param name="answer">Receives the request and its number among the watches, from 1; returns the text.</param>
    private protected void AnswerWatches(Func<HttpContext, int, string> answer) =>
        AnswerWatches((context, watch) => Task.FromResult<string?>(answer(context, watch)));

    /// <summary>
    /// Answers watches with a text; those for which it is null, and other requests, are left to the sandbox.
    /// </summary>
    /// <param name="answer">Receives the request and its number among the watches, from 1; returns the text.</param>
    private protected void AnswerWatches(Func<HttpContext, int, Task<string?>> answer)
    {
        var watches = 0;
        Server.Intercept = async context =>
        {
            if (context.Request.Query["watch"] != "true" || await answer(context, ++watches) is not { } text)
            {
                return false;
            }

            context.Response.ContentType = "application/json";
            await context.Response.WriteAsync(text);
            return true;
        };
    }

    private protected Task<Image> LabelAsync(string name, string value)
    {
        var patch = Encoding.UTF8.GetBytes($"{{\"metadata\":{{\"labels\":{{\"l\":\"{value}\"}}}}}}");
        return Api.PatchAsync(name, new ImagePatch(PatchType.Merge, patch));
    }
}
