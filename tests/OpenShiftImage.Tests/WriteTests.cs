using System.Management.Automation;
using System.Text.Json.Nodes;

namespace OpenShiftImage.Tests;

/// <summary>New, Set and Update.</summary>
public sealed class WriteTests(SandboxFixture fixture) : ModuleTest(fixture)
{
    [Theory]
    [InlineData("Get-Item . -ErrorAction Ignore; New-OSImage ([IO.FileInfo]'x.yaml')", "Import-OSImage")]
    [InlineData("Set-OSImage \"kind: Image`nmetadata:`n  name: x\"", "ConvertFrom-OSImageYaml")]
    [InlineData("Set-OSImage '{\"kind\":\"ImageList\",\"items\":[]}'", "items")]
    [InlineData("New-OSImage just-a-name", "-DockerImageReference")]
    [InlineData("Get-OSImage -Limit 1 -AsPage | New-OSImage", "Items")]
    public void What_is_no_Image_is_told_what_to_do_with_it(string script, string hint)
    {
        var error = Run(script).Errors[^1];
        Assert.StartsWith("InvalidImage,", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Contains(hint, error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void An_Image_is_made_from_parameters()
    {
        var name = NewName();
        var image = Assert.Single(Run(
            $"New-OSImage -Name {name} -DockerImageReference quay.io/a/b:c -Label @{{ n = 1; t = 'x' }} -Annotation @{{ a = 'b' }} -DockerImageConfig '{{}}' -DockerImageManifestMediaType m/t -DockerImageMetadata @{{ Id = 'i' }} -FieldManager me -FieldValidation Strict").Succeeded());
        Assert.Equal(name, image.ToString());
        var sent = JsonNode.Parse(Server.Requests[^1].Body)!;
        Assert.Equal("""{"n":"1","t":"x"}""", Sorted(sent["metadata"]!["labels"]!));
        Assert.Equal("i", (string?)sent["dockerImageMetadata"]!["Id"]);
        Assert.Equal(
            "/apis/image.openshift.io/v1/images?fieldManager=me&fieldValidation=Strict", Server.Requests[^1].Target);
    }

    [Theory]
    [InlineData(
        "@{ metadata = @{ name = $name; labels = @{ a = 'b' } }; dockerImageReference = 'quay.io/a/b:c' } | New-OSImage")]
    [InlineData(
        "[pscustomobject]@{ metadata = [pscustomobject]@{ name = $name; labels = [pscustomobject]@{ a = 'b' }; creationTimestamp = [datetime]'2024-01-01' }; dockerImageReference = 'quay.io/a/b:c' } | New-OSImage")]
    [InlineData(
        "'{\"metadata\":{\"name\":\"' + $name + '\",\"labels\":{\"a\":\"b\"}},\"dockerImageReference\":\"quay.io/a/b:c\"}' | New-OSImage")]
    public void An_Image_is_made_from_what_people_have(string script)
    {
        var name = NewName();
        Assert.Equal("b", Assert.Single(Run($"({script}).Metadata.Labels.a", ("name", name)).Succeeded()).BaseObject);
        Assert.NotNull(Server.Store.Current.Find(name));
    }

    [Fact]
    public void What_was_read_can_be_made_again()
    {
        var name = Create();
        Run($"$image = Get-OSImage {name}; Remove-OSImage {name} -Confirm:$false; $image | New-OSImage").Succeeded();
        Assert.NotNull(Server.Store.Current.Find(name));
    }

    [Fact]
    public void Set_replaces_what_was_read_and_conflicts_when_it_has_changed()
    {
        var name = Create();
        var changed = Run(
            $"$image = Get-OSImage {name}; $image.DockerImageReference = 'quay.io/a/b:d'; $image | Set-OSImage -PassThru");
        Assert.Equal("quay.io/a/b:d", changed.Succeeded()[0].Properties["DockerImageReference"].Value);
        var error = Run("$image.DockerImageReference = 'quay.io/a/b:e'; $image | Set-OSImage").Error;
        AssertError(error, "Conflict", ErrorCategory.ResourceBusy, name);
        Assert.Contains("Get-OSImage", error.ErrorDetails.RecommendedAction, StringComparison.Ordinal);
    }

    [Fact]
    public void Set_takes_an_object_that_is_no_Image()
    {
        var name = Create();
        Run($$"""
            $i = Get-OSImage {{name}}
            [pscustomobject]@{ metadata = @{ name = $i.Name; resourceVersion = $i.Metadata.ResourceVersion; labels = @{ from = 'object' } }; dockerImageReference = 'quay.io/a/b:z' } | Set-OSImage
            """).Succeeded();
        Assert.Equal("object", Server.Store.Current.Find(name)!.Labels["from"]);
    }

    [Fact]
    public void Set_without_a_version_says_where_to_start()
    {
        var name = Create();
        var error = Run(
            $"@{{ metadata = @{{ name = '{name}' }}; dockerImageReference = 'a/b:c' }} | Set-OSImage").Error;
        AssertError(error, "Invalid", ErrorCategory.InvalidData, name);
        Assert.Contains("Get-OSImage", error.ErrorDetails.RecommendedAction, StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_of_an_Image_is_lost_on_the_way_back()
    {
        var name = Create(metadata: ",\"labels\":{\"a\":\"1\"},\"annotations\":{\"x\":\"\"}");
        var json =
            "{\"metadata\":{\"name\":\"NAME\",\"resourceVersion\":\"1\",\"new\":{\"deep\":[1,null]}},\"newer\":\"x\",\"dockerImageLayers\":null}".Replace("NAME", name, StringComparison.Ordinal);
        Server.Intercept = async context =>
        {
            if (context.Request.Method != "GET")
            {
                return false;
            }

            context.Response.ContentType = "application/json";
            await Microsoft.AspNetCore.Http.HttpResponseWritingExtensions.WriteAsync(
                context.Response, json);
            return true;
        };
        Run($"Get-OSImage {name} | Set-OSImage");
        Assert.True(JsonNode.DeepEquals(
            JsonNode.Parse(json),
            JsonNode.Parse(Server.Requests[^1].Body)));
    }

    [Theory]
    [InlineData(
        "-Label @{ k = 'v'; n = 5; gone = $null } -Annotation @{ a = $true }",
        "application/merge-patch+json",
        """{"metadata":{"annotations":{"a":"True"},"labels":{"gone":null,"k":"v","n":"5"}}}""")]
    [InlineData(
        "-Patch @{ metadata = @{ labels = @{ a = $null } } }",
        "application/merge-patch+json",
        """{"metadata":{"labels":{"a":null}}}""")]
    [InlineData(
        "-Patch '{\"metadata\":{\"labels\":{\"a\":\"1\"}}}'",
        "application/merge-patch+json",
        """{"metadata":{"labels":{"a":"1"}}}""")]
    [InlineData(
        "-Patch @(@{ op = 'add'; path = '/metadata/labels'; value = @{ a = '1' } }) -PatchType Json",
        "application/json-patch+json",
        """[{"op":"add","path":"/metadata/labels","value":{"a":"1"}}]""")]
    [InlineData(
        "-Patch @{ op = 'remove'; path = '/metadata/annotations' } -PatchType Json",
        "application/json-patch+json",
        """[{"op":"remove","path":"/metadata/annotations"}]""")]
    [InlineData(
        "-Patch '{\"op\":\"test\",\"path\":\"/dockerImageReference\",\"value\":\"quay.io/a/b:c\"}' -PatchType Json",
        "application/json-patch+json",
        """[{"op":"test","path":"/dockerImageReference","value":"quay.io/a/b:c"}]""")]
    [InlineData(
        "-Patch @{ metadata = @{ finalizers = @('x.y/z') } } -PatchType StrategicMerge",
        "application/strategic-merge-patch+json",
        """{"metadata":{"finalizers":["x.y/z"]}}""")]
    [InlineData(
        "-Patch @{ dockerImageReference = 'a/b:c' } -PatchType Apply -Force",
        "application/apply-patch+yaml",
        """{"apiVersion":"image.openshift.io/v1","dockerImageReference":"a/b:c","kind":"Image","metadata":{"name":"NAME"}}""")]
    public void Update_sends_the_patch_as_it_was_meant(string parameters, string contentType, string body)
    {
        var name = Create(metadata: ",\"annotations\":{\"b\":\"c\"}");
        Run($"Update-OSImage {name} {parameters}").Succeeded();
        var request = Assert.Single(Server.Requests);
        Assert.Equal(("PATCH", contentType), (request.Method, request.ContentType));
        Assert.Equal(body.Replace("NAME", name, StringComparison.Ordinal), Sorted(JsonNode.Parse(request.Body)!));
    }

    [Fact]
    public void Update_takes_names_and_Images_and_gives_them_back_when_asked()
    {
        var names = new[] { Create(), Create() };
        Assert.Empty(
            Run("Get-OSImage $names | Update-OSImage -Label @{ reviewed = 'yes' }", ("names", names)).Succeeded());
        var updated =
            Run("$names | Update-OSImage -Label @{ reviewed = $null } -PassThru", ("names", names)).Succeeded();
        Assert.Equal(names, updated.Select(image => image.ToString()));
        Assert.All(names, name => Assert.Empty(Server.Store.Current.Find(name)!.Labels));
    }

    [Fact]
    public void An_apply_names_its_manager()
    {
        var name = Create();
        Run($"Update-OSImage {name} @{{ dockerImageReference = 'a/b:c' }} -PatchType Apply -FieldManager me -Force").Succeeded();
        Assert.EndsWith("?fieldManager=me&force=true", Server.Requests[0].Target, StringComparison.Ordinal);
        Run($"Update-OSImage {name} @{{ dockerImageReference = 'a/b:c' }} -PatchType Apply");
        Assert.EndsWith("?fieldManager=OpenShiftImage", Server.Requests[1].Target, StringComparison.Ordinal);
    }

    [Fact]
    public void What_the_server_warns_of_is_a_warning()
    {
        var result = Run(
            $"New-OSImage '{{\"metadata\":{{\"name\":\"{NewName()}\"}},\"dockerImageReference\":\"a/b:c\",\"bogus\":1}}'");
        result.Succeeded();
        Assert.Equal("unknown field \"bogus\"", Assert.Single(result.Warnings));
        var error = Run(
            $"New-OSImage '{{\"metadata\":{{\"name\":\"{NewName()}\"}},\"dockerImageReference\":\"a/b:c\",\"bogus\":1}}' -FieldValidation Strict").Error;
        AssertError(error, "BadRequest", ErrorCategory.InvalidData, null);
    }

    [Theory]
    [InlineData("New-OSImage '{'", "InvalidImage")]
    [InlineData("New-OSImage '{\"metadata\":5}'", "InvalidImage")]
    [InlineData("5 | New-OSImage", "InvalidImage")]
    [InlineData("Set-OSImage @{ dockerImageReference = 'a/b:c' }", "InvalidImage")]
    [InlineData("Update-OSImage x -Patch '{'", "InvalidPatch")]
    [InlineData("Update-OSImage x -Patch 'labels: {}'", "InvalidPatch")]
    [InlineData("Update-OSImage x -Patch '5' -PatchType Json", "InvalidPatch")]
    [InlineData("Update-OSImage x", "NothingToUpdate")]
    [InlineData("Update-OSImage x -Patch @{} -Force", "ForceWithoutApply")]
    [InlineData("$a = @{}; $a.a = $a; Update-OSImage x -Patch $a", "InvalidPatch")]
    [InlineData("New-OSImage -Name a -DockerImageReference b -DockerImageMetadata '{'", "InvalidDockerImageMetadata")]
    public void Input_that_cannot_be_used_is_an_error_and_nothing_is_sent(string script, string id)
    {
        var error = Run(script).Error;
        Assert.StartsWith(id + ",", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Contains(
            error.CategoryInfo.Category, new[] { ErrorCategory.InvalidArgument, ErrorCategory.InvalidData });
        Assert.Empty(Server.Requests);
    }

    [Fact]
    public void A_JSON_patch_that_does_not_fit_says_why_the_server_may_refuse_it()
    {
        var error = Run(
            $"Update-OSImage {Create()} -PatchType Json -Patch @{{ op = 'remove'; path = '/metadata/labels/nosuch' }}").Error;
        AssertError(error, "Invalid", ErrorCategory.InvalidData, null);
        Assert.Contains("a path that is not there", error.ErrorDetails.RecommendedAction, StringComparison.Ordinal);
    }

    [Fact]
    public void What_the_pipeline_gives_is_a_name_whatever_characters_it_has()
    {
        var name = Create($"odd[{Guid.NewGuid():N}*");
        Run("Get-OSImage 'odd`[*' | Update-OSImage -Label @{ a = 'b' }; Get-OSImage 'odd`[*' | Wait-OSImage -For { $_.Labels['a'] -eq 'b' }; Get-OSImage 'odd`[*' | Remove-OSImage -Confirm:$false").Succeeded();
        Assert.Empty(Run("Get-OSImage 'odd`[*'").Succeeded());
        Assert.NotNull(name);
    }

    [Theory]
    [InlineData("Update-OSImage 'te*' -Label @{ a = 'b' }")]
    [InlineData("Remove-OSImage 'te*' -Confirm:$false")]
    public void Wildcards_are_refused_where_none_are_expanded(string script)
    {
        var error = Run(script).Error;
        AssertError(error, "WildcardInName", ErrorCategory.InvalidArgument, "te*");
        Assert.Contains("Get-OSImage 'te*' |", error.ToString(), StringComparison.Ordinal);
        Assert.Empty(Server.Requests);
    }

    [Fact]
    public void One_bad_input_does_not_keep_the_others()
    {
        var name = NewName();
        var result = Run(
            $"'{{', '{{\"metadata\":{{\"name\":\"{name}\"}},\"dockerImageReference\":\"a/b:c\"}}' | New-OSImage");
        Assert.Single(result.Errors);
        Assert.NotNull(Server.Store.Current.Find(name));
    }

    [Fact]
    public void What_exists_cannot_be_made_again()
    {
        var name = Create();
        AssertError(
            Run($"New-OSImage -Name {name} -DockerImageReference a/b:c").Error,
            "AlreadyExists",
            ErrorCategory.ResourceExists,
            name);
    }

    private static string Sorted(JsonNode node) => Sort(node)!.ToJsonString();

    private static JsonNode? Sort(JsonNode? node) => node switch
    {
        JsonObject map => new JsonObject(
            map.OrderBy(pair => pair.Key, StringComparer.Ordinal)
                .Select(pair => KeyValuePair.Create(pair.Key, Sort(pair.Value)))),
        JsonArray list => new JsonArray([.. list.Select(Sort)]),
        _ => node?.DeepClone(),
    };
}
