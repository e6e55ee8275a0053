using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;
using OpenShiftImage.Sandbox;
using static OpenShiftImage.Playground.Tests.PlaygroundProcess;

namespace OpenShiftImage.Playground.Tests;

/// <summary>The Playground as a newcomer starts it: a program, its output and its exit code.</summary>
public sealed partial class PlaygroundTests(ITestOutputHelper log) : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("osimage-test-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_command_shows_a_table_and_counts()
    {
        var (code, output, errors) = await RunAsync(
            "-Command", "Get-OSImage -First 3; (Get-OSImage | ForEach-Object Name).Count");
        Assert.Equal((0, ""), (code, errors));
        var lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        Assert.StartsWith("NAME", lines[0], StringComparison.Ordinal);
        Assert.Equal(3, lines.Count(line => Regex.IsMatch(line, "^[0-9a-f]{12} ")));
        Assert.Equal("250", lines[^1]);
    }

    [Fact]
    public async Task A_what_if_changes_nothing_and_a_removal_removes()
    {
        var (_, output, errors) = await RunAsync(
            "-Command",
            "$i = Get-OSImage -First 1; $i | Update-OSImage -Label @{a=\"b\"} -WhatIf; (Get-OSImage $i.Name).Metadata.Labels.Count; $i | Remove-OSImage -Confirm:$false; Get-OSImage $i.Name");
        var lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        Assert.Matches(@"^What if: Update labels \(a=b\) of sha256:[0-9a-f]{64} \(\S+\) on sandbox-admin", lines[0]);
        Assert.Equal("What if:   Label a: (none) => b", lines[2]);
        Assert.Equal("0", lines[3]);
        Assert.Matches("images.image.openshift.io \"sha256:[0-9a-f]{64}\" not found", errors);
    }

    [UnixTheory]
    [InlineData("| cat > out.yaml")]
    [InlineData("> out.yaml")]
    [InlineData(">> out.yaml")]
    public async Task An_export_goes_where_a_shell_has_led_the_output(string redirection)
    {
        using var shell = Process.Start(
            new ProcessStartInfo(
                "sh",
                [
                    "-c",
                    $"dotnet '{ProgramPath}' -Images 3 -Command \"'# before'; Get-OSImage | Export-OSImage /dev/stdout; '# after'\" {redirection}",
                ])
            {
                WorkingDirectory = _folder,
            })!;
        await shell.WaitForExitAsync();
        var text = await File.ReadAllTextAsync(Path.Combine(_folder, "out.yaml"));
        Assert.StartsWith("# before\nkind: Image\n", text, StringComparison.Ordinal);
        Assert.EndsWith("\n# after\n", text, StringComparison.Ordinal);
        Assert.Equal(2, text.Split("\n---\n").Length - 1);
    }

    [Fact]
    public async Task A_file_gets_its_arguments_and_passes_its_exit_code_on()
    {
        var file = Path.Combine(_folder, "a script.ps1");
        await File.WriteAllTextAsync(
            file,
            "param([string] $Name, [int] $Number, [switch] $Loud)\n\"$Name|$Number|$Loud|$((Get-OSImage).Count)\"\nexit 3\n");
        var (code, output, errors) = await RunAsync(
            "-Images", "20", "-File", file, "-Name", "o'brien $x", "-Number", "5", "-Loud");
        Assert.Equal((3, "o'brien $x|5|True|20", ""), (code, output.Trim(), errors));
    }

    [Fact]
    public async Task A_file_that_is_not_there_and_a_script_that_cannot_be_parsed_are_told()
    {
        Assert.Equal(1, (await RunAsync("-File", Path.Combine(_folder, "nosuch.ps1"))).Code);
        Assert.Contains(
            "Missing", (await RunAsync("-Images", "1", "-Command", "if (")).Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_question_without_an_answer_is_an_error_not_silence()
    {
        var (_, output, errors) = await RunAsync(
            "-Images", "1", "-Command", "Remove-OSImage -All; 'went on'; (Get-OSImage).Count");
        Assert.Contains("Read and Prompt functionality is not available", errors, StringComparison.Ordinal);
        Assert.Matches("went on\\s+1", output);
    }

    [Fact]
    public async Task A_real_cluster_is_used_when_it_is_named()
    {
        await using var server = await SandboxServer.StartAsync(new SandboxOptions { Images = 7 });
        Assert.Equal(
            "7",
            (await RunAsync("-Kubeconfig", server.KubeconfigPath, "-Command", "(Get-OSImage).Count")).Output.Trim());
        var (code, _, errors) = await RunAsync(
            "-Kubeconfig", server.KubeconfigPath, "-Context", "nope", "-Command", "1");
        Assert.Equal(1, code);
        Assert.Contains("no context 'nope'", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_prompt_runs_what_is_typed_until_exit()
    {
        using var process = Start("-Images", "5");
        await process.StandardInput.WriteLineAsync(
            "foreach ($i in 1..2) {\n$i + 40 }\n\nGet-OSImage nosuch\n(Get-OSImage).Count\nexit 4");
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.Equal(4, process.ExitCode);
        Assert.Contains("sandbox with 5 Images", await output, StringComparison.Ordinal);
        Assert.Matches(@"(?s)41.*42.*5", await output);
        Assert.Contains("not found", await errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("-Images", "many")]
    [InlineData("--images", "-1")]
    [InlineData("-Bogus", "1")]
    [InlineData("-Command")]
    [InlineData("-Context", "x")]
    public async Task A_wrong_command_line_is_told_in_one_line(params string[] arguments)
    {
        var (code, output, errors) = await RunAsync(arguments);
        Assert.Equal((2, ""), (code, output));
        Assert.EndsWith(
            "--help lists the options.", Assert.Single(errors.TrimEnd().Split('\n')), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Options_are_those_of_the_sandbox_and_can_be_written_as_PowerShell_has_them()
    {
        var (_, output, _) = await RunAsync(
            "--latency", "0.5", "-IMAGES", "4", "--command", "(Get-OSImage).Count; '@(1)'");
        Assert.Equal("4\n@(1)", output.ReplaceLineEndings("\n").Trim());
    }

    [Fact]
    public async Task The_contexts_differ_in_what_is_there_and_in_what_may_be_done()
    {
        var (code, output, errors) = await RunAsync("-Images", "20", "-Command", """
            foreach ($context in 'sandbox-admin', 'prod', 'staging', 'readonly') { "$context $(@(Get-OSImage -Cluster $context).Count)" }
            foreach ($context in 'readonly', 'sandbox-alice') {
                try { Get-OSImage -First 1 -Cluster $context | Update-OSImage -Label a=b -Cluster $context -ErrorAction Stop }
                catch { "$context $($_.FullyQualifiedErrorId)" }
            }
            try { Get-OSImage -First 1 -Cluster sandbox-alice -ErrorAction Stop } catch { "alice $($_.FullyQualifiedErrorId)" }
            """);
        Assert.Equal(0, code);
        Assert.Equal(
            [
                "sandbox-admin 20", "prod 20", "staging 8", "readonly 20",
                "readonly Forbidden,OpenShiftImage.Commands.UpdateOSImageCommand",
                "alice Forbidden,OpenShiftImage.Commands.GetOSImageCommand",
            ],
            output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
        Assert.Contains("alice", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_is_left_behind()
    {
        var (_, output, _) = await RunAsync("-Images", "1", "-Command", "$env:KUBECONFIG");
        Assert.False(Directory.Exists(Path.GetDirectoryName(output.Trim())), output);
    }

    [Fact]
    public async Task The_PowerShell_blocks_of_the_README_run_as_they_stand()
    {
        var root = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(ProgramPath)!, "../../../../.."));
        var readme = (await File.ReadAllTextAsync(Path.Combine(root, "README.md"))).ReplaceLineEndings("\n");
        var script = new StringBuilder();
        foreach (var line in Block().Matches(readme).SelectMany(match => match.Groups["code"].Value.Split('\n')))
        {
            // DocsTests runs these, with stand-ins for what only the reader has.
            if (line.Contains("api.example.com", StringComparison.Ordinal))
            {
                log.WriteLine($"Needs a cluster and a login of the reader's own: {line}");
                continue;
            }

            // The examples write files, and so run in a folder of their own, where 'out' is not.
            script.AppendLine(
                line.Replace("./out/OpenShiftImage", $"'{root}/out/OpenShiftImage'", StringComparison.Ordinal));
        }

        var file = Path.Combine(_folder, "readme.ps1");
        await File.WriteAllTextAsync(file, script.ToString());
        var (code, output, errors) = await EndAsync(
            Start("dotnet", [ProgramPath, "-File", file], start => start.WorkingDirectory = _folder));
        Assert.Equal((0, ""), (code, errors));
        Assert.Contains("is from staging", output, StringComparison.Ordinal);
        Assert.Contains("NotFound,OpenShiftImage.Commands.GetOSImageCommand", output, StringComparison.Ordinal);
    }

    [UnixTheory]
    [InlineData("Get-Command Get-Date; Get-OSImage -First 1 | Select-Object Name")]
    public async Task No_history_profile_or_module_cache_is_written_for_the_user(string script)
    {
        var home = Directory.CreateDirectory(Path.Combine(_folder, "home")).FullName;
        var (code, _, _) = await EndAsync(Start("dotnet", [ProgramPath, "-Images", "1", "-Command", script], start =>
        {
            start.Environment["HOME"] = home;
            foreach (var variable in (string[])[
                "XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "DOTNET_CLI_HOME",
            ])
            {
                start.Environment.Remove(variable);
            }
        }));
        Assert.Equal(0, code);
        // The runtime keeps which methods PowerShell's console compiles first, in its cache; nothing of the session is in there.
        Assert.DoesNotContain(
            Directory.EnumerateFiles(home, "*", SearchOption.AllDirectories),
            path => !Path.GetFileName(path).StartsWith("StartupProfileData-", StringComparison.Ordinal));
    }

    [GeneratedRegex(@"(?ms)^```powershell\n(?<code>.*?)^```")]
    private static partial Regex Block();
}
