using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace OpenShiftImage.Tests.Analysis;

/// <summary>A report in a real browser: it asks for nothing, and the browser has nothing to say about it.</summary>
public sealed class ReportBrowserTests(UsageState state) : UsageTest(state)
{
    /// <summary>What Jenkins sends with files that builds have made.</summary>
    private const string JenkinsPolicy =
        "sandbox allow-same-origin; default-src 'none'; img-src 'self'; style-src 'self';";

    private readonly string _folder = Directory.CreateTempSubdirectory("osimage-browser-").FullName;

    public override void Dispose()
    {
        base.Dispose();
        Directory.Delete(_folder, recursive: true);
        GC.SuppressFinalize(this);
    }

    [BrowserFact]
    public async Task A_report_asks_for_nothing_and_has_no_message()
    {
        var (requests, messages, page) = await OpenAsync(Report(), policy: null);
        Assert.Equal(["/"], requests);
        Assert.Empty(messages);
        Assert.Contains("Registries and repositories</h2>", page, StringComparison.Ordinal);
    }

    [BrowserFact]
    public async Task Under_the_policy_of_Jenkins_only_the_style_sheet_is_refused()
    {
        var (requests, messages, page) = await OpenAsync(Report(), JenkinsPolicy);
        Assert.Equal(["/"], requests);
        Assert.Contains("style-src", Assert.Single(messages), StringComparison.Ordinal);
        Assert.Contains("Registries and repositories</h2>", page, StringComparison.Ordinal);
    }

    [BrowserFact]
    public async Task A_page_that_asks_and_speaks_is_noticed()
    {
        var (requests, messages, _) = await OpenAsync(
            "<!DOCTYPE html><img src='/picture.png'><script>console.log('spoken')</script>", policy: null);
        Assert.Contains("/picture.png", requests);
        Assert.Contains(messages, message => message.Contains("spoken", StringComparison.Ordinal));
    }

    private string Report()
    {
        var file = Path.Combine(_folder, "images.html");
        Run("Export-OSImageReport $file -Cluster $live -Force", ("file", file)).Succeeded();
        return File.ReadAllText(file);
    }

    /// <summary>Opens a page; returns what was asked of its server, what the console said, and what came of it.</summary>
    private async Task<(IReadOnlyCollection<string> Requests, IReadOnlyList<string> Messages, string Page)> OpenAsync(
        string html, string? policy)
    {
        var requests = new ConcurrentQueue<string>();
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore();
        await using var server = builder.Build();
        server.Urls.Add("http://127.0.0.1:0");
        server.Run(async context =>
        {
            // The icon is the browser's own wish, whatever a page says.
            if (context.Request.Path != "/favicon.ico")
            {
                requests.Enqueue(context.Request.Path);
            }

            context.Response.StatusCode = context.Request.Path == "/" ? 200 : 404;
            context.Response.ContentType = "text/html; charset=utf-8";
            if (policy is not null)
            {
                context.Response.Headers.ContentSecurityPolicy = policy;
            }

            await context.Response.WriteAsync(context.Request.Path == "/" ? html : "");
        });
        await server.StartAsync();
        var (page, log) = await RunBrowserAsync(server.Urls.Single());
        return ([.. requests], [.. log.Split('\n').Where(line => Regex.IsMatch(line, ":CONSOLE[:(]"))], page);
    }

    private async Task<(string Output, string Log)> RunBrowserAsync(string address)
    {
        using var browser = Process.Start(new ProcessStartInfo(BrowserFactAttribute.Find()!,
        [
            "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-dev-shm-usage",
            $"--user-data-dir={Path.Combine(_folder, "profile")}", "--enable-logging=stderr", "--dump-dom", address,
        ])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        using var deadline = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        try
        {
            var (output, log) = (
                browser.StandardOutput.ReadToEndAsync(deadline.Token),
                browser.StandardError.ReadToEndAsync(deadline.Token));
            await browser.WaitForExitAsync(deadline.Token);
            return (await output, await log);
        }
        finally
        {
            if (!browser.HasExited)
            {
                browser.Kill(entireProcessTree: true);
            }
        }
    }
}
