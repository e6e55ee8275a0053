using System.Diagnostics;
using System.Management.Automation;
using Microsoft.AspNetCore.Http;
using OpenShiftImage.Client.Tests;

namespace OpenShiftImage.Tests;

/// <summary>Servers whose texts a terminal would obey, and names in shared folders that somebody else can swap.</summary>
public sealed class HostileServerTests(SandboxFixture fixture) : ModuleTest(fixture)
{
    private const string Hostile = "a\u001b[31m\u009b\u200e\u061c\u2028\u2029\u202e\u0007b";

    private static readonly System.Buffers.SearchValues<char> s_obeyed = System.Buffers.SearchValues.Create(
        "\u001b\u009b\u200e\u061c\u2028\u2029\u202e\u0007");

    [Theory]
    [InlineData("Get-OSImage x")]
    [InlineData("Get-OSImage")]
    [InlineData("Update-OSImage x @{ dockerImageReference = 'a/b:d' }")]
    [InlineData("Connect-OSImageCluster -Kubeconfig $kubeconfig")]
    public void A_reason_that_is_no_word_is_no_part_of_an_id(string script)
    {
        var status = System.Text.Json.JsonSerializer.Serialize(
            new { kind = "Status", status = "Failure", code = 409, reason = Hostile, message = Hostile });
        Answer(409, "application/json", status);
        var error = Run(script).Error;
        Assert.StartsWith("Conflict,OpenShiftImage.Commands.", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        AssertPlain(
            error.ToString(),
            error.FullyQualifiedErrorId,
            error.TargetObject?.ToString(),
            error.CategoryInfo.ToString(),
            error.Exception.Message);
    }

    [Fact]
    public void Names_are_shown_and_not_obeyed_wherever_they_stand()
    {
        Server.Intercept = async context =>
        {
            context.Response.ContentType = "application/json";
            var item = System.Text.Json.JsonSerializer.Serialize(
                new { metadata = new { name = Hostile, resourceVersion = Hostile } });
            var isWatch = context.Request.QueryString.Value!.Contains("watch=", StringComparison.Ordinal);
            await context.Response.WriteAsync(
                isWatch ? $"{{\"type\":\"ADDED\",\"object\":{item}}}\n"
                : context.Request.Path.Value!.EndsWith(
                    "/images", StringComparison.Ordinal) ? $"{{\"metadata\":{{}},\"items\":[{item}]}}"
                : context.Request.Path == "/version" ? System.Text.Json.JsonSerializer.Serialize(
                    new { gitVersion = Hostile })
                : item);
            return true;
        };
        foreach (var script in (string[])[
            "Get-OSImage", "Get-OSImage -MetadataOnly", "Watch-OSImage -SendInitialEvents -Count 1",
        ])
        {
            AssertPlain(Assert.Single(Run(script).Succeeded()).BaseObject.ToString());
        }

        var version =
            (string)Run("(Connect-OSImageCluster -Kubeconfig $kubeconfig).ServerVersion").Succeeded()[0].BaseObject;
        AssertPlain(version);
        Assert.Contains("\\x1b", version, StringComparison.Ordinal);
        // What a script gets is the name as it is, so that it can be used.
        Assert.Equal(Hostile, Run("(Get-OSImage).Name").Succeeded()[0].BaseObject);
        Answer(404, "application/json", """{"kind":"Status","code":404,"reason":"NotFound"}""");
        AssertPlain(Run("Get-OSImage $name", ("name", Hostile)).Error.TargetObject?.ToString());
    }

    [Fact]
    public async Task Warnings_and_headers_are_shown_and_not_obeyed()
    {
        // A server that sends what the sandbox's never would.
        await using var server = new StandInServer(async (socket, stop) =>
        {
            await socket.ReceiveAsync(new byte[1 << 16], stop);
            await socket.SendAsync(System.Text.Encoding.Latin1.GetBytes(
                "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Type: application/json\r\nWarning: 299 - \"careful \u009b31m\"\r\nX-Colour: a\u009b31mb\r\nContent-Length: 25\r\n\r\n{\"metadata\":{\"name\":\"x\"}}"), stop);
        });
        Run(
            "Connect-OSImageCluster -Server $server -Token t -WarningAction SilentlyContinue",
            ("server", $"http://{server.Address}")).Succeeded();
        var result = Run("Get-OSImage x -Verbose -Debug 5>&1");
        AssertPlain(Assert.Single(result.Warnings));
        Assert.Contains("careful", result.Warnings[0], StringComparison.Ordinal);
        AssertPlain([.. result.Verbose, .. result.Output.Select(item => item.ToString()), Shell.Host.Shown]);
        Assert.Contains(result.Output, item => item.ToString()!.StartsWith("< X-Colour: a", StringComparison.Ordinal));
    }

    [UnixFact("/proc/self/fd")]
    public async Task A_name_that_is_flipped_between_a_link_and_a_file_never_leads_to_a_file_that_may_not_be_written()
    {
        // Nobody may write to a program that runs; but who may write to its folder may put another file in its place.
        var folder = Directory.CreateTempSubdirectory("osimage-shared-").FullName;
        var (victim, trap, name) =
            (Path.Combine(folder, "victim"), Path.Combine(folder, "trap"), Path.Combine(folder, "out.yaml"));
        File.Copy("/bin/sleep", victim);
        var content = await File.ReadAllBytesAsync(victim);
        File.CreateSymbolicLink(trap, victim);
        using var program = Process.Start(victim, "300");
        using var stop = new CancellationTokenSource();
        var flips = 0;
        var flipping = Task.Run(() =>
        {
            while (!stop.IsCancellationRequested)
            {
                Try(() => File.Move(trap, name, overwrite: true));
                Try(() => File.Move(name, trap, overwrite: true));
                Try(() => File.WriteAllText(name, "plain"));
                if (new FileInfo(trap).LinkTarget is null)
                {
                    Try(() => File.Delete(trap));
                    Try(() => File.CreateSymbolicLink(trap, victim));
                }

                flips++;
            }
        });
        try
        {
            Run("$images = Get-OSImage -First 1").Succeeded();
            AssertError(
                Run("$images | Export-OSImage -LiteralPath $trap", ("trap", Path.Combine(folder, "victim"))).Error,
                "FileNotAccessible",
                ErrorCategory.WriteError,
                null);
            for (var i = 0; i < 300; i++)
            {
                Run("$images | Export-OSImage -LiteralPath $name", ("name", name));
                Assert.Equal(content.Length, new FileInfo(victim).Length);
            }
        }
        finally
        {
            await stop.CancelAsync();
            await flipping;
            program.Kill();
            await program.WaitForExitAsync();
        }

        Assert.True(flips > 100, $"{flips}");
        Assert.Equal(content, await File.ReadAllBytesAsync(victim));
        Directory.Delete(folder, recursive: true);

        static void Try(Action action)
        {
            try
            {
                action();
            }
            catch (IOException)
            {
                // The export has the name just now.
            }
        }
    }

    private static void AssertPlain(params string?[] texts) =>
        Assert.All(texts, text => Assert.True(text.AsSpan().IndexOfAny(s_obeyed) < 0, text));
}
