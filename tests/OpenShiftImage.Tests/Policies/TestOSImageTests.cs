using System.Management.Automation;
using OpenShiftImage.Tests.Analysis;

namespace OpenShiftImage.Tests.Policies;

/// <summary>Test-OSImage, as a user has it: of a cluster, of an archive, of what is piped.</summary>
public sealed class TestOSImageTests(UsageState state) : UsageTest(state)
{
    private const string Line = " | ForEach-Object { \"$([int] $_.Name.Substring(7, 2)) $($_.Rule) $($_.Passed)\" }";

    private const string Owned = "-Policy @{ Rules = @{ Team = @{ Rule = 'RequiredLabel'; Name = 'team' } } }";

    private static readonly string[] s_owned =
        ["1 Team True", "2 Team True", "3 Team False", "4 Team False", "5 Team False", "6 Team False", "7 Team False"];

    [Fact]
    public void Images_are_tested_wherever_they_come_from()
    {
        foreach (var script in new[]
        {
            $"Test-OSImage {Owned}", $"Test-OSImage {Owned} -Cluster $archive", $"Get-OSImage | Test-OSImage {Owned}",
            $"Get-OSImage -Cluster $archive | Test-OSImage {Owned}", $"Test-OSImage (Get-OSImage) {Owned}",
        })
        {
            Assert.Equal(s_owned, Lines(script + Line));
        }

        Assert.Equal(s_owned[2..], Lines($"Test-OSImage {Owned} -FailedOnly" + Line));
    }

    [Theory]
    [InlineData("Test-OSImage $names[0], $names[2]")]
    [InlineData("Test-OSImage -Name $names[0], $names[2] -Cluster $archive")]
    [InlineData("$names[0], $names[2] | Test-OSImage")]
    [InlineData("[pscustomobject]@{ Name = $names[0] }, @{ Name = $names[2] } | Test-OSImage")]
    [InlineData("Get-OSImageUsage 3> $null | Where-Object Name -in $names[0], $names[2] | Test-OSImage")]
    [InlineData("Get-OSImage -AsPage | Test-OSImage")]
    public void Images_are_tested_by_their_names_too(string script)
    {
        var expected = script.Contains("AsPage", StringComparison.Ordinal) ? s_owned : [s_owned[0], s_owned[2]];
        Assert.Equal(expected, Lines($"$names = @((Get-OSImage).Name); {script} {Owned}{Line}"));
    }

    [Fact]
    public void A_name_that_is_none_is_an_error_and_the_others_are_tested()
    {
        var result = Run(
            $"$name = (Get-OSImage -First 1).Name; Test-OSImage no-such, $name {Owned}; Test-OSImage no-such, $name {Owned} -Quiet 2> $null");
        AssertError(result.Errors[0], "NotFound", ErrorCategory.ObjectNotFound);
        Assert.Equal(2, result.Output.Count);
        Assert.Equal(false, result.Output[1].BaseObject);
        AssertError(Run($"Test-OSImage 'sha256:*' {Owned}").Error, "WildcardInName", ErrorCategory.InvalidArgument);
    }

    [Theory]
    [InlineData("Test-OSImage -Cluster $live, $archive")]
    [InlineData("Get-OSImage -Cluster $live, $archive | Test-OSImage")]
    public void Results_of_several_clusters_tell_theirs(string script)
    {
        var results = Run($"{script} {Owned}").Succeeded();
        Assert.Equal(14, results.Count);
        Assert.Equal(2, results.Select(result => result.Properties["Cluster"].Value).Distinct().Count());
        Assert.All(results, result => Assert.Equal("OpenShiftImage.ImageTestResult#Cluster", result.TypeNames[0]));
    }

    [Fact]
    public void A_cluster_that_fails_is_an_error_and_the_others_go_on()
    {
        var result = Run(
            $"Test-OSImage {Owned} -Cluster $archive, no-such-cluster; Test-OSImage {Owned} -Quiet -Rule Team -Cluster $archive, no-such-cluster 2> $null");
        Assert.Single(result.Errors);
        Assert.Equal(7, result.Output.Count - 1);
        Assert.Equal(false, result.Output[^1].BaseObject);
    }

    [Theory]
    [InlineData("$true")]
    [InlineData("@{ By = 'Workload' }")]
    public void Who_uses_Images_is_asked_of_the_cluster(string setting)
    {
        // Pods and a deployment name a tag, which points to 1, and the digests of 5 and 6.
        string[] expected = ["1 True", "2 False", "3 False", "4 False", "5 True", "6 True", "7 False"];
        const string Short = " | ForEach-Object { \"$([int] $_.Name.Substring(7, 2)) $($_.Passed)\" }";
        var policy = $"-Policy @{{ Rules = @{{ Used = {setting} }} }}";
        Assert.Equal(expected, Lines($"Test-OSImage {policy}" + Short));
        Assert.Equal(expected, Lines($"Get-OSImage -Cluster $archive | Test-OSImage {policy} 3> $null" + Short));
    }

    [Fact]
    public void Nothing_counts_as_unused_where_it_cannot_be_told()
    {
        State.Server.Intercept = context =>
        {
            var isPods = context.Request.Path.Value == "/api/v1/pods";
            context.Response.StatusCode = isPods ? 403 : context.Response.StatusCode;
            return Task.FromResult(isPods);
        };
        const string Policy = "-Policy ([ordered] @{ Rules = [ordered] @{ Unused = $true; Signed = $true } })";
        var result = Run($"Test-OSImage {Policy} -Verbose");
        Assert.Contains(
            result.Verbose, line => line.Contains("it could not be told who uses them", StringComparison.Ordinal));
        AssertError(result.Error, "Forbidden", ErrorCategory.PermissionDenied);
        Assert.Equal(["Signed"], result.Output.Select(row => row.Properties["Rule"].Value).Distinct());
        var quiet = Run(
            $"Test-OSImage {Policy} -Rule Unused -Quiet; Get-OSImage | Test-OSImage {Policy} -Rule Unused -Quiet");
        Assert.Equal([false, false], quiet.Output.Select(row => row.BaseObject));
        Assert.Equal(2, quiet.Errors.Count);
    }

    [Fact]
    public void A_script_is_a_rule()
    {
        const string Policy =
            "-Policy @{ Rules = @{ Web = { $_.Labels.team -eq 'web' }; Odd = @{ Script = { $args.Count }; Severity = 'Error' } } }";
        var results = Run($"Test-OSImage {Policy} -Rule Web").Succeeded();
        Assert.Equal(
            [true, true, false, false, false, false, false], results.Select(row => row.Properties["Passed"].Value));
        Assert.Equal("$_.Labels.team -eq 'web'", results[0].Properties["Expected"].Value);
        const string Reasoned = "-Policy @{ Rules = @{ Odd = @{ Script = { $false }; Reason = 'Ask the owner.' } } }";
        Assert.Equal(
            ["Ask the owner."], Lines($"Get-OSImage -First 1 | Test-OSImage {Reasoned} | ForEach-Object Message"));
        Assert.Equal(
            "Error", Run($"Test-OSImage {Policy} -Rule Odd").Succeeded()[0].Properties["Severity"].Value.ToString());
    }

    [Fact]
    public void A_script_that_fails_is_an_error_of_its_Image_and_never_passes()
    {
        const string Policy = "-Policy @{ Rules = @{ Bad = { if ($_.Labels.team) { throw 'no' } else { $true } } } }";
        var result = Run($"Test-OSImage {Policy}");
        Assert.Equal(5, result.Output.Count);
        Assert.Equal(2, result.Errors.Count);
        AssertError(result.Errors[0], "RuleScriptFailed", ErrorCategory.InvalidResult);
        Assert.Equal("OpenShiftImage.Image", result.Errors[0].TargetObject.GetType().FullName);
        Assert.Contains("'Bad'", result.Errors[0].ToString(), StringComparison.Ordinal);
        Assert.Equal(false, Run($"Test-OSImage {Policy} -Quiet 2> $null").Output.Single().BaseObject);
    }

    [Fact]
    public void An_error_that_a_script_writes_leaves_no_answer() => AssertError(
        Run("Get-OSImage -First 1 | Test-OSImage -Policy @{ Rules = @{ Bad = { Write-Error 'no'; $true } } }").Error,
        "RuleScriptFailed",
        ErrorCategory.InvalidResult);

    [Theory]
    [InlineData("break")]
    [InlineData("continue")]
    [InlineData("exit 3")]
    public void A_script_that_leaves_itself_ends_no_loop_of_its_caller(string statement)
    {
        var policy =
            $"-Policy @{{ Rules = @{{ Bad = {{ if ($_.Labels.team) {{ {statement} }} else {{ $true }} }} }} }}";
        var result = Run($"foreach ($i in 1, 2) {{ Test-OSImage {policy} | ForEach-Object Passed; \"after $i\" }}");
        Assert.Equal(
            ["after 1", "after 2"], result.Output.Select(item => item.ToString()).Where(text => text != "True"));
        Assert.Equal(4, result.Errors.Count);
        AssertError(result.Errors[0], "RuleScriptFailed", ErrorCategory.InvalidResult);
        Assert.Equal(["False"], Lines($"foreach ($i in 1) {{ Test-OSImage {policy} -Quiet 2> $null }}"));
    }

    [Fact]
    public void A_rule_that_cannot_be_looked_at_is_an_error_of_its_Image_and_never_passes()
    {
        const string Image =
            """'{"apiVersion":"image.openshift.io/v1","kind":"Image","metadata":{"name":"x"},"dockerImageConfig":"{\"config\":{\"User\":\"\\ud800\"}}"}' | ConvertFrom-OSImageYaml""";
        var result = Run(Image + " | Test-OSImage -Policy @{ Rules = [ordered] @{ NoRoot = $true; Signed = $true } }");
        AssertError(result.Error, "RuleFailed", ErrorCategory.InvalidResult);
        Assert.Equal("OpenShiftImage.Image", result.Error.TargetObject.GetType().FullName);
        Assert.Equal("Signed", Assert.Single(result.Output).Properties["Rule"].Value);
        Assert.Equal(
            ["False"], Lines(Image + " | Test-OSImage -Policy @{ Rules = @{ NoRoot = $true } } -Quiet 2> $null"));
    }

    [Fact]
    public void Ages_are_counted_to_the_time_that_is_meant()
    {
        const string Policy = "-Policy @{ Rules = @{ MaximumAge = 30 } }";
        Assert.Equal(
            [true],
            Run($"Get-OSImage -First 1 | Test-OSImage {Policy} -AsOf 2026-01-31 -Quiet").Succeeded()
                .Select(row => row.BaseObject));
        Assert.Equal(
            [false],
            Run($"Get-OSImage -First 1 | Test-OSImage {Policy} -AsOf 2026-02-01 -Quiet").Succeeded()
                .Select(row => row.BaseObject));
    }

    [Fact]
    public void A_quiet_answer_is_one_boolean()
    {
        Assert.Equal(["True"], Lines("Test-OSImage -Quiet -Rule PulledByDigest"));
        Assert.Equal(["True"], Lines("Get-OSImage | Test-OSImage -Quiet -Rule PulledByDigest"));
        // These Images do not tell what their environment is.
        Assert.Equal(["False"], Lines("Test-OSImage -Quiet -Rule NoSecretInEnv"));
        Assert.Equal(["False"], Lines($"Test-OSImage {Owned} -Quiet"));
        Assert.Equal(["False"], Lines($"Get-OSImage | Test-OSImage {Owned} -Quiet"));
        var nothing = Run("@() | Test-OSImage -Quiet");
        Assert.Equal(false, nothing.Succeeded().Single().BaseObject);
        Assert.Contains("No Image was tested", Assert.Single(nothing.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void A_quiet_test_ends_with_the_first_that_fails() =>
        Assert.Equal(
            ["False", "1"],
            Lines(
                "$count = 0; Test-OSImage -Quiet -Policy @{ Rules = @{ Count = { $global:count++; $false } } }; $count"));

    [Theory]
    [InlineData("-Policy no-such", "PathNotFound", ErrorCategory.ObjectNotFound)]
    [InlineData("-Policy Strit", "PathNotFound", ErrorCategory.ObjectNotFound)]
    [InlineData("-Policy ./no-such.psd1", "PathNotFound", ErrorCategory.ObjectNotFound)]
    [InlineData("-Policy env:PATH", "NotInFileSystem", ErrorCategory.InvalidArgument)]
    [InlineData("-Policy @{}", "InvalidPolicy", ErrorCategory.ParserError)]
    [InlineData("-Policy .", "PathIsFolder", ErrorCategory.InvalidArgument)]
    [InlineData("-Policy ~", "PathIsFolder", ErrorCategory.InvalidArgument)]
    [InlineData(
        "-Policy $(($cycle = @{}), ($cycle.a = $cycle), ($cycle.b = $cycle) | Out-Null; $cycle)",
        "InvalidPolicy",
        ErrorCategory.ParserError)]
    [InlineData(
        "-Policy @{ Rules = @{ Bad = { begin { $false } process { $true } } } }",
        "InvalidPolicy",
        ErrorCategory.ParserError)]
    [InlineData("-Policy 3", "InvalidPolicy", ErrorCategory.ParserError)]
    [InlineData("-Policy @{ Rules = @{ NoRot = $true } }", "InvalidPolicy", ErrorCategory.ParserError)]
    [InlineData("-Rule NoSuch", "UnknownRule", ErrorCategory.ObjectNotFound)]
    [InlineData("-Rule 'No['", "InvalidWildcard", ErrorCategory.InvalidArgument)]
    public void What_cannot_be_meant_ends_it_before_anything_is_asked(
        string parameters, string id, ErrorCategory category)
    {
        var result = Run($"Test-OSImage {parameters}");
        AssertError(result.Error, id, category);
        Assert.Empty(result.Output);
        Assert.Empty(State.Server.Requests);
        var quiet = Run($"Test-OSImage {parameters} -Quiet; Get-OSImage -First 2 | Test-OSImage {parameters} -Quiet");
        Assert.Equal([false, false], quiet.Output.Select(row => row.BaseObject));
        Assert.Equal(2, quiet.Errors.Count);
        AssertError(quiet.Errors[0], id, category);
    }

    [Theory]
    [InlineData("-Cluster no-such-cluster")]
    [InlineData("-Cluster ./no-such.tar")]
    public void A_quiet_test_of_a_cluster_that_is_none_answers_too(string cluster)
    {
        var result = Run($"Test-OSImage {cluster} -Quiet; Get-OSImage | Test-OSImage {cluster} -Quiet");
        Assert.Equal([false, false], result.Output.Select(row => row.BaseObject));
        Assert.Equal(2, result.Errors.Count);
    }

    [Fact]
    public void Rules_that_all_say_nothing_are_not_kept()
    {
        var result = Run("Test-OSImage -Policy @{ Rules = @{ Signed = @{ Except = '*' } } } -Quiet");
        Assert.Equal(false, result.Succeeded().Single().BaseObject);
        Assert.Contains("No rule says anything", Assert.Single(result.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void Of_an_Image_that_the_cluster_does_not_have_nobody_knows_who_uses_it()
    {
        const string Policy = "-Policy @{ Rules = @{ Unused = $true } }";
        var result = Run(
            $"$other = Get-OSImage -First 1; $other.Metadata.Name = 'sha256:0'; $other | Test-OSImage {Policy}; $other | Test-OSImage {Policy} -Quiet 2> $null");
        AssertError(result.Errors[0], "RuleFailed", ErrorCategory.InvalidResult);
        Assert.Equal(false, Assert.Single(result.Output).BaseObject);
    }

    [Fact]
    public void Nothing_is_unused_where_no_pods_were_collected()
    {
        Run($"Get-OSImage | Export-OSImage '{State.Folder}/images.yaml'").Succeeded();
        var result = Run(
            $"Test-OSImage -Cluster '{State.Folder}/images.yaml' -Policy @{{ Rules = @{{ Unused = $true }} }} -AsOf 2026-01-01; Test-OSImage -Cluster '{State.Folder}/images.yaml' -Policy @{{ Rules = @{{ Unused = $true }} }} -AsOf 2026-01-01 -Quiet 2> $null");
        AssertError(result.Errors[0], "NotCollected", ErrorCategory.ObjectNotFound);
        Assert.Equal(false, Assert.Single(result.Output).BaseObject);
    }

    [Fact]
    public void A_script_cannot_change_what_other_rules_see() => Assert.Equal(
        ["AllowedRegistry False", "A False"],
        Lines(
            $"Get-OSImage -First 3 | Select-Object -Last 1 | Test-OSImage -Policy @{{ Rules = [ordered] @{{ A = {{ $_.DockerImageReference = 'evil.example/x'; $false }}; AllowedRegistry = 'evil.example' }} }} | ForEach-Object {{ \"$($_.Rule) $($_.Passed)\" }}"));

    [Fact]
    public void A_cluster_does_not_go_with_input() => AssertError(
        Run($"Get-OSImage | Test-OSImage {Owned} -Cluster $archive").Error,
        "ClusterWithInput",
        ErrorCategory.InvalidArgument);

    [Fact]
    public void Rules_are_chosen_by_name_and_by_id()
    {
        const string Policy = "-Policy DisaStig, Baseline";
        const string Names = " | ForEach-Object Rule | Select-Object -Unique";
        Assert.Equal(["RecentImages"], Lines($"Test-OSImage {Policy} -Rule recent* 3> $null" + Names));
        Assert.Equal(["TrustedSources", "RecentImages"], Lines($"Test-OSImage {Policy} -Rule CNTR-OS-000890" + Names));
        Assert.Equal(
            ["NonRootImages", "PulledByDigest"], Lines($"Test-OSImage {Policy} -Rule PulledByDigest, Non*" + Names));
    }

    [Fact]
    public void Rules_that_say_nothing_of_some_Images_are_told()
    {
        var result = Run("Test-OSImage -Policy @{ Rules = @{ Signed = @{ Except = '*' } } } -Verbose");
        Assert.Empty(result.Succeeded());
        Assert.Contains(
            result.Verbose,
            line => line.Contains("The rule Signed says nothing of 7 of 7 Images", StringComparison.Ordinal));
    }

    [Fact]
    public void The_first_results_end_the_list() =>
        Assert.Equal(["1 Team True"], Lines($"Test-OSImage {Owned} | Select-Object -First 1" + Line));

    [Fact]
    public void It_stops_at_once() => StopAt($"Test-OSImage {Owned}", "/apis/image.openshift.io/v1/images");

    [Fact]
    public void Tab_completes_policies_and_rules()
    {
        var tab = new Tab(Shell);
        Assert.Equal(["Baseline"], tab.Complete("Test-OSImage -Policy b"));
        Assert.Equal(["DisaStig"], tab.Complete("Test-OSImage -Policy Disa"));
        Run($"Set-Location '{State.Folder}'; Set-Content house.psd1 '@{{ Rules = @{{ Mine = @{{ Rule = \"Signed\" }} }} }}'").Succeeded();
        Assert.Contains(
            tab.Complete("Test-OSImage -Policy "), text => text.EndsWith("house.psd1", StringComparison.Ordinal));
        Assert.Equal(["Mine"], tab.Complete("Test-OSImage -Policy ./house.psd1 -Rule "));
        Assert.Equal(["NoRoot", "NoSecretInEnv"], tab.Complete("Test-OSImage -Policy Strict -Rule No").Order());
        Assert.Contains("Signed", tab.Complete("Test-OSImage -Policy ./none.psd1 -Rule "));
        Run($"Remove-Item '{State.Folder}/house.psd1'").Succeeded();
    }

    [Theory]
    [InlineData("'text'")]
    [InlineData(
        "([System.Management.Automation.PSSerializer]::Deserialize([System.Management.Automation.PSSerializer]::Serialize((Test-OSImage -Policy @{ Rules = @{ Signed = $true } })[0])))")]
    public void What_is_no_result_leaves_no_log(string input)
    {
        var result = Run($"@({input}) + @(Test-OSImage {Owned}) | ConvertTo-OSImageSarif");
        AssertError(result.Error, "InvalidInput", ErrorCategory.InvalidArgument);
        Assert.Empty(result.Output);
    }

    [Fact]
    public void Two_policies_without_names_are_told_apart() => Assert.Equal(
        ["Policy", "Policy (2)"],
        Lines(
            "Test-OSImage -Policy @{ Rules = @{ Signed = $true } }, @{ Rules = @{ Signed = $true } } | ForEach-Object Policy | Select-Object -Unique"));

    [Fact]
    public void A_log_of_SARIF_has_what_failed()
    {
        var log = Lines(
            $"Test-OSImage {Owned} | ConvertTo-OSImageSarif -Category prod | ConvertFrom-Json | ForEach-Object {{ $_.version; $_.runs[0].results.Count; $_.runs[0].automationDetails.id; $_.runs[0].results[0].ruleId }}");
        Assert.Equal(["2.1.0", "5", "prod/", "Policy/Team"], log);
        Assert.Equal(
            ["7"],
            Lines(
                $"Test-OSImage {Owned} | ConvertTo-OSImageSarif -IncludePassed | ConvertFrom-Json | ForEach-Object {{ $_.runs[0].results.Count }}"));
        Assert.Equal(
            ["0"],
            Lines("@() | ConvertTo-OSImageSarif | ConvertFrom-Json | ForEach-Object { $_.runs[0].results.Count }"));
    }
}
