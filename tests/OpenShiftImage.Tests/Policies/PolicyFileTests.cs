namespace OpenShiftImage.Tests.Policies;

/// <summary>Policies in files: what is read, and where it is told that something is wrong.</summary>
public sealed class PolicyFileTests : ModuleTest
{
    private readonly string _folder = Directory.CreateTempSubdirectory("osimage-policy-").FullName;

    public PolicyFileTests(SandboxFixture fixture)
        : base(fixture)
    {
    }

    public override void Dispose()
    {
        Directory.Delete(_folder, recursive: true);
        base.Dispose();
    }

    /// <summary>A file, what is in it, and what must be told.</summary>
    public static TheoryData<string, string, string[]> Bad => new()
    {
        { "a.psd1", "@{\n  Rules = @{\n    NoRot = $true\n    MaximumAge = @{ Days = -1 }\n  }\n}", [
            "line 3, column 5 (Rules.NoRot)", "Is it NoRoot?", "line 4, column 21 (Rules.MaximumAge.Days)",
        ] },
        { "b.psd1", "@{ Rules = @{ Mine = { Remove-Item ran } } }", [
            "line 1, column 15 (Rules.Mine)", "a file may not hold a script block",
        ] },
        { "c.psd1", "@{ Rules = @{ MaximumAge = (Set-Content ran x) } }", [
            "line 1, column 15 (Rules.MaximumAge)", "it is no constant",
        ] },
        { "d.psd1", "@{ Rules = @{ MaximumAge = $(Set-Content ran x) } }", [
            "line 1, column 15 (Rules.MaximumAge)", "it is no constant",
        ] },
        { "e.psd1", "@{ Rules = @{ AllowedRegistry = \"$env:HOME\" } }", [
            "line 1, column 15 (Rules.AllowedRegistry)", "it is no constant",
        ] },
        { "f.psd1", "Set-Content ran x", ["it is no data file"] },
        { "g.psd1", "@{ Rules = @{ NoRoot = $true } }; Set-Content ran x", ["it is no data file"] },
        { "h.psd1", "@{ Rules = ", ["line 1, column"] },
        { "i.psd1", "@{ Rules = @{ AllowedRegistry = @('a', 3) } }", ["(Rules.AllowedRegistry[1]): it is a number"] },
        { "j.psd1", "@{ Rules = @{\nMaximumAge = @{ Days = $env:MAX }\nMaximumSize = @{ Size = 2 * 1GB }\nMine = @{ Rule = 'Script'; Script = { $true } }\nNoRot = $true } }", ["line 2, column 17 (Rules.MaximumAge.Days): it is no constant", "line 3, column 18 (Rules.MaximumSize.Size): it is no constant", "line 4, column 28 (Rules.Mine.Script): a file may not hold a script block", "Is it NoRoot?"] },
        { "k.psd1", "using namespace System.IO\n@{ Rules = @{ NoRoot = $true } }", ["line 1, column 1: 'using namespace System.IO' is no data"] },
        { "l.psd1", "using module ./ran.psm1\n@{ Rules = @{ NoRoot = $true } }", ["line 1, column 1: 'using module ./ran.psm1' is no data"] },
        { "m.psd1", "@{ Rules = @{ NoRoot = $true } }\n#Requires -Version 99.0\n", ["line 2, column 1: '#Requires -Version 99.0' is no data"] },
        { "a.yaml", "# a comment\nRules:\n  NoRot: true\n  MaximumAge:\n    Days: -1\n  AllowedRegistry: [a, 3]\n", [
            "line 3, column 3 (Rules.NoRot)",
            "line 5, column 5 (Rules.MaximumAge.Days)",
            "line 6, column 24 (Rules.AllowedRegistry[1])",
        ] },
        { "b.yml", "Rules: [\n", ["line"] },
        { "c.yaml", "# nothing\n", ["it is nothing, and an object with Rules is wanted."] },
        { "a.json", "{\n  \"Rules\": {\n    \"NoRot\": true,\n    \"MaximumAge\": { \"Days\": -1 }\n  }\n}", [
            "line 3, column 5 (Rules.NoRot)", "line 4, column 21 (Rules.MaximumAge.Days)",
        ] },
        { "b.json", "{ \"Rules\": ", ["line 1, column"] },
    };

    [Theory]
    [MemberData(nameof(Bad))]
    public void What_is_wrong_is_told_with_its_line_and_nothing_is_run(string file, string text, string[] told)
    {
        File.WriteAllText(Path.Combine(_folder, file), text);
        var result = Run($"Set-Location '{_folder}'; Test-OSImage -Policy ./{file}");
        Assert.StartsWith("InvalidPolicy,", result.Error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.All(told, part => Assert.Contains(part, result.Error.ToString(), StringComparison.Ordinal));
        Assert.Contains(file, result.Error.ToString(), StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(_folder, "ran")));
    }

    [Theory]
    [InlineData(
        "a.psd1",
        "@{ Name = 'house'; Rules = @{ MaximumSize = 1GB; AllowedRegistry = 'a', 'b'; DeniedRegistry = @('c'\n'd'); NoRoot = $true } }")]
    [InlineData(
        "a.yaml",
        "Name: house\nRules:\n  MaximumSize: 1GB\n  AllowedRegistry: [a, b]\n  DeniedRegistry:\n  - c\n  - d\n  NoRoot:\n")]
    [InlineData(
        "a.json",
        "{\"$schema\":\"x\",\"Name\":\"house\",\"Rules\":{\"MaximumSize\":1073741824,\"AllowedRegistry\":[\"a\",\"b\"],\"DeniedRegistry\":[\"c\",\"d\"],\"NoRoot\":true}}")]
    public void Each_format_says_the_same(string file, string text)
    {
        File.WriteAllText(Path.Combine(_folder, file), text);
        var expected =
            Run($"Get-OSImage | Where-Object IsManifestList -eq $false | Select-Object -First 1 | Test-OSImage -Policy '{Path.Combine(_folder, file)}' | ForEach-Object {{ \"$($_.Policy) $($_.Rule) $($_.Expected)\" }}").Succeeded();
        Assert.Equal(
            [
                "house MaximumSize 1 GB at most",
                "house AllowedRegistry a, b",
                "house DeniedRegistry not c, d",
                "house NoRoot a user other than root",
            ],
            expected.Select(item => item.ToString()));
    }

    [Fact]
    public void Several_files_and_hashtables_go_together()
    {
        File.WriteAllText(Path.Combine(_folder, "a.psd1"), "@{ Rules = @{ NoRoot = $true } }");
        File.WriteAllText(Path.Combine(_folder, "b.yaml"), "Rules: { Signed: true }");
        var results =
            Run($"Set-Location '{_folder}'; Get-OSImage | Where-Object IsManifestList -eq $false | Select-Object -First 1 | Test-OSImage -Policy *.psd1, (Get-Item b.yaml), @{{ Rules = @{{ PulledByDigest = $true }} }} | ForEach-Object {{ \"$($_.Policy) $($_.Rule)\" }}").Succeeded();
        Assert.Equal(["a NoRoot", "b Signed", "Policy PulledByDigest"], results.Select(item => item.ToString()));
    }

    [Fact]
    public void A_file_of_another_kind_is_no_policy()
    {
        File.WriteAllText(Path.Combine(_folder, "a.txt"), "x");
        Assert.StartsWith(
            "UnknownExtension,",
            Run($"Test-OSImage -Policy '{_folder}/a.txt'").Error.FullyQualifiedErrorId,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Baseline")]
    [InlineData("Strict")]
    [InlineData("DisaStig")]
    public void What_comes_with_the_module_can_be_used_and_gives_reasons(string policy)
    {
        var results = Run($"Get-OSImage | Test-OSImage -Policy {policy}").Succeeded();
        Assert.NotEmpty(results);
        Assert.All(results, result => Assert.False(string.IsNullOrEmpty((string?)result.Properties["Reason"].Value)));
        if (policy == "DisaStig")
        {
            Assert.All(
                results,
                result => Assert.Matches("^CNTR-OS-000(380|660|890)$", (string?)result.Properties["RuleId"].Value));
        }
    }
}
