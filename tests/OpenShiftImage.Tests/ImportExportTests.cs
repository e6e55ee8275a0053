using System.Management.Automation;

namespace OpenShiftImage.Tests;

/// <summary>Images to files and back, with nothing lost.</summary>
public sealed class ImportExportTests : ModuleTest
{
    private readonly string _folder = Directory.CreateTempSubdirectory("openshiftimage-export-").FullName;

    public ImportExportTests(SandboxFixture fixture)
        : base(fixture) => Shell.Runspace.SessionStateProxy.Path.SetLocation(_folder);

    public override void Dispose()
    {
        base.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Theory]
    [InlineData("-Path out/", "out/*", 60)]
    [InlineData("-Path out/ -Format Json", "out/*.json", 60)]
    [InlineData("-Path all.yaml", "all.yaml", 1)]
    [InlineData("-Path all.json", "all.json", 1)]
    [InlineData("-LiteralPath 'all[1].yaml'", "all`[1`].yaml", 1)]
    public void What_is_exported_is_imported_as_it_was(string path, string again, int files)
    {
        const string Script = """
            $images = Get-OSImage -First 60
            $written = $images | Export-OSImage @PATH -PassThru
            $back = @{}
            Import-OSImage '@AGAIN' | ForEach-Object { $back[$_.Name] = $_ }
            $written.Count
            $images.Count
            0..59 | ForEach-Object {
                $there, $here = $images[$_], $back[$images[$_].Name]
                $there.Kind, $there.ApiVersion = 'Image', 'image.openshift.io/v1'
                [System.Text.Encoding]::UTF8.GetString($there.Utf8Json) -ceq [System.Text.Encoding]::UTF8.GetString($here.Utf8Json)
            }
            """;
        var result =
            Run(Script.Replace("@PATH", path, StringComparison.Ordinal)
                .Replace("@AGAIN", again, StringComparison.Ordinal)).Succeeded();
        Assert.Equal(files, result[0].BaseObject);
        Assert.Equal(60, result.Skip(2).Count(item => item.BaseObject is true));
    }

    [Fact]
    public void A_backup_can_be_created_again_elsewhere()
    {
        var name = Create(
            metadata: ",\"annotations\":{\"n\":\"0x1F\",\"b\":\"yes\",\"d\":\"2001-01-01\",\"z\":\"null\",\"u\":\"日本 😀\",\"m\":\"a\\n  b\\n\"}");
        Run($"Get-OSImage {name} | Export-OSImage -Path backup.yaml -Clean; Remove-OSImage {name} -Confirm:$false").Succeeded();
        Assert.DoesNotContain("uid", File.ReadAllText(Path.Combine(_folder, "backup.yaml")), StringComparison.Ordinal);
        var created =
            Run("Import-OSImage backup.yaml | New-OSImage -FieldValidation Strict; (Get-OSImage "
                + name
                + ").Annotations").Succeeded();
        var annotations = (IReadOnlyDictionary<string, string>)created[1].BaseObject;
        Assert.Equal(
            ("0x1F", "yes", "2001-01-01", "null", "日本 😀", "a\n  b\n"),
            (annotations["n"], annotations["b"], annotations["d"], annotations["z"], annotations["u"], annotations["m"]));
    }

    [Fact]
    public void Names_events_and_pages_are_exported_too()
    {
        var name = Create();
        Run($"'{name}' | Export-OSImage -Path a.yaml; Watch-OSImage -SendInitialEvents -Count 3 | Export-OSImage -Path b.yaml; Get-OSImage -Limit 4 -AsPage | Export-OSImage c.yaml").Succeeded();
        Assert.Equal(
            [1, 3, 4],
            Run("(Import-OSImage a.yaml | Measure).Count; (Import-OSImage b.yaml).Count; (Import-OSImage c.yaml).Count".Replace("(Import-OSImage a.yaml | Measure).Count", "@(Import-OSImage a.yaml).Count", StringComparison.Ordinal)).Succeeded().Select(item => (int)item.BaseObject));
        AssertError(
            Run("Export-OSImage -Name no-such -Path d.yaml").Error,
            "NotFound",
            ErrorCategory.ObjectNotFound,
            "no-such");
        Assert.False(File.Exists(Path.Combine(_folder, "d.yaml")));
    }

    [Fact]
    public void A_faulty_document_names_file_line_and_column_and_the_others_come()
    {
        File.WriteAllText(
            Path.Combine(_folder, "mixed.yaml"),
            "metadata: {name: one}\n---\nmetadata:\n  name: [x\n---\nmetadata: {name: three}\n");
        File.WriteAllText(Path.Combine(_folder, "second.json"), "{\"metadata\":{\"name\":\"four\"}}");
        File.WriteAllText(Path.Combine(_folder, "ignored.txt"), "no document");
        var result = Run("Import-OSImage .");
        Assert.Equal(["one", "three", "four"], result.Output.Select(item => item.ToString()));
        AssertError(result.Error, "InvalidDocument", ErrorCategory.ParserError, "mixed.yaml");
        Assert.Matches(@"mixed\.yaml', line 5, column \d+: ", result.Error.ToString());
    }

    [Theory]
    [InlineData("Import-OSImage nowhere.yaml", "PathNotFound", ErrorCategory.ObjectNotFound, "nowhere.yaml")]
    [InlineData("Import-OSImage no*.yaml", "PathNotFound", ErrorCategory.ObjectNotFound, "no*.yaml")]
    [InlineData("Import-OSImage Env:PATH", "NotInFileSystem", ErrorCategory.InvalidArgument, "Env:PATH")]
    [InlineData("Export-OSImage -Path Env:X -Name a", "NotInFileSystem", ErrorCategory.InvalidArgument, "Env:X")]
    [InlineData(
        "Get-OSImage -First 1 | Export-OSImage -Path missing/folder/file.yaml",
        "PathNotFound",
        ErrorCategory.ObjectNotFound,
        null)]
    [InlineData(
        "'' > here.yaml; Get-OSImage -First 1 | Export-OSImage -Path here.yaml -NoClobber",
        "FileExists",
        ErrorCategory.ResourceExists,
        "here.yaml")]
    [InlineData("ConvertFrom-OSImageYaml 'a: [1'", "InvalidDocument", ErrorCategory.ParserError, null)]
    [InlineData("ConvertFrom-OSImageYaml 'kind: Pod'", "InvalidDocument", ErrorCategory.ParserError, null)]
    public void Every_failure_is_clear(string script, string id, ErrorCategory category, string? target)
    {
        File.WriteAllText(Path.Combine(_folder, "here.yaml"), "mine");
        AssertError(Run(script.Replace("'' > here.yaml; ", "", StringComparison.Ordinal)).Error, id, category, target);
        Assert.Equal("mine", File.ReadAllText(Path.Combine(_folder, "here.yaml")));
        Assert.DoesNotContain(
            Directory.EnumerateFiles(_folder), file => file.EndsWith(".partial", StringComparison.Ordinal));
    }

    [Fact]
    public void WhatIf_writes_nothing()
    {
        Run("Get-OSImage -First 2 | Export-OSImage -Path x.yaml -WhatIf; Get-OSImage -First 2 | Export-OSImage -Path dir/ -WhatIf").Succeeded();
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder));
        Assert.Contains("Export Image", Shell.Host.Shown, StringComparison.Ordinal);
    }

    [Fact]
    public void Text_goes_there_and_back()
    {
        var names =
            Run("$yaml = Get-OSImage -First 3 | ConvertTo-OSImageYaml -Clean; $yaml.Count; $yaml | ConvertFrom-OSImageYaml | ForEach-Object Name; (Get-OSImage -First 3).Name").Succeeded().Select(item => item.ToString()).ToList();
        Assert.Equal("3", names[0]);
        Assert.Equal(names[1..4], names[4..7]);
        Assert.Equal(
            names[1],
            Run("(Get-OSImage -First 1 | ConvertTo-OSImageYaml).Split(\"`n\") | ConvertFrom-OSImageYaml").Succeeded()
                .Single()
                .ToString());
    }

    [Fact]
    public void A_bookmark_is_no_Image_and_no_name_of_one()
    {
        const string Labels = ",\"labels\":{\"exported\":\"events\"}";
        string[] names = [Create(metadata: Labels), Create(metadata: Labels)];
        // The bookmark that ends the initial events is the last of the three.
        const string Watch =
            "Watch-OSImage -LabelSelector exported=events -SendInitialEvents -IncludeBookmark -Count 3";
        var types = Run($"$events = {Watch}; $events | Export-OSImage events.yaml; $events.Type").Succeeded();
        Assert.Equal(["Added", "Added", "Bookmark"], types.Select(type => type.ToString()));
        Assert.Equal(
            names.Order(),
            Run("(Import-OSImage events.yaml).Name").Succeeded().Select(name => name.ToString()).Order());
        Assert.DoesNotContain(
            Server.Requests, request => request.Target.Contains("/images/", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Export-OSImage -Name $names[0], 'gone', $names[1] -Path full.yaml")]
    [InlineData("$names[0], 'gone', $names[1] | Export-OSImage full.yaml")]
    public void An_export_with_failures_replaces_no_file_and_makes_a_new_one(string export)
    {
        Run("Get-OSImage -First 5 | Export-OSImage full.yaml").Succeeded();
        var result = Run("$names = (Get-OSImage -First 2).Name; " + export);
        AssertError(result.Errors[0], "NotFound", ErrorCategory.ObjectNotFound, "gone");
        AssertError(result.Errors[1], "ExportIncomplete", ErrorCategory.WriteError, "full.yaml");
        Assert.Equal(5, Run("@(Import-OSImage full.yaml).Count").Succeeded().Single().BaseObject);
        AssertError(
            Run("$names = (Get-OSImage -First 2).Name; "
                + export.Replace("full", "new", StringComparison.Ordinal)).Error,
            "NotFound",
            ErrorCategory.ObjectNotFound,
            "gone");
        Assert.Equal(
            [2, 2],
            Run("@(Import-OSImage new.yaml).Count; [System.IO.Directory]::GetFiles($PWD).Count").Succeeded()
                .Select(item => item.BaseObject));
    }

    [Theory]
    [InlineData("metadata: {name: a}\n...\nmetadata: {name: b}\n...\n# end\n", "a b")]
    [InlineData(
        "%YAML 1.1\n# of a cluster\n---\nmetadata: {name: a}\n...\n%YAML 1.1\n---\nmetadata: {name: b}\n", "a b")]
    [InlineData("---\n---\n# nothing\n---\nmetadata: {name: a}\n---\n", "a")]
    [InlineData("{\"kind\":\"ImageList\",\"items\":null} {\"kind\":\"List\"} {\"metadata\":{\"name\":\"a\"}}", "a")]
    [InlineData("{\"metadata\":{\"name\":\"a\"}}\n---\n{\"metadata\":{\"name\":\"b\"}}\n---\n", "a b")]
    [InlineData("   # indented\n%YAML 1.1\n---\nmetadata: {name: a}\n", "a")]
    [InlineData("kind: ImageList\nitems:\n- metadata: {name: a}\n- metadata: {name: b}\n", "a b")]
    public void However_documents_begin_and_end_all_come(string text, string names)
    {
        File.WriteAllText(Path.Combine(_folder, "x"), text);
        Assert.Equal(names, string.Join(' ', Run("Import-OSImage x").Succeeded()));
        Assert.Equal(
            names,
            string.Join(' ', Run("ConvertFrom-OSImageYaml ([System.IO.File]::ReadAllText(\"$PWD/x\"))").Succeeded()));
    }

    [Theory]
    [InlineData("{\"kind\":\"\\ud800\"}")]
    [InlineData("{\"k\\ud800\":1}")]
    [InlineData("{\"metadata\":{\"name\":\"\\udc00\"}}")]
    public void Half_a_character_is_a_fault_with_its_place_and_the_others_come(string document)
    {
        File.WriteAllText(
            Path.Combine(_folder, "x.json"),
            "{\"metadata\":{\"name\":\"a\"}}\n" + document + "\n{\"metadata\":{\"name\":\"b\"}}");
        var result = Run("Import-OSImage x.json");
        Assert.Equal(["a", "b"], result.Output.Select(item => item.ToString()));
        AssertError(result.Error, "InvalidDocument", ErrorCategory.ParserError, "x.json");
        Assert.Contains("line 2", result.Error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void JSON_too_large_for_one_piece_is_told_with_what_to_do()
    {
        using (var file = File.Create(Path.Combine(_folder, "large.json")))
        {
            file.WriteByte((byte)'{');
            file.SetLength(1L << 31);
        }

        var result = Run("Import-OSImage large.json");
        AssertError(result.Error, "InvalidDocument", ErrorCategory.ParserError, "large.json");
        Assert.Contains("YAML", result.Error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_place_of_a_fault_counts_the_lines_of_documents_that_end_with_dots()
    {
        File.WriteAllText(
            Path.Combine(_folder, "x.yaml"),
            "metadata: {name: a}\n...\n---\nmetadata:\n  name: [b\n...\nmetadata: {name: c}\n");
        var result = Run("Import-OSImage x.yaml");
        Assert.Equal(["a", "c"], result.Output.Select(item => item.ToString()));
        Assert.Matches(@"x\.yaml', line [56], column \d+: ", result.Error.ToString());
    }

    [Fact]
    public void A_folder_that_is_not_there_is_told_once_by_its_name()
    {
        var result = Run("Get-OSImage -First 3 | Export-OSImage -Path none/here/x.yaml");
        AssertError(result.Error, "PathNotFound", ErrorCategory.ObjectNotFound, "none");
        Assert.DoesNotContain("partial", result.Error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_same_Image_again_is_newer_and_another_of_its_file_name_is_told()
    {
        var script =
            "$i = Get-OSImage -First 1; $j = Get-OSImage $i.Name; $j.DockerImageReference = 'quay.io/newer:1'; $i, $j | Export-OSImage -Path twice/; (Import-OSImage twice/).DockerImageReference";
        Assert.Equal("quay.io/newer:1", Run(script).Succeeded().Single().ToString());
        var other = Run(
            "$i = Get-OSImage -First 1; $j = Get-OSImage $i.Name; $j.Metadata.Name = $i.Name.Replace(':', '_'); $i, $j | Export-OSImage -Path other/").Error;
        Assert.StartsWith("FileAlreadyWritten,", other.FullyQualifiedErrorId, StringComparison.Ordinal);
    }

    [Fact]
    public void What_was_written_goes_on_to_be_read_whatever_its_name() =>
        Assert.Single(
            Run("Get-OSImage -First 1 | Export-OSImage -LiteralPath 'a[1].yaml' -PassThru | Import-OSImage").Succeeded());

    [Theory]
    [InlineData("replicas: 3\nfoo: bar")]
    [InlineData("hello world")]
    [InlineData("Kind: Image\nMetadata: {Name: a}")]
    [InlineData("- 5")]
    public void What_is_no_Image_is_told(string text)
    {
        File.WriteAllText(Path.Combine(_folder, "x.yaml"), text);
        var result = Run("Import-OSImage x.yaml");
        Assert.Empty(result.Output);
        AssertError(result.Error, "InvalidDocument", ErrorCategory.ParserError, "x.yaml");
        Assert.Contains("no Image", result.Error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Bytes_that_are_no_text_are_not_made_into_one()
    {
        File.WriteAllBytes(
            Path.Combine(_folder, "latin1.yaml"), [.. "metadata: {name: a, annotations: {a: caf"u8, 0xe9, .. "}}\n"u8]);
        AssertError(
            Run("Import-OSImage latin1.yaml").Error, "InvalidDocument", ErrorCategory.ParserError, "latin1.yaml");
    }
}
