using System.Management.Automation;

namespace OpenShiftImage.Tests;

/// <summary>After a stop or an error whoever changes many Images is told how many were, and which are in doubt.</summary>
public sealed class StopTests(SandboxFixture fixture) : ModuleTest(fixture)
{
    [Theory]
    [InlineData(
        "$names | Update-OSImage -Label a=b",
        "PATCH",
        "Update-OSImage was stopped: 2 Images were updated, 1 is in doubt (sent, no answer): $last.")]
    [InlineData(
        "$names | Remove-OSImage -Force",
        "DELETE",
        "Remove-OSImage was stopped: 2 Images were removed, 1 is in doubt (sent, no answer): $last.")]
    [InlineData(
        "$images | Set-OSImage",
        "PUT",
        "Set-OSImage was stopped: 2 Images were replaced, 1 is in doubt (sent, no answer): $last.")]
    [InlineData(
        "$images | Set-OSImage -Force",
        "PUT",
        "Set-OSImage was stopped: 2 Images were replaced, 1 is in doubt (sent, no answer): $last.")]
    public void A_stop_tells_what_was_done_and_what_is_in_doubt(string script, string method, string told)
    {
        var names = Enumerable.Range(0, 4).Select(_ => Create()).ToArray();
        Run(
            "$images = Get-OSImage $names | ForEach-Object { $_.DockerImageReference = 'x/y:z'; $_ }",
            ("names", names)).Succeeded();
        StopAt(script, method, 3);
        Assert.Contains(
            told.Replace("$last", names[2], StringComparison.Ordinal), Shell.Host.Shown, StringComparison.Ordinal);
    }

    [Fact]
    public void A_stop_of_a_creation_tells_it_too()
    {
        var names = Enumerable.Range(0, 3).Select(_ => NewName()).ToArray();
        Run(
            "$new = $names | ForEach-Object { @{ metadata = @{ name = $_ }; dockerImageReference = 'a/b:c' } }",
            ("names", names)).Succeeded();
        StopAt("$new | New-OSImage > $null", "POST", 2);
        Assert.Contains(
            $"New-OSImage was stopped: 1 Image was created, 1 is in doubt (sent, no answer): {names[1]}.",
            Shell.Host.Shown,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_stop_between_batches_tells_how_many_are_gone()
    {
        foreach (var name in Enumerable.Range(0, 5)
            .Select(_ => Create(metadata: ",\"labels\":{\"stop\":\"me\"}"))
            .ToArray())
        {
            Assert.NotNull(name);
        }

        StopAt("Remove-OSImage -l stop=me -Limit 2 -Force", "DELETE", 2);
        Assert.Contains(
            "Remove-OSImage was stopped: 2 Images were removed, up to 2 more are in doubt (sent, no answer).",
            Shell.Host.Shown,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_stop_of_an_export_tells_how_many_files_there_are()
    {
        var folder = Directory.CreateTempSubdirectory("stop").FullName;
        var names = Enumerable.Range(0, 3).Select(_ => Create()).ToArray();
        Run("$ignored = 1", ("names", names)).Succeeded();
        StopAt($"$names | Export-OSImage '{folder}/'", "GET", 3);
        Assert.Contains(
            "Export-OSImage was stopped: 2 Images were exported.", Shell.Host.Shown, StringComparison.Ordinal);
        StopAt($"$names | Export-OSImage '{folder}/all.yaml'", "GET", 3);
        Assert.Contains("all.yaml' is left as it was", Shell.Host.Shown, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(folder, "all.yaml")));
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public void One_Image_ends_silently_unless_it_is_in_doubt()
    {
        var name = Create();
        Run($"try {{ Update-OSImage no-such -Label a=b -ErrorAction Stop }} catch {{ }}; Update-OSImage {name} -Label a=b").Succeeded();
        Assert.Equal("", Shell.Host.Shown);
        StopAt($"Update-OSImage {name} -Label c=d", "PATCH", 1);
        Assert.Contains(
            $"no Image was updated, 1 is in doubt (sent, no answer): {name}.",
            Shell.Host.Shown,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Update-OSImage $names -Label a=b", "2 Images were updated, 1 failed.")]
    [InlineData("$names | Remove-OSImage -Force", "2 Images were removed, 1 failed.")]
    [InlineData(
        "$names | Export-OSImage ([IO.Path]::GetTempPath() + [guid]::NewGuid() + '/')",
        "2 Images were exported, 1 failed.")]
    public void When_some_of_many_failed_a_warning_counts(string script, string told)
    {
        var result = Run(script, ("names", new[] { Create(), "no-such-image", Create() }));
        AssertError(result.Error, "NotFound", ErrorCategory.ObjectNotFound, "no-such-image");
        Assert.Contains(told, result.Warnings);
    }

    [Fact]
    public void An_error_that_ends_the_statement_tells_what_was_done_before()
    {
        var names = new[] { Create(), Create(), "no-such-image", Create() };
        Run("try { $names | Update-OSImage -Label a=b -ErrorAction Stop } catch { }", ("names", names)).Succeeded();
        Assert.Contains(
            "Update-OSImage was stopped: 2 Images were updated, 1 failed.", Shell.Host.Shown, StringComparison.Ordinal);
        using var quiet = NewShell();
        quiet.Run(
            "try { $names | Update-OSImage -Label a=c -ErrorAction Stop -WarningAction Ignore } catch { }",
            ("names", names)).Succeeded();
        Assert.Equal("", quiet.Host.Shown);
    }

    [Fact]
    public void A_change_whose_answer_is_lost_is_in_doubt()
    {
        ConnectWithoutRetries();
        var names = new[] { Create(), Create() };
        Server.Intercept = context =>
        {
            if (context.Request.Method == "PATCH"
                && context.Request.Path.Value!.EndsWith(names[1], StringComparison.Ordinal))
            {
                context.Abort();
                return Task.FromResult(true);
            }

            return Task.FromResult(false);
        };
        var result = Run("$names | Update-OSImage -Label a=b", ("names", names));
        Assert.StartsWith("WriteOutcomeUnknown,", result.Error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Contains($"1 Image was updated, 1 is in doubt (sent, no answer): {names[1]}.", result.Warnings);
    }

    [Fact]
    public void Progress_knows_the_whole_where_all_names_are_given_at_once()
    {
        var names = Enumerable.Range(0, 3).Select(_ => Create()).ToArray();
        Server.Intercept = async context =>
        {
            await Task.Delay(context.Request.Method == "PATCH" ? 600 : 0);
            return false;
        };
        var progress = Run("Update-OSImage $names -Label a=b", ("names", names)).Progress;
        Assert.Contains(
            progress,
            record => record.PercentComplete is > 0 and < 100
                && record.StatusDescription.Contains(" of 3 Images", StringComparison.Ordinal));
    }

    /// <summary>Runs a script and stops it while the server has the n-th request of a method.</summary>
    private void StopAt(string script, string method, int count)
    {
        using var shell = Shell.Create(script);
        using var arrived = new ManualResetEventSlim();
        var seen = 0;
        Server.Intercept = async context =>
        {
            if (context.Request.Method == method && Interlocked.Increment(ref seen) == count)
            {
                arrived.Set();
                await Task.Delay(Timeout.Infinite, context.RequestAborted)
                    .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                return true;
            }

            return false;
        };
        var running = shell.BeginInvoke();
        Assert.True(arrived.Wait(TimeSpan.FromSeconds(30)), "The request did not come.");
        shell.Stop();
        Assert.ThrowsAny<RuntimeException>(() => shell.EndInvoke(running));
        Server.Intercept = null;
    }
}
