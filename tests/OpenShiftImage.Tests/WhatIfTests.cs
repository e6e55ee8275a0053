namespace OpenShiftImage.Tests;

/// <summary>-WhatIf is the server's dry run; a No sends nothing.</summary>
public sealed class WhatIfTests(SandboxFixture fixture) : ModuleTest(fixture)
{
    /// <summary>Every way of writing; <c>$name</c> exists, <c>$image</c> is it, <c>$new</c> does not exist.</summary>
    public static TheoryData<string, string> Writes => new()
    {
        { "New-OSImage -Name $new -DockerImageReference a/b:c", "Create $new (a/b:c) on sandbox-admin" },
        { "$image.Metadata.Name = $new; $image | New-OSImage", "Create $new ($reference) on sandbox-admin" },
        { "$image.DockerImageReference = 'x/y:z'; $image | Set-OSImage", "Replace $name (x/y:z) on sandbox-admin" },
        { "Update-OSImage $name -Label @{ a = 'b' }", "Update labels (a=b) of $name ($reference) on sandbox-admin" },
        { "Update-OSImage $name -Label a=b,test-", "Update labels (a=b, test removed) of $name ($reference) on sandbox-admin" },
        { "$image | Update-OSImage -Annotation @{ a = 'b' }", "Update annotations (a=b) of $name ($reference) on sandbox-admin" },
        { "Update-OSImage $name @{ dockerImageReference = 'x/y:z' }", "Merge patch {`\"dockerImageReference`\":`\"x/y:z`\"} of $name ($reference) on sandbox-admin" },
        { "Update-OSImage $name '[{\"op\":\"add\",\"path\":\"/metadata/labels\",\"value\":{\"a\":\"b\"}}]' -PatchType Json", "Json patch [{`\"op`\":`\"add`\",`\"path`\":`\"/metadata/labels`\",`\"value`\":{`\"a`\":`\"b`\"}}] of $name ($reference) on sandbox-admin" },
        { "Update-OSImage $name @{ metadata = @{ labels = @{ a = 'b' } } } -PatchType StrategicMerge", "StrategicMerge patch {`\"metadata`\":{`\"labels`\":{`\"a`\":`\"b`\"}}} of $name ($reference) on sandbox-admin" },
        { "Remove-OSImage $name", "Remove $name ($reference) on sandbox-admin" },
        { "$image | Remove-OSImage", "Remove $name ($reference) on sandbox-admin" },
        { "$image | Remove-OSImage -IfUnchanged", "Remove $name ($reference) on sandbox-admin" },
        { "$image | Remove-OSImage -IfUnchanged -GracePeriodSeconds 0 -PropagationPolicy Background", "Remove $name ($reference) on sandbox-admin" },
        { "Remove-OSImage -LabelSelector test=whatif", "Remove every Image with labels test=whatif" },
        { "Remove-OSImage -FieldSelector \"metadata.name=$name\"", "Remove every Image with fields metadata.name=$name" },
        { "Remove-OSImage -All", "Remove every Image" },
    };

    [Theory]
    [MemberData(nameof(Writes))]
    public void WhatIf_asks_the_server_and_names_the_change_the_Image_and_the_cluster(string script, string change)
    {
        var before = Arrange();
        Run(script + " -WhatIf").Succeeded();
        Assert.Same(before, Server.Store.Current);
        var request = Assert.Single(Server.Requests, request => request.Method != "GET");
        Assert.Contains("dryRun=All", request.Target, StringComparison.Ordinal);
        Assert.Contains("What if: " + Expand(change), Shell.Host.Shown, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Writes))]
    public void No_changes_nothing_after_a_question_that_names_all(string script, string change)
    {
        var before = Arrange();
        Shell.Host.Answer = 2;
        Run(script + " -Confirm").Succeeded();
        Assert.Same(before, Server.Store.Current);
        Assert.DoesNotContain(
            Server.Requests,
            request => request.Method != "GET" && !request.Target.Contains("dryRun=All", StringComparison.Ordinal));
        Assert.Contains(Expand(change), Shell.Host.Shown, StringComparison.Ordinal);
    }

    [Fact]
    public void A_question_is_one_line_and_is_asked_only_of_what_can_happen()
    {
        Arrange();
        Run("Update-OSImage $name -Annotation @{ a = \"l1`nWhat if: Remove all on prod\" } -WhatIf").Succeeded();
        Assert.DoesNotContain("\nWhat if: Remove", Shell.Host.Shown, StringComparison.Ordinal);
        Run("Remove-OSImage nosuch -WhatIf; $c = Connect-OSImageCluster -Kubeconfig $kubeconfig; $i = Get-OSImage $name; Disconnect-OSImageCluster; $i | Remove-OSImage -WhatIf");
        Assert.DoesNotContain("What if: Remove nosuch", Shell.Host.Shown, StringComparison.Ordinal);
        Assert.DoesNotContain(Expand("What if: Remove $name"), Shell.Host.Shown, StringComparison.Ordinal);
    }

    [Fact]
    public void Debug_alone_asks_nothing_and_fails_nothing()
    {
        var name = Create();
        Run("Update-OSImage $name, $name -Label a=b -Debug; Remove-OSImage $name -Force -Debug", ("name", name)).Succeeded();
    }

    [Fact]
    public void A_confirmation_of_a_piped_Image_sends_no_request()
    {
        Arrange();
        Shell.Host.Answer = 2;
        Run("$image | Remove-OSImage").Succeeded();
        Run("$image | Update-OSImage -Label @{ a = 'b' } -Confirm").Succeeded();
        Assert.Empty(Server.Requests);
    }

    [Fact]
    public void The_question_about_a_collection_tells_how_many_Images_and_bytes()
    {
        Arrange();
        Shell.Host.Answer = 2;
        Run("Remove-OSImage -All").Succeeded();
        var layers = Server.Store.Current.Images.Count;
        Assert.Matches(
            $@"Remove every Image \(now {layers} Images with \d+(\.\d)? [KMG]B in layers, .*\) on sandbox-admin",
            Shell.Host.Shown.ReplaceLineEndings(" "));
    }

    [Fact]
    public void Yes_to_Confirm_does_it_and_Remove_asks_by_itself_and_not_with_Force()
    {
        Arrange();
        Shell.Host.Answer = 2;
        Run("Remove-OSImage $name").Succeeded();
        Assert.DoesNotContain(Server.Requests, request => request.Method == "DELETE");
        Shell.Host.Answer = 0;
        Run("Remove-OSImage $name").Succeeded();
        Assert.Single(Server.Requests, request => request.Method == "DELETE");
        Shell.Host.Answer = 2;
        var (forced, kept) = (Create(), Create());
        Run("Remove-OSImage $forced -Force", ("forced", forced)).Succeeded();
        Assert.Single(Server.Requests, request => request.Method == "DELETE");
        Run("Remove-OSImage $kept -Force -WhatIf; Remove-OSImage $kept -Force -Confirm", ("kept", kept)).Succeeded();
        Assert.Contains(Server.Store.Current.Images, image => image.Name == kept);
    }

    [Fact]
    public void The_verdict_of_the_server_is_an_error_like_any_other()
    {
        Arrange();
        Assert.StartsWith(
            "AlreadyExists,",
            Run("New-OSImage -Name $name -DockerImageReference a/b:c -WhatIf").Error.FullyQualifiedErrorId,
            StringComparison.Ordinal);
        Assert.StartsWith(
            "Invalid,",
            Run("Update-OSImage $name -Label @{ 'bad key!' = 'x' } -WhatIf").Error.FullyQualifiedErrorId,
            StringComparison.Ordinal);
        Assert.StartsWith(
            "NotFound,", Run("Remove-OSImage nosuch -WhatIf").Error.FullyQualifiedErrorId, StringComparison.Ordinal);
    }

    [Fact]
    public void PassThru_gives_the_Image_as_it_would_be()
    {
        Arrange();
        Assert.Empty(Run("Update-OSImage $name -Label @{ a = 'b' } -WhatIf").Succeeded());
        Assert.Equal(
            "b",
            Run("(Update-OSImage $name -Label @{ a = 'b' } -WhatIf -PassThru).Metadata.Labels.a").Succeeded()[0].BaseObject);
        Assert.Single(Run("New-OSImage -Name $new -DockerImageReference a/b:c -WhatIf -PassThru").Succeeded());
        Assert.Empty(Run("New-OSImage -Name $new -DockerImageReference a/b:c -WhatIf").Succeeded());
    }

    [Theory]
    [InlineData(
        "$image.Metadata.Labels['test'] = 'new'; $image | Set-OSImage -WhatIf", "What if:   Label test: whatif => new")]
    [InlineData(
        "$image.DockerImageReference = 'x/y:z'; $image | Set-OSImage -WhatIf",
        "What if:   Identity Reference: quay.io/a/b:c => x/y:z")]
    [InlineData(
        "$image.Metadata.Labels['test'] = 'new'; $image | Set-OSImage -Force -WhatIf",
        "What if:   Label test: whatif => new")]
    [InlineData("Update-OSImage $name -Label 'a=b' -WhatIf", "What if:   Label a: (none) => b")]
    [InlineData(
        "Update-OSImage $name @{ metadata = @{ labels = $null } } -WhatIf", "What if:   Label test: whatif => (none)")]
    [InlineData(
        "Update-OSImage $name -Label test=whatif -WhatIf", "would be as it is in all that Compare-OSImage compares")]
    [InlineData(
        "Update-OSImage $name -Annotation @{ a = \"x`nWhat if: y$([char]27)[31m\" } -WhatIf",
        "What if:   Annotation a: (none) => x\\nWhat if: y\\x1b[31m")]
    public void What_would_differ_is_told_to_the_person(string script, string line)
    {
        Arrange();
        Assert.Empty(Run(script).Succeeded());
        Assert.Contains(line, Shell.Host.Shown, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_many_differences_the_first_are_told()
    {
        Arrange();
        Run("$all = @{}; 1..40 | ForEach-Object { $all[\"k$_\"] = 'v' * 500 }; Update-OSImage $name -Label @{ z = 'z' } -Annotation $all -WhatIf").Succeeded();
        var lines = Shell.Host.Shown.Split('\n')
            .Where(line => line.StartsWith("What if:   ", StringComparison.Ordinal))
            .ToList();
        Assert.Equal(21, lines.Count);
        Assert.Contains("and 21 more", lines[^1], StringComparison.Ordinal);
        Assert.All(lines, line => Assert.InRange(line.TrimEnd().Length, 1, 200));
    }

    [Fact]
    public void A_comparison_that_fails_fails_nothing_and_without_WhatIf_there_is_none()
    {
        Arrange();
        Run("Connect-OSImageCluster -Kubeconfig $kubeconfig -RetryTimeoutSeconds 0 > $null; $image = Get-OSImage $name").Succeeded();
        Server.Intercept = context =>
        {
            context.Response.StatusCode = 500;
            return Task.FromResult(context.Request.Method == "GET");
        };
        Run("$image.Metadata.Labels['test'] = 'new'; $image | Set-OSImage -WhatIf; $image | Update-OSImage -Label a=b -WhatIf").Succeeded();
        Assert.DoesNotContain("would change", Shell.Host.Shown, StringComparison.Ordinal);
        Server.Intercept = null;
        Server.ClearRequests();
        Run("$image | Set-OSImage").Succeeded();
        Assert.Equal(["PUT"], Server.Requests.Select(request => request.Method));
        Server.ClearRequests();
        Run("Update-OSImage $name -Label a=b").Succeeded();
        Assert.Equal(["PATCH"], Server.Requests.Select(request => request.Method));
    }

    [Fact]
    public void What_would_differ_can_be_silenced_and_kept()
    {
        Arrange();
        Run("Update-OSImage $name -Label a=b -WhatIf 6> $null; Update-OSImage $name -Label a=b -WhatIf -InformationAction Ignore").Succeeded();
        Assert.DoesNotContain("would change", Shell.Host.Shown, StringComparison.Ordinal);
        Assert.Contains(
            "a: (none) => b",
            Run("Update-OSImage $name -Label a=b -WhatIf 6>&1").Succeeded()[0].ToString(),
            StringComparison.Ordinal);
    }

    private OpenShiftImage.Sandbox.Storage.Snapshot Arrange()
    {
        var name = Create(metadata: ",\"labels\":{\"test\":\"whatif\"}");
        Run(
            "$image = Get-OSImage $name; $reference = $image.DockerImageReference -replace '@.*'",
            ("name", name),
            ("new", NewName())).Succeeded();
        Server.ClearRequests();
        return Server.Store.Current;
    }

    /// <summary>With the values that the shell has for the variables.</summary>
    private string Expand(string text) => Assert.Single(Run($"\"{text}\"").Succeeded()).ToString()!;
}
