using System.IO.Compression;
using System.Xml.Linq;

namespace OpenShiftImage.Tests;

/// <summary>What people install: only what they need, the same however often it is packed, and it works.</summary>
public sealed class PackageTests : ModuleTest
{
    private const string Repository = "https://example.com/published/here";

    private static readonly Lazy<string> s_package = new(() => Pack("one"));
    private static readonly string[] s_packageOnly = ["OpenShiftImage.nuspec", "README.md", "icon.png"];
    private static readonly string s_folder = Directory.CreateTempSubdirectory("openshiftimage-package-").FullName;

    public PackageTests(SandboxFixture fixture)
        : base(fixture)
    {
    }

    [Fact]
    public void It_has_what_users_need_and_nothing_else()
    {
        using var package = ZipFile.OpenRead(s_package.Value);
        var files = package.Entries.Select(entry => entry.FullName)
            .Where(
                name => !name.StartsWith("_rels/", StringComparison.Ordinal)
                    && !name.StartsWith("package/", StringComparison.Ordinal)
                    && name != "[Content_Types].xml")
            .ToList();
        Assert.DoesNotContain(
            files,
            name => Path.GetExtension(name) is ".pdb"
                || (Path.GetExtension(name) == ".xml" && !name.EndsWith("-Help.xml", StringComparison.Ordinal))
                || name.Contains("ref/", StringComparison.Ordinal));
        Assert.Equal(
            [
                "Dependencies/Fractions.dll",
                "Dependencies/KubernetesClient.dll",
                "Dependencies/OpenShiftImage.Kubernetes.dll",
                "Dependencies/YamlDotNet.dll",
                "LICENSE",
                "OpenShiftImage.Analysis.dll",
                "OpenShiftImage.Client.dll",
                "OpenShiftImage.Format.ps1xml",
                "OpenShiftImage.Types.ps1xml",
                "OpenShiftImage.dll",
                "OpenShiftImage.nuspec", "OpenShiftImage.psd1", "README.md", "icon.png",
                "policies/Baseline.psd1",
                "policies/DisaStig.psd1",
                "policies/Strict.psd1",
                "policies/policy.schema.json",
            ],
            files.Where(name => !name.StartsWith("en-US/", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
        Assert.Contains("en-US/OpenShiftImage.dll-Help.xml", files);
        // The models of Kubernetes' kinds are by far the largest part.
        Assert.DoesNotContain(
            package.Entries, entry => entry.Length > 1_000_000 && entry.Name != "KubernetesClient.dll");
        Assert.InRange(new FileInfo(s_package.Value).Length, 1, 4_000_000);
        // Whatever is in the package the build stages for trying it out; and its help the other way round.
        var staged = Path.GetDirectoryName(ModuleShell.ManifestPath)!;
        Assert.All(files.Except(s_packageOnly), name => Assert.True(File.Exists(Path.Combine(staged, name)), name));
        Assert.All(
            Directory.EnumerateFiles(Path.Combine(staged, "en-US")),
            file => Assert.Contains("en-US/" + Path.GetFileName(file), files));
    }

    [Fact]
    public void It_says_what_the_Gallery_asks_for()
    {
        using var package = ZipFile.OpenRead(s_package.Value);
        using var stream = package.GetEntry("OpenShiftImage.nuspec")!.Open();
        var metadata = XDocument.Load(stream).Root!.Elements().Single();
        string Text(string name) => metadata.Elements().Single(element => element.Name.LocalName == name).Value;
        var manifest = Run(
            "$m = Test-ModuleManifest $path; $m.Version.ToString(); $m.Description; $m.LicenseUri.ToString(); $m.ReleaseNotes; $m.Tags",
            ("path", ModuleShell.ManifestPath))
            .Succeeded().Select(item => item.ToString()!).ToList();
        Assert.Equal(
            ("OpenShiftImage", manifest[0], manifest[1], manifest[3], "MIT"),
            (Text("id"), Text("version"), Text("description"), Text("releaseNotes"), Text("license")));
        Assert.Equal(["PSModule", "PSIncludes_Cmdlet", .. manifest[4..]], Text("tags").Split(' '));
        Assert.All(
            (string[])["PSEdition_Core", "Windows", "Linux", "MacOS"], tag => Assert.Contains(tag, manifest[4..]));
    }

    [Fact]
    public void It_names_the_repository_that_it_was_packed_for()
    {
        using var package = ZipFile.OpenRead(s_package.Value);
        using var manifest = new StreamReader(package.GetEntry("OpenShiftImage.psd1")!.Open());
        Assert.Matches($"ProjectUri += '{Repository}'", manifest.ReadToEnd());
        using var metadata = new StreamReader(package.GetEntry("OpenShiftImage.nuspec")!.Open());
        Assert.Contains($"<projectUrl>{Repository}</projectUrl>", metadata.ReadToEnd(), StringComparison.Ordinal);
    }

    [Fact]
    public void It_is_the_same_however_often_it_is_packed() =>
        Assert.Equal(
            Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(s_package.Value))),
            Convert.ToHexString(
                System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(Pack("two", "--no-restore")))));

    [Fact]
    public void Unpacked_it_works_in_a_fresh_process()
    {
        var module = Path.Combine(s_folder, "modules", "OpenShiftImage");
        ZipFile.ExtractToDirectory(s_package.Value, module, overwriteFiles: true);
        var name = NewName();
        var said = FreshProcess.Run(ProcessEnvironment, "run", Path.Combine(module, "OpenShiftImage.psd1"), $$"""
            $ErrorActionPreference = 'Stop'
            [OpenShiftImage.Image].Assembly.Location
            (Connect-OSImageCluster).Context
            (Get-OSImage).Count -ge 250
            New-OSImage -Name {{name}} -DockerImageReference quay.io/a/b:c -Label @{ a = 'b' } | ConvertTo-OSImageYaml -Clean | ConvertFrom-OSImageYaml | ForEach-Object Name
            Update-OSImage {{name}} -Label @{ a = 'c' }
            (Get-OSImage {{name}}).Labels['a']
            (Watch-OSImage -SendInitialEvents -Count 1).Type
            Remove-OSImage {{name}} -Confirm:$false -WarningAction Ignore
            try { Get-OSImage {{name}} } catch { $_.FullyQualifiedErrorId }
            (Get-Help Get-OSImage).Synopsis.Length -gt 10
            """);
        Assert.Equal(
            [
                Path.Combine(module, "OpenShiftImage.Client.dll"), "sandbox-admin", "True", name, "c", "Added",
                "NotFound,OpenShiftImage.Commands.GetOSImageCommand", "True",
            ],
            said);
    }

    private static string Pack(string folder, params string[] options)
    {
        var root = Path.GetFullPath(Path.Combine(ModuleShell.ManifestPath, "../../.."));
        var output = Path.Combine(s_folder, folder);
        // StagesModule=false: the module that the other tests import stays as it is. The analyzers have said what they have to say when
        // the tests were built.
        FreshProcess.Execute(
            "dotnet",
            [
                "pack", Path.Combine(root, "src", "OpenShiftImage.Package"), "-c", "Release", "-p:StagesModule=false",
                "-p:RunAnalyzers=false", "-p:RepositoryUrl=" + Repository, "-o", output, .. options,
            ]);
        return Directory.EnumerateFiles(output, "*.nupkg").Single();
    }
}
