using OpenShiftImage.Client.Tests;
using OpenShiftImage.Kubernetes.Plugins;

namespace OpenShiftImage.Kubernetes.Tests.Plugins;

/// <summary>Where a program is looked for, and what of it may run.</summary>
[Collection("Environment")]
public sealed class ExecutablePathTests : TemporaryFolder
{
    private readonly string? _path = Environment.GetEnvironmentVariable("PATH");

    [UnixTheory]
    [InlineData(UnixFileMode.UserExecute, true)]
    [InlineData(UnixFileMode.GroupExecute, true)]
    [InlineData(UnixFileMode.OtherExecute, true)]
    [InlineData(UnixFileMode.None, false)]
    public void A_file_is_a_program_when_anybody_may_run_it(UnixFileMode mode, bool isProgram)
    {
        var path = Write("bin/plugin", "");
        SetMode(path, mode);
        Assert.Equal(isProgram ? path : null, ExecutablePath.Find(path));
        Environment.SetEnvironmentVariable("PATH", Path.Combine(Folder, "bin"));
        Assert.Equal(isProgram ? path : null, ExecutablePath.Find("plugin"));
    }

    [UnixFact]
    public void The_first_folder_of_the_PATH_that_has_it_counts()
    {
        // A folder of the name and a file that nobody may run are passed over.
        Directory.CreateDirectory(Path.Combine(Folder, "a", "plugin"));
        SetMode(Write("b/plugin", ""), UnixFileMode.None);
        var found = Write("c/plugin", "");
        SetMode(found, UnixFileMode.UserExecute);
        SetMode(Write("d/plugin", ""), UnixFileMode.UserExecute);
        SetPath("a", "missing", "b", "c", "d");
        Assert.Equal(found, ExecutablePath.Find("plugin"));
        Assert.Null(ExecutablePath.Find("plugin.exe"));
        Assert.Null(ExecutablePath.Find("c/plugin"));
        Environment.SetEnvironmentVariable("PATH", null);
        Assert.Null(ExecutablePath.Find("plugin"));
    }

    [UnixFact]
    public void What_a_PATH_names_from_the_current_folder_on_is_not_looked_at()
    {
        var name = "plugin-" + Guid.NewGuid().ToString("N");
        SetMode(Write(name, ""), UnixFileMode.UserExecute);
        var relative = Path.GetRelativePath(Environment.CurrentDirectory, Folder);
        var here = Path.Combine(Environment.CurrentDirectory, name);
        File.WriteAllText(here, "");
        try
        {
            SetMode(here, UnixFileMode.UserExecute);
            Environment.SetEnvironmentVariable("PATH", string.Join(Path.PathSeparator, relative, "", "."));
            Assert.Null(ExecutablePath.Find(name));
            Assert.Null(ExecutablePath.Find("./" + name));
            Assert.Null(ExecutablePath.Find(Path.Combine(relative, name)));
        }
        finally
        {
            File.Delete(here);
        }
    }

    [Theory]
    [InlineData("/bin/plugin", null, "/bin/plugin.COM /bin/plugin.EXE /bin/plugin.BAT /bin/plugin.CMD")]
    [InlineData("/bin/plugin", ";.EXE;;.PS1", "/bin/plugin.EXE /bin/plugin.PS1")]
    [InlineData("/bin/plugin.exe", ".COM;.EXE", "/bin/plugin.exe /bin/plugin.exe.COM /bin/plugin.exe.EXE")]
    public void Windows_adds_its_endings_to_a_name_and_takes_one_that_has_an_ending_as_it_is(
        string path, string? pathExt, string expected) =>
        Assert.Equal(expected.Split(' '), ExecutablePath.WithExtensions(path, pathExt));

    protected override void Restore() => Environment.SetEnvironmentVariable("PATH", _path);

    private void SetPath(params string[] folders) => Environment.SetEnvironmentVariable(
        "PATH", string.Join(Path.PathSeparator, folders.Select(folder => Path.Combine(Folder, folder))));

    private static void SetMode(string path, UnixFileMode execute)
    {
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | execute);
        }
    }
}
