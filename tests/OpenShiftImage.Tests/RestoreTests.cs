using System.Management.Automation;
using System.Text.Json.Nodes;

namespace OpenShiftImage.Tests;

/// <summary>Set-OSImage -Force: a backup goes back, whatever has become of the Images meanwhile.</summary>
public sealed class RestoreTests(SandboxFixture fixture) : ModuleTest(fixture), IDisposable
{
    private const string Rich =
        ",\"labels\":{\"app\":\"web\",\"empty\":\"\"},\"annotations\":{\"a\":\"b\",\"none\":\"\"},\"finalizers\":[\"example.com/hold\"]";

    private readonly string _folder = Directory.CreateTempSubdirectory("restore").FullName;

    void IDisposable.Dispose()
    {
        Directory.Delete(_folder, recursive: true);
        Dispose();
    }

    [Theory]
    [InlineData("")]
    [InlineData("-Clean")]
    public void A_backup_creates_what_is_gone_replaces_what_differs_and_leaves_the_rest(string clean)
    {
        var (gone, changed, same) = (Create(), Create(metadata: Rich), Create(metadata: Rich));
        var information =
            Restore(
                [gone, changed, same],
                clean,
                $"Remove-OSImage {gone} -Force; Update-OSImage {changed} -Label app=other,more=x",
                "-PassThru").Succeeded();
        Assert.Equal([gone, changed, same], information.Select(item => item.ToString()));
        Assert.Contains("3 Images: 1 created, 1 replaced, 1 unchanged.", Shell.Host.Shown, StringComparison.Ordinal);
        Assert.Equal("web", Server.Store.Current.Find(changed)!.Labels["app"]);
        Assert.False(Server.Store.Current.Find(changed)!.Labels.ContainsKey("more"));
        Assert.Equal(
            ["POST", "PUT"],
            Server.Requests.Select(request => request.Method).Where(method => method != "GET").Order());
    }

    [Theory]
    [InlineData("Update-OSImage $name -Label empty-")]
    [InlineData("Update-OSImage $name -Annotation none-")]
    [InlineData("Update-OSImage $name @{ metadata = @{ finalizers = $null } }")]
    [InlineData("Update-OSImage $name -Label added=later")]
    [InlineData("Update-OSImage $name -Annotation added=")]
    public void What_was_changed_is_as_in_the_backup_again(string change)
    {
        var name = Create(metadata: Rich);
        var before = Json(name);
        Restore([name], "", change.Replace("$name", name, StringComparison.Ordinal)).Succeeded();
        Assert.Equal(before, Json(name));
        Assert.Contains("1 Image: 0 created, 1 replaced, 0 unchanged.", Shell.Host.Shown, StringComparison.Ordinal);
    }

    [Fact]
    public void What_was_deleted_comes_back_with_all_that_the_backup_has()
    {
        var name =
            (string)Run(
                "Get-OSImage | ForEach-Object { if ($_.Signatures -and $_.DockerImageLayers) { $_.Name } }").Succeeded()[0].BaseObject;
        var before = Json(name);
        var result = Restore([name], "", $"Remove-OSImage {name} -Force");
        result.Succeeded();
        Assert.Empty(result.Warnings);
        Assert.Equal(before, Json(name));
    }

    [Fact]
    public void The_uid_and_version_of_a_backup_are_those_of_another_life()
    {
        var name = Create();
        Restore(
            [name],
            "",
            $"Remove-OSImage {name} -Force; New-OSImage -Name {name} -DockerImageReference x/y:other").Succeeded();
        Assert.Equal("quay.io/a/b:c", Run($"(Get-OSImage {name}).DockerImageReference").Succeeded()[0].BaseObject);
    }

    [Fact]
    public void A_forced_replace_retries_after_a_conflict()
    {
        var name = Create();
        var others = 0;
        var export = Run($"Get-OSImage {name} | Export-OSImage {_folder}/; Update-OSImage {name} -Label a=b");
        export.Succeeded();
        Intercept("PUT", () => others++ < 2 ? Conflict(name) : null);
        Run($"Import-OSImage {_folder} | Set-OSImage -Force").Succeeded();
        Assert.Equal(3, others);
        Assert.Empty(Server.Store.Current.Find(name)!.Labels);
    }

    [Fact]
    public void Attempts_have_an_end()
    {
        var name = Create();
        Run($"Get-OSImage {name} | Export-OSImage {_folder}/; Update-OSImage {name} -Label a=b").Succeeded();
        var puts = 0;
        Intercept("PUT", () =>
        {
            puts++;
            return Conflict(name);
        });
        var result = Run($"Import-OSImage {_folder} | Set-OSImage -Force");
        AssertError(result.Error, "Conflict", ErrorCategory.ResourceBusy, name);
        Assert.Equal(5, puts);
        Assert.Contains(
            "1 Image: 0 created, 0 replaced, 0 unchanged, 1 failed.", Shell.Host.Shown, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_being_deleted_is_not_replaced_since_that_would_delete_it()
    {
        var name = Create(metadata: ",\"finalizers\":[\"example.com/hold\"]");
        var script =
            $"$image = Get-OSImage {name}; $image.Metadata.Finalizers = $null; Remove-OSImage {name} -Force; $image | Set-OSImage -Force";
        AssertError(Run(script).Error, "ImageTerminating", ErrorCategory.ResourceBusy, name);
        Assert.NotNull(Server.Store.Current.Find(name));
        Assert.DoesNotContain(Server.Requests, request => request.Method == "PUT");
    }

    [Fact]
    public void What_is_being_deleted_is_not_called_unchanged_since_it_will_be_gone()
    {
        var name = Create(metadata: ",\"finalizers\":[\"example.com/hold\"]");
        AssertError(
            Run($"$image = Get-OSImage {name}; Remove-OSImage {name} -Force; $image | Set-OSImage -Force").Error,
            "ImageTerminating",
            ErrorCategory.ResourceBusy,
            name);
    }

    [Fact]
    public void WhatIf_tells_create_from_replace_and_changes_nothing()
    {
        var (gone, changed, same) = (Create(), Create(), Create());
        Restore(
            [gone, changed, same],
            "",
            $"Remove-OSImage {gone} -Force; Update-OSImage {changed} -Label a=b",
            "-WhatIf").Succeeded();
        Assert.Contains(
            $"What if: Create {gone} (quay.io/a/b:c) on sandbox-admin", Shell.Host.Shown, StringComparison.Ordinal);
        Assert.Contains(
            $"What if: Replace {changed} (quay.io/a/b:c) on sandbox-admin", Shell.Host.Shown, StringComparison.Ordinal);
        Assert.Contains(
            $"What if: Leave unchanged {same} (quay.io/a/b:c) on sandbox-admin",
            Shell.Host.Shown,
            StringComparison.Ordinal);
        Assert.Contains(
            "What if: 3 Images: 1 created, 1 replaced, 1 unchanged.", Shell.Host.Shown, StringComparison.Ordinal);
        Assert.All(
            Server.Requests.Where(request => request.Method != "GET"),
            request => Assert.Contains("dryRun=All", request.Target, StringComparison.Ordinal));
        Assert.Null(Server.Store.Current.Find(gone));
        Assert.Equal("b", Server.Store.Current.Find(changed)!.Labels["a"]);
    }

    [Fact]
    public void The_report_spoils_no_pipeline_and_can_be_silenced()
    {
        var name = Create();
        Assert.Empty(Run($"Get-OSImage {name} | Set-OSImage -Force").Succeeded());
        Assert.Contains("1 Image: 0 created, 0 replaced, 1 unchanged.", Shell.Host.Shown, StringComparison.Ordinal);
        using var quiet = NewShell();
        quiet.Run($"Get-OSImage {name} | Set-OSImage -Force -InformationAction Ignore").Succeeded();
        Assert.Equal(
            "1 Image: 0 created, 0 replaced, 1 unchanged.",
            quiet.Run($"Get-OSImage {name} | Set-OSImage -Force 6>&1 | ForEach-Object {{ \"$_\" }}")
                .Succeeded()[0].BaseObject);
        Assert.DoesNotContain("unchanged", quiet.Host.Shown, StringComparison.Ordinal);
    }

    [Fact]
    public void Many_go_back_at_a_time()
    {
        var names = Enumerable.Range(0, 12).Select(i => Create($"restore-{i:00}-{Guid.NewGuid():N}")).ToArray();
        var result = Restore(names, "", "$names | Remove-OSImage -Force", "-ThrottleLimit 4 -PassThru").Succeeded();
        Assert.Equal(names, result.Select(item => item.ToString()));
        Assert.Contains("12 Images: 12 created, 0 replaced, 0 unchanged.", Shell.Host.Shown, StringComparison.Ordinal);
    }

    [Fact]
    public void What_the_server_keeps_is_a_warning()
    {
        var name =
            (string)Run(
                "Get-OSImage | ForEach-Object { if ($_.DockerImageLayers) { $_.Name } }").Succeeded()[0].BaseObject;
        var result = Run(
            $"$image = Get-OSImage {name}; $image.DockerImageLayers[0].Size = 5; $image | Set-OSImage -Force");
        result.Succeeded();
        Assert.Contains("dockerImageLayers", Assert.Single(result.Warnings), StringComparison.Ordinal);
        // Asked for, sent, and by the server's own measure the same as before.
        Assert.Contains("0 replaced, 1 unchanged.", Shell.Host.Shown, StringComparison.Ordinal);
    }

    [Fact]
    public void A_restore_without_Force_recommends_Force()
    {
        var name = Create();
        var script = $"Get-OSImage {name} | Export-OSImage {_folder}/ -Clean; Import-OSImage {_folder} | Set-OSImage";
        Assert.Contains("-Force", Run(script).Error.ErrorDetails.RecommendedAction, StringComparison.Ordinal);
        Assert.Contains(
            "-Force",
            Run($"Remove-OSImage {name} -Force; Import-OSImage {_folder} | ForEach-Object {{ $_.Metadata.ResourceVersion = '1'; $_ }} | Set-OSImage")
            .Error.ErrorDetails.RecommendedAction, StringComparison.Ordinal);
    }

    private ShellResult Restore(string[] names, string clean, string meanwhile, string parameters = "")
    {
        Run($"Get-OSImage $names | Export-OSImage '{_folder}/' {clean}; {meanwhile}", ("names", names)).Succeeded();
        Server.ClearRequests();
        return Run(
            $"$names | ForEach-Object {{ Import-OSImage \"{_folder}/$($_ -replace ':', '_').yaml\" }} | Set-OSImage -Force {parameters}");
    }

    /// <summary>The Image as the server has it, without what only the server sets.</summary>
    private string Json(string name) =>
        Sort(Content(Run($"Get-OSImage {name} -AsJson").Succeeded()[0].ToString()!))!.ToJsonString();

    private static JsonObject Content(string json)
    {
        var image = JsonNode.Parse(json)!.AsObject();
        foreach (var field in (string[])["uid", "resourceVersion", "creationTimestamp", "managedFields", "generation"])
        {
            image["metadata"]!.AsObject().Remove(field);
        }

        return image;
    }

    private static JsonNode? Sort(JsonNode? node) => node switch
    {
        JsonObject map => new JsonObject(
            map.OrderBy(pair => pair.Key, StringComparer.Ordinal)
                .Select(pair => KeyValuePair.Create(pair.Key, Sort(pair.Value)))),
        JsonArray list => new JsonArray([.. list.Select(Sort)]),
        _ => node?.DeepClone(),
    };

    private void Intercept(string method, Func<string?> answer) => Server.Intercept = async context =>
    {
        if (context.Request.Method != method || answer() is not { } body)
        {
            return false;
        }

        context.Response.StatusCode = 409;
        context.Response.ContentType = "application/json";
        await Microsoft.AspNetCore.Http.HttpResponseWritingExtensions.WriteAsync(context.Response, body);
        return true;
    };

    private static string Conflict(string name) =>
        $$"""{"kind":"Status","apiVersion":"v1","metadata":{},"status":"Failure","message":"Operation cannot be fulfilled on images \"{{name}}\"","reason":"Conflict","code":409}""";
}
