namespace OpenShiftImage.Tests;

/// <summary>-WhatIf is the server's dry run; a No sends nothing.</summary>
public sealed class WhatIfTests(SandboxFixture fixture) : ModuleTest(fixture)
{
    /// <summary>Every way of writing; <c>$name</c> exists, <c>$image</c> is it, <c>$new</c> does not exist.</summary>
    public static TheoryData<string, string> Writes => new()
    {
        { "New-OSImage -Name $new -DockerImageReference a/b:c", "Create Image" },
        { "$image.Metadata.Name = $new; $image | New-OSImage", "Create Image" },
        { "$image.DockerImageReference = 'x/y:z'; $image | Set-OSImage", "Replace Image" },
        { "Update-OSImage $name -Label @{ a = 'b' }", "Update labels of Image" },
        { "$image | Update-OSImage -Annotation @{ a = 'b' }", "Update annotations of Image" },
        { "Update-OSImage $name @{ dockerImageReference = 'x/y:z' }", "Merge patch of Image" },
        { "Update-OSImage $name '[{\"op\":\"add\",\"path\":\"/metadata/labels\",\"value\":{\"a\":\"b\"}}]' -PatchType Json", "Json patch of Image" },
        { "Update-OSImage $name @{ metadata = @{ labels = @{ a = 'b' } } } -PatchType StrategicMerge", "StrategicMerge patch of Image" },
        { "Remove-OSImage $name", "Remove Image" },
        { "$image | Remove-OSImage", "Remove Image" },
        { "$image | Remove-OSImage -IfUnchanged", "Remove Image" },
        { "$image | Remove-OSImage -IfUnchanged -GracePeriodSeconds 0 -PropagationPolicy Background", "Remove Image" },
        { "Remove-OSImage -LabelSelector test=whatif", "Remove Images" },
        { "Remove-OSImage -FieldSelector \"metadata.name=$name\"", "Remove Images" },
        { "Remove-OSImage -All", "Remove Images" },
    };

    [Theory]
    [MemberData(nameof(Writes))]
    public void WhatIf_asks_the_server_and_changes_nothing(string script, string action)
    {
        var before = Arrange();
        Run(script + " -WhatIf").Succeeded();
        Assert.Same(before, Server.Store.Current);
        var request = Assert.Single(Server.Requests);
        Assert.NotEqual("GET", request.Method);
        Assert.Contains("dryRun=All", request.Target, StringComparison.Ordinal);
        Assert.Contains($"What if: Performing the operation \"{action}\" on target", Shell.Host.Shown, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Writes))]
    public void No_sends_nothing(string script, string action)
    {
        var before = Arrange();
        Shell.Host.Answer = 2;
        Run(script + " -Confirm").Succeeded();
        Assert.Same(before, Server.Store.Current);
        Assert.Empty(Server.Requests);
        Assert.Contains(action, Shell.Host.Shown, StringComparison.Ordinal);
    }

    [Fact]
    public void Yes_to_Confirm_does_it_and_Remove_asks_by_itself()
    {
        Arrange();
        Shell.Host.Answer = 2;
        Run("Remove-OSImage $name").Succeeded();
        Assert.Empty(Server.Requests);
        Shell.Host.Answer = 0;
        Run("Remove-OSImage $name").Succeeded();
        Assert.Equal("DELETE", Assert.Single(Server.Requests).Method);
    }

    [Fact]
    public void The_verdict_of_the_server_is_an_error_like_any_other()
    {
        Arrange();
        Assert.StartsWith("AlreadyExists,", Run("New-OSImage -Name $name -DockerImageReference a/b:c -WhatIf").Error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.StartsWith("Invalid,", Run("Update-OSImage $name -Label @{ 'bad key!' = 'x' } -WhatIf").Error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.StartsWith("NotFound,", Run("Remove-OSImage nosuch -WhatIf").Error.FullyQualifiedErrorId, StringComparison.Ordinal);
    }

    [Fact]
    public void PassThru_gives_the_Image_as_it_would_be()
    {
        Arrange();
        Assert.Empty(Run("Update-OSImage $name -Label @{ a = 'b' } -WhatIf").Succeeded());
        Assert.Equal("b", Run("(Update-OSImage $name -Label @{ a = 'b' } -WhatIf -PassThru).Metadata.Labels.a").Succeeded()[0].BaseObject);
        Assert.Single(Run("New-OSImage -Name $new -DockerImageReference a/b:c -WhatIf -PassThru").Succeeded());
        Assert.Empty(Run("New-OSImage -Name $new -DockerImageReference a/b:c -WhatIf").Succeeded());
    }

    private OpenShiftImage.Sandbox.Storage.Snapshot Arrange()
    {
        var name = Create(metadata: ",\"labels\":{\"test\":\"whatif\"}");
        Run("$image = Get-OSImage $name", ("name", name), ("new", NewName())).Succeeded();
        Server.ClearRequests();
        return Server.Store.Current;
    }
}
