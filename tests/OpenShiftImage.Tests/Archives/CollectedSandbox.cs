using System.Formats.Tar;
using System.IO.Compression;
using System.Text;
using OpenShiftImage.Sandbox;

namespace OpenShiftImage.Tests.Archives;

/// <summary>A sandbox, and what was collected from it in every form.</summary>
public sealed class CollectedSandbox : IDisposable
{
    private const string Top =
        "must-gather.local.5/quay-io-example/cluster-scoped-resources/image.openshift.io/images/";

    private readonly string _folder = Directory.CreateTempSubdirectory("osimage-collected-").FullName;

    public CollectedSandbox()
    {
        Server = SandboxServer.StartAsync(new SandboxOptions { Images = 40 }).GetAwaiter().GetResult();
        using var shell = new ModuleShell();
        shell.Run($"$live = Connect-OSImageCluster -Kubeconfig '{Server.KubeconfigPath}'").Succeeded();
        foreach (var labels in (string[])[
            "size = '5'",
            "size = '10'",
            "size = 'abc'",
            "empty = ''",
            "'example.com/team' = 'a.b_c-d'",
            "size = '007'; app = 'web'",
        ])
        {
            shell.Run(
                $"$null = New-OSImage -Name test-{Guid.NewGuid():N} -DockerImageReference quay.io/a/b:c -Label @{{ {labels} }} -Cluster $live").Succeeded();
        }

        List = Path.Combine(_folder, "images.json");
        File.WriteAllText(
            List, shell.Run("Get-OSImage -AsJson -PageSize 1000 -Cluster $live").Succeeded().Single().ToString());
        var images = shell.Run(
            "Get-OSImage -Cluster $live | ForEach-Object { [pscustomobject]@{ Name = $_.Name; Yaml = \"---`n\" + ($_ | ConvertTo-OSImageYaml) } }")
            .Succeeded()
            .ToDictionary(
                image => (string)image.Properties["Name"].Value,
                image => Encoding.UTF8.GetBytes(image.Properties["Yaml"].Value.ToString()!));
        Names = [.. images.Keys];
        WriteFolder(images);
        WriteTar(images);
        WriteZip(images);
    }

    public SandboxServer Server { get; }

    /// <summary>The names of the Images, as the server orders them.</summary>
    public IReadOnlyList<string> Names { get; }

    public string List { get; }

    public string Folder => Path.Combine(_folder, "gathered");

    public string Tar => Path.Combine(_folder, "must-gather.tar.gz");

    public string Zip => Path.Combine(_folder, "must-gather.zip");

    /// <summary>Returns the path of what was collected in a form.</summary>
    public string PathOf(string form) => form switch
    {
        "folder" => Folder,
        "tar" => Tar,
        "zip" => Zip,
        _ => List,
    };

    public void Dispose()
    {
        Server.DisposeAsync().AsTask().GetAwaiter().GetResult();
        Directory.Delete(_folder, recursive: true);
    }

    private void WriteFolder(Dictionary<string, byte[]> images)
    {
        Directory.CreateDirectory(Path.Combine(Folder, Top));
        foreach (var (name, yaml) in images)
        {
            File.WriteAllBytes(
                Path.Combine(Folder, Top, (OperatingSystem.IsWindows() ? name.Replace(':', '_') : name) + ".yaml"),
                yaml);
        }

        File.WriteAllText(Path.Combine(Folder, "must-gather.local.5/event-filter.html"), "<html></html>");
    }

    private void WriteTar(Dictionary<string, byte[]> images)
    {
        using var file = File.Create(Tar);
        using var compressed = new GZipStream(file, CompressionLevel.Fastest);
        using var tar = new TarWriter(compressed, TarEntryFormat.Pax);
        foreach (var (name, yaml) in images)
        {
            tar.WriteEntry(
                new PaxTarEntry(TarEntryType.RegularFile, Top + name + ".yaml")
                {
                    DataStream = new MemoryStream(yaml),
                });
        }
    }

    private void WriteZip(Dictionary<string, byte[]> images)
    {
        using var zip = ZipFile.Open(Zip, ZipArchiveMode.Create);
        foreach (var (name, yaml) in images)
        {
            using var entry = zip.CreateEntry(Top + name + ".yaml").Open();
            entry.Write(yaml);
        }
    }
}
