using System.Management.Automation;

namespace OpenShiftImage.Tests;

/// <summary>-Label and -Annotation take what people have, and nothing that is no text.</summary>
public sealed class MetadataChangeTests(SandboxFixture fixture) : ModuleTest(fixture)
{
    [Theory]
    [InlineData(
        "-Label @{ owner = 'me'; draft = $null }", "{\"metadata\":{\"labels\":{\"draft\":null,\"owner\":\"me\"}}}")]
    [InlineData("-Label owner=me,draft-", "{\"metadata\":{\"labels\":{\"draft\":null,\"owner\":\"me\"}}}")]
    [InlineData("-Label 'owner=me', 'draft-'", "{\"metadata\":{\"labels\":{\"draft\":null,\"owner\":\"me\"}}}")]
    [InlineData(
        "-Label @{ count = 3; on = $true; ratio = 0.5 }",
        "{\"metadata\":{\"labels\":{\"count\":\"3\",\"on\":\"True\",\"ratio\":\"0.5\"}}}")]
    [InlineData("-Annotation 'note=a, b', 'old-'", "{\"metadata\":{\"annotations\":{\"note\":\"a, b\",\"old\":null}}}")]
    [InlineData(
        "-Annotation @{ at = [datetime]::new(2026, 1, 2, 3, 4, 5, [DateTimeKind]::Utc) }",
        "{\"metadata\":{\"annotations\":{\"at\":\"2026-01-02T03:04:05Z\"}}}")]
    public void A_label_change_is_a_hashtable_or_kubectl_s_text(string parameters, string body)
    {
        var name = Create();
        Run($"Update-OSImage {name} {parameters}").Succeeded();
        var sent = System.Text.Json.Nodes.JsonNode.Parse(
            Assert.Single(Server.Requests, request => request.Method == "PATCH").Body!);
        Assert.True(
            System.Text.Json.Nodes.JsonNode.DeepEquals(System.Text.Json.Nodes.JsonNode.Parse(body), sent),
            sent!.ToJsonString());
    }

    [Fact]
    public void A_script_block_gives_it_for_each_input()
    {
        var names = new[] { Create(), Create() };
        Run("$names | Get-OSImage | Update-OSImage -Label { @{ owner = \"of-$($_.Name)\" } }", ("names", names)).Succeeded();
        Run(
            "[pscustomobject]@{ Name = $names[0]; team = 'red' } | Update-OSImage -Label { \"team=$($_.team)\" }",
            ("names", names)).Succeeded();
        Assert.All(
            names,
            name => Assert.Equal("of-" + name, Run($"(Get-OSImage {name}).Labels['owner']").Succeeded()[0].BaseObject));
        Assert.Equal("red", Run($"(Get-OSImage {names[0]}).Labels['team']").Succeeded()[0].BaseObject);
    }

    [Fact]
    public void A_script_block_that_fails_is_the_failure_of_its_input_and_the_others_go_on()
    {
        var names = new[] { Create(), Create(), Create() };
        var result = Run(
            "$names | Get-OSImage | Update-OSImage -Label { if ($_.Name -eq $names[1]) { throw 'bad luck' }; 'done=yes' }",
            ("names", names));
        AssertError(result.Error, "InvalidMetadataChange", ErrorCategory.InvalidArgument, names[1]);
        Assert.Contains("bad luck", result.Error.ToString(), StringComparison.Ordinal);
        Assert.Equal(2, Server.Requests.Count(request => request.Method == "PATCH"));
    }

    [Theory]
    [InlineData("-Label draft-")]
    [InlineData("-Label @{ draft = $null }")]
    [InlineData("-Label { 'a=b' }")]
    public void A_new_Image_has_nothing_to_remove_and_no_input(string parameters)
    {
        AssertError(
            Run($"New-OSImage {NewName()} -DockerImageReference a/b:c {parameters}").Error,
            "InvalidMetadataChange",
            ErrorCategory.InvalidArgument,
            null);
        Assert.Empty(Server.Requests);
    }

    [Fact]
    public void A_question_shows_no_secret_and_of_a_long_value_the_beginning()
    {
        var name = Create();
        Run($"Update-OSImage {name} -Annotation @{{ note = 'DB_PASSWORD=hunter2'; header = 'Authorization: Bearer hunter2hunter2'; url = 'https://me:hunter2@x'; 'a-token' = 'hunter2'; long = 'x' * 500 }} -WhatIf; Update-OSImage {name} @{{ metadata = @{{ annotations = @{{ token = 'hunter2'; shown = 'yes' }} }} }} -WhatIf").Succeeded();
        Assert.DoesNotContain("hunter2", Shell.Host.Shown, StringComparison.Ordinal);
        Assert.Contains("\"shown\":\"yes\"", Shell.Host.Shown, StringComparison.Ordinal);
        Assert.DoesNotContain(new string('x', 200), Shell.Host.Shown, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("-Label @{ a = @{ b = 1 } }")]
    [InlineData("-Label @{ a = 1, 2 }")]
    [InlineData("-Label @{ a = [pscustomobject]@{ b = 1 } }")]
    [InlineData("-Annotation @{ a = (Get-Command Get-OSImage) }")]
    [InlineData("-Label { 5 }")]
    [InlineData("-Label nothing")]
    [InlineData("-Label '=value'")]
    public void What_is_no_text_is_refused(string parameters)
    {
        var name = Create();
        AssertError(
            Run($"Update-OSImage {name} {parameters}").Error,
            "InvalidMetadataChange",
            ErrorCategory.InvalidArgument,
            null);
        Assert.DoesNotContain(Server.Requests, request => request.Method == "PATCH");
    }

    [Theory]
    [InlineData("Update-OSImage $name -Label @{}")]
    [InlineData("Update-OSImage $name -Label @{} -Annotation @{}")]
    [InlineData("Update-OSImage $name -Patch @{}")]
    [InlineData("Update-OSImage $name -Patch @{ metadata = @{ labels = @{} } } -PatchType StrategicMerge")]
    [InlineData("Update-OSImage $name -Patch '[]' -PatchType Json")]
    [InlineData("Get-OSImage $name | Update-OSImage -Label { }")]
    public void A_change_of_nothing_is_not_sent(string script)
    {
        var name = Create();
        Assert.Equal(name, Assert.Single(Run($"({script} -PassThru).Name", ("name", name)).Succeeded()).BaseObject);
        Assert.DoesNotContain(Server.Requests, request => request.Method == "PATCH");
    }

    [Fact]
    public void A_script_block_whose_property_is_not_there_is_warned_of()
    {
        var name = Create(metadata: ",\"labels\":{\"app\":\"web\"}");
        Assert.Contains(
            "'app'",
            Assert.Single(
                Run($"Get-OSImage {name} | Update-OSImage -Label {{ @{{ app = $_.owenr }} }} -WhatIf").Warnings),
            StringComparison.Ordinal);
        Assert.Equal("web", Run($"(Get-OSImage {name}).Labels['app']").Succeeded()[0].BaseObject);
        AssertError(
            Run($"Update-OSImage {name} -Label {{ 'app=' + $_.Tag }}").Error,
            "InvalidMetadataChange",
            ErrorCategory.InvalidArgument,
            null);
        Assert.Contains("-Label", Run($"Update-OSImage {name} owner=me").Error.ToString(), StringComparison.Ordinal);
        Run($"Get-OSImage {name} | Update-OSImage -Label {{ 'app-' }}").Succeeded();
        Assert.Empty(Run($"(Get-OSImage {name}).Labels.Keys").Succeeded());
    }

    [Theory]
    [InlineData("@{ app = 'web,tier=front' }")]
    [InlineData("@{ app = 'x', 'web) , tier in (front' }")]
    [InlineData("@{ 'app!' = 'web' }")]
    [InlineData("@{ app = $undefined }")]
    [InlineData("@{ 'a b' = 'c' }")]
    public void A_value_of_a_selector_is_a_value_and_no_other_requirement(string selector)
    {
        foreach (var script in new[] { $"Get-OSImage -LabelSelector {selector}", $"Remove-OSImage -LabelSelector {selector} -Force" })
        {
            Assert.Contains("of the selector", Run(script).Error.ToString(), StringComparison.Ordinal);
        }

        Assert.Empty(Server.Requests);
    }

    [Theory]
    [InlineData("@{ app = 'web' }", "app%3Dweb")]
    [InlineData("@{ app = 'web', 'db' }", "app%20in%20%28web%2Cdb%29")]
    [InlineData("@{ replicas = 3 }", "replicas%3D3")]
    public void A_selector_is_a_hashtable_of_one_value_or_several(string selector, string query)
    {
        Run($"Get-OSImage -LabelSelector {selector}").Succeeded();
        Assert.Contains("labelSelector=" + query, Assert.Single(Server.Requests).Target, StringComparison.Ordinal);
    }

    [Fact]
    public void An_empty_hashtable_selects_nothing_extra_and_never_everything_for_removal()
    {
        Assert.Equal(Server.Store.Current.Images.Count, Run("Get-OSImage -LabelSelector @{}").Succeeded().Count);
        Assert.DoesNotContain("labelSelector", Server.Requests[0].Target, StringComparison.Ordinal);
        AssertError(
            Run("Remove-OSImage -LabelSelector @{} -Force").Error,
            "SelectorSelectsAll",
            ErrorCategory.InvalidArgument,
            null);
        AssertError(
            Run("Remove-OSImage -FieldSelector metadata.namespace= -Force").Error,
            "SelectorSelectsAll",
            ErrorCategory.InvalidArgument,
            null);
        Assert.NotEmpty(
            Run("Get-OSImage -LabelSelector @{ app = @{} }").Errors.Concat(
                Run("Get-OSImage -LabelSelector ''").Errors));
    }

    [Fact]
    public void A_name_stands_first_in_New_as_in_the_others_and_text_that_is_no_JSON_is_called_so()
    {
        var name = NewName();
        Assert.Equal(
            name, Assert.Single(Run($"(New-OSImage {name} -DockerImageReference a/b:c).Name").Succeeded()).BaseObject);
        Assert.Contains("JSON", Run("New-OSImage just-a-name").Error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_patch_in_the_place_of_the_name_says_which_parameter_it_belongs_to() =>
        Assert.Contains(
            "-Patch",
            Run("Get-OSImage -First 1 | Update-OSImage @{ metadata = @{ labels = @{ a = 'b' } } }").Error.ToString(),
            StringComparison.Ordinal);
}
