using System.Management.Automation;

namespace OpenShiftImage.Tests;

/// <summary>What an export writes to: files and links, pipes and devices, and what lies beside them.</summary>
public sealed class ExportTargetTests : ModuleTest
{
    private readonly string _folder = Directory.CreateTempSubdirectory("openshiftimage-export-").FullName;

    public ExportTargetTests(SandboxFixture fixture)
        : base(fixture) => Shell.Runspace.SessionStateProxy.Path.SetLocation(_folder);

    public override void Dispose()
    {
        base.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [UnixFact]
    [System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
    public void What_is_written_over_keeps_its_links_and_its_permissions()
    {
        var (file, link) = (Path.Combine(_folder, "private.yaml"), Path.Combine(_folder, "link.yaml"));
        File.WriteAllText(file, "old");
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        File.CreateSymbolicLink(link, "private.yaml");
        Run("Get-OSImage -First 2 | Export-OSImage link.yaml").Succeeded();
        Assert.Equal("private.yaml", new FileInfo(link).LinkTarget);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        Assert.Contains("kind: Image", File.ReadAllText(file), StringComparison.Ordinal);
        File.SetUnixFileMode(file, UnixFileMode.UserRead);
        AssertError(
            Run("Get-OSImage -First 2 | Export-OSImage link.yaml").Error,
            "FileNotAccessible",
            ErrorCategory.PermissionDenied,
            "link.yaml");
    }

    [UnixFact]
    public async Task A_pipe_is_written_to_and_stays_a_pipe()
    {
        var pipe = Path.Combine(_folder, "pipe");
        FreshProcess.Execute("mkfifo", pipe);
        var read = Task.Run(() => File.ReadAllText(pipe));
        Run("Get-OSImage -First 2 | Export-OSImage pipe").Succeeded();
        Assert.Contains("kind: Image", await read.WaitAsync(TimeSpan.FromSeconds(10)), StringComparison.Ordinal);
        using var again = new FileStream(pipe, FileMode.Open, FileAccess.ReadWrite);
        Assert.False(again.CanSeek);
    }

    [UnixFact]
    public async Task A_pipe_is_read_like_a_file()
    {
        Run("Get-OSImage -First 2 | Export-OSImage two.yaml; Get-OSImage -First 3 | Export-OSImage three.json").Succeeded();
        var pipe = Path.Combine(_folder, "pipe");
        FreshProcess.Execute("mkfifo", pipe);
        foreach (var (file, count) in new[] { ("two.yaml", 2), ("three.json", 3) })
        {
            var write = Task.Run(() => File.WriteAllText(pipe, File.ReadAllText(Path.Combine(_folder, file))));
            Assert.Equal(count, Run("Import-OSImage pipe").Succeeded().Count);
            await write.WaitAsync(TimeSpan.FromSeconds(10));
        }
    }

    [UnixFact("/dev/null")]
    public void A_device_is_written_to_and_stays_a_device()
    {
        Run("Get-OSImage -First 2 | Export-OSImage /dev/null").Succeeded();
        // A file in its place would have the Images.
        Assert.Equal(0, new FileInfo("/dev/null").Length);
    }

    [UnixFact("/dev/shm")]
    public void A_file_among_the_devices_is_replaced_like_any_other()
    {
        var file = $"/dev/shm/openshiftimage-{Guid.NewGuid():N}.yaml";
        try
        {
            Run($"Get-OSImage -First 5 | Export-OSImage {file}; Get-OSImage -First 1 | Export-OSImage {file}").Succeeded();
            Assert.Equal(1, Run($"@(Import-OSImage {file}).Count").Succeeded().Single().BaseObject);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [UnixFact("/dev/full")]
    public void A_disk_that_is_full_ends_the_export_with_one_error()
    {
        var result = Run("Get-OSImage | Export-OSImage /dev/full -PassThru");
        AssertError(result.Error, "FileNotAccessible", ErrorCategory.WriteError, "/dev/full");
        Assert.Empty(result.Output);
    }

    [UnixFact]
    public void A_link_to_what_is_not_there_yet_makes_it()
    {
        File.CreateSymbolicLink(Path.Combine(_folder, "link.yaml"), "new.yaml");
        Run("Get-OSImage -First 2 | Export-OSImage link.yaml").Succeeded();
        Assert.Contains("kind: Image", File.ReadAllText(Path.Combine(_folder, "new.yaml")), StringComparison.Ordinal);
        Assert.Equal("new.yaml", new FileInfo(Path.Combine(_folder, "link.yaml")).LinkTarget);
    }

    [UnixFact]
    public void A_stop_does_not_wait_for_the_reader_of_a_pipe()
    {
        var pipe = Path.Combine(_folder, "pipe");
        FreshProcess.Execute("mkfifo", pipe);
        using var reader = new FileStream(pipe, FileMode.Open, FileAccess.ReadWrite);
        Run("$large = Get-OSImage -First 1; $large.DockerImageManifest = 'x' * 500000").Succeeded();
        using var shell = Shell.Create("$large | Export-OSImage pipe -Format Json");
        var running = shell.BeginInvoke();
        // More than a pipe holds has begun to arrive, so the export waits for its reader.
        reader.ReadExactly(new byte[1]);
        Assert.False(running.IsCompleted);
        Assert.True(Task.Run(shell.Stop).Wait(TimeSpan.FromSeconds(20)), "the stop hung");
        // Lets the write that is still under way end.
        reader.ReadExactly(new byte[499_999]);
    }

    [Fact]
    public void What_lies_beside_a_file_is_not_touched()
    {
        File.WriteAllText(Path.Combine(_folder, "a.yaml.partial"), "mine");
        Run("Get-OSImage -First 2 | Export-OSImage a.yaml").Succeeded();
        Assert.Equal("mine", File.ReadAllText(Path.Combine(_folder, "a.yaml.partial")));
        Assert.Equal(
            ["a.yaml", "a.yaml.partial"],
            Directory.EnumerateFiles(_folder).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_file_that_comes_during_the_export_is_not_clobbered()
    {
        var result = Run(
            "Get-OSImage -First 2 | ForEach-Object { $_; [System.IO.File]::WriteAllText(\"$PWD/late.yaml\", 'mine') } | Export-OSImage late.yaml -NoClobber");
        AssertError(result.Error, "FileExists", ErrorCategory.ResourceExists, "late.yaml");
        Assert.Equal("mine", File.ReadAllText(Path.Combine(_folder, "late.yaml")));
        Assert.Single(Directory.EnumerateFiles(_folder));
    }
}
