using System.Management.Automation;

namespace OpenShiftImage.Tests;

/// <summary>A name as the screen or another tool shows it is found, and what names nothing is refused.</summary>
public sealed class NameTests(SandboxFixture fixture) : ModuleTest(fixture)
{
    private string Digest =>
        Server.Store.Current.Images.First(image => image.Name.StartsWith("sha256:", StringComparison.Ordinal)).Name;

    [Theory]
    [InlineData("$digest.Substring(0, 19)")]
    [InlineData("$digest.Substring(0, 19) + '…'")]
    [InlineData("$digest.Substring(0, 19) + '...'")]
    [InlineData("$digest.Substring(7, 12)")]
    [InlineData("$digest.Substring(7, 12).ToUpperInvariant()")]
    [InlineData("$digest.Substring(7)")]
    [InlineData("$digest.ToUpperInvariant()")]
    [InlineData("'quay.io/team/web@' + $digest")]
    [InlineData("(Get-OSImage $digest).DockerImageReference")]
    public void A_short_form_and_a_pull_spec_are_found(string text)
    {
        foreach (var script in new[]
        {
            $"Get-OSImage ({text})",
            $"Get-OSImage ({text}) -MetadataOnly",
            $"{text} | Get-OSImage",
            $"Update-OSImage ({text}) -Label a=b -PassThru",
            $"(Get-OSImage ({text}) -AsJson | ConvertFrom-OSImageYaml)",
            $"Remove-OSImage ({text}) -WhatIf -Force -PassThru",
        })
        {
            Assert.Equal(Digest, Assert.Single(Run($"({script}).Name", ("digest", Digest)).Succeeded()).BaseObject);
        }
    }

    [Theory]
    [InlineData("[pscustomobject]@{ Name = $digest.Substring(0, 19) }")]
    [InlineData("@{ Digest = $digest.Substring(7, 12) }")]
    public void A_short_form_in_a_row_is_found_too(string row)
    {
        Assert.Equal(
            Digest, Assert.Single(Run($"({row} | Get-OSImage).Name", ("digest", Digest)).Succeeded()).BaseObject);
        Assert.Equal(
            Digest,
            Assert.Single(
                Run($"({row} | Update-OSImage -Label a=b -PassThru).Name", ("digest", Digest)).Succeeded()).BaseObject);
    }

    [Fact]
    public void One_bad_name_of_many_is_an_error_of_its_own_and_shows_no_control_character()
    {
        var result = Run("\"[x$([char]27)[31m\", \"a$([char]0)b\", $digest | Get-OSImage", ("digest", Digest));
        Assert.Equal(Digest, Assert.Single(result.Output).Properties["Name"].Value);
        Assert.Equal(
            ["InvalidWildcard", "InvalidName"],
            result.Errors.Select(error => error.FullyQualifiedErrorId.Split(',')[0]));
        Assert.All(result.Errors, error => Assert.DoesNotContain(error.ToString(), char.IsControl));
    }

    [Fact]
    public void A_short_form_is_waited_for_and_watched_as_what_it_means()
    {
        var name = Create(
            "sha256:" + Guid.NewGuid().ToString("N").PadRight(64, '0'), ",\"finalizers\":[\"example.com/hold\"]");
        Assert.Equal(
            name, Assert.Single(Run("(Wait-OSImage $short).Name", ("short", name[7..19])).Succeeded()).BaseObject);
        Assert.Equal(
            name,
            Assert.Single(
                Run("(Watch-OSImage $short -SendInitialEvents -Count 1).Name", ("short", name[..19]
                    + "…")).Succeeded()).BaseObject);
        // A finalizer holds it, so it is not gone, and who waits for that must not be told so.
        Run($"Remove-OSImage {name} -Force").Succeeded();
        Assert.StartsWith(
            "WaitTimeout,",
            Run("Wait-OSImage $short -For Deleted -TimeoutSeconds 1", ("short", name[7..19])).Error.FullyQualifiedErrorId,
            StringComparison.Ordinal);
        AssertError(
            Run("Watch-OSImage feedfeedfeed -Count 1").Error, "NotFound", ErrorCategory.ObjectNotFound, "feedfeedfeed");
    }

    [Theory]
    [InlineData("docker.io/library/postgres:16", "postgres:16")]
    [InlineData("postgres:16", "docker.io/library/postgres:16")]
    [InlineData(
        "quay.io/x/y@sha256:0123456789ab",
        "quay.io/x/y@sha256:0123456789ab0123456789ab0123456789ab0123456789ab0123456789ab0123")]
    public void A_pull_spec_means_what_container_engines_take_it_for(string text, string reference)
    {
        var name = reference.Contains('@', StringComparison.Ordinal)
            ? reference[(reference.IndexOf('@', StringComparison.Ordinal) + 1)..]
            : NewName();
        Create(name);
        Run("Update-OSImage $name @{ dockerImageReference = $reference }", ("name", name), ("reference", reference)).Succeeded();
        if (text.Contains('/', StringComparison.Ordinal))
        {
            Assert.Equal(name, Assert.Single(Run("(Get-OSImage $text).Name", ("text", text)).Succeeded()).BaseObject);
        }

        Run("Remove-OSImage $name -Force", ("name", name)).Succeeded();
    }

    [Fact]
    public void A_pull_spec_with_a_tag_is_found_by_the_references()
    {
        var name = Create();
        Run($"Update-OSImage {name} @{{ dockerImageReference = 'registry.example/team/web:{name[..12]}' }}").Succeeded();
        Assert.Equal(
            name,
            Assert.Single(Run($"(Get-OSImage registry.example/team/web:{name[..12]}).Name").Succeeded()).BaseObject);
        AssertError(
            Run("Get-OSImage registry.example/team/web:other").Error,
            "NotFound",
            ErrorCategory.ObjectNotFound,
            "registry.example/team/web:other");
    }

    [Fact]
    public void An_ambiguous_name_is_an_error_that_lists_what_it_means_and_nothing_is_changed()
    {
        var prefix = "sha256:" + Guid.NewGuid().ToString("N")[..12];
        var names = new[] { "a", "b" }.Select(end => Create(prefix + end.PadRight(52, '0'))).ToArray();
        var before = Server.Store.Current;
        foreach (var script in new[] { $"Get-OSImage {prefix}", $"Remove-OSImage {prefix} -Force", $"Update-OSImage {prefix[7..]} -Label a=b" })
        {
            var error = Run(script).Error;
            AssertError(error, "AmbiguousName", ErrorCategory.InvalidArgument, prefix[7..]);
            Assert.All(names, name => Assert.Contains(name, error.ToString(), StringComparison.Ordinal));
        }

        Assert.Same(before, Server.Store.Current);
    }

    [Theory]
    [InlineData("0039930e6061")]
    [InlineData("07777123")]
    [InlineData("7777123")]
    public void Digits_that_look_like_a_number_are_taken_as_they_were_typed(string digits)
    {
        var name = Create("sha256:" + digits + Guid.NewGuid().ToString("N").PadRight(64, '0')[..(64 - digits.Length)]);
        // What the digits would be as a number is the beginning of another Image's name.
        var other = Create("sha256:" + (digits[0] == '0' ? digits.TrimStart('0') : "0" + digits).PadRight(64, '9'));
        foreach (var script in new[] { $"(Get-OSImage {digits}).Name", $"(Update-OSImage {digits} -Label a=b -PassThru).Name", $"(Remove-OSImage -Name {digits} -WhatIf -PassThru).Name" })
        {
            Assert.Equal(name, Assert.Single(Run(script).Succeeded()).BaseObject);
        }

        Run("Remove-OSImage $name, $other -Force", ("name", name), ("other", other)).Succeeded();
        Server.ClearRequests();
        Assert.Contains(
            "quotes", Run($"Remove-OSImage {digits}, 0077 -Force").Error.ToString(), StringComparison.Ordinal);
        Assert.Empty(Server.Requests);
    }

    [Fact]
    public void A_name_that_is_too_long_is_refused_before_it_is_sent()
    {
        Server.ClearRequests();
        AssertError(
            Run("Get-OSImage ('a' * 50000)").Errors[0],
            "InvalidName",
            ErrorCategory.InvalidArgument,
            new string('a', 40) + "…");
        Assert.Empty(Server.Requests);
    }

    [Fact]
    public void Wildcards_match_a_digest_without_its_algorithm()
    {
        Assert.Equal(
            Digest,
            Assert.Single(
                Run("(Get-OSImage \"$($digest.Substring(7, 10))*\").Name", ("digest", Digest)).Succeeded()).BaseObject);
        Assert.Contains(
            "'*nginx*'", Assert.Single(Run("Get-OSImage -Reference nginx").Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void A_reference_as_a_narrow_table_shows_it_is_found()
    {
        var name = Create();
        Run($"Update-OSImage {name} @{{ dockerImageReference = 'registry.example/deep/er/{name}:1' }}").Succeeded();
        Assert.Equal(name, Assert.Single(Run($"(Get-OSImage '…/er/{name}:1').Name").Succeeded()).BaseObject);
    }

    [Fact]
    public void A_name_that_is_one_wins_over_what_it_could_be_short_for()
    {
        var name = Create("beef" + Guid.NewGuid().ToString("N"));
        Create("sha256:" + name.PadRight(64, '0'));
        Assert.Equal(name, Assert.Single(Run($"(Get-OSImage {name}).Name").Succeeded()).BaseObject);
        Run($"Update-OSImage {name} -Label a=b").Succeeded();
        Assert.Equal(
            "PATCH /apis/image.openshift.io/v1/images/" + name,
            Server.Requests.Where(request => request.Method == "PATCH")
                .Select(request => $"{request.Method} {request.Target}")
                .Single());
    }

    [Fact]
    public void Nothing_found_says_how_to_search_the_references()
    {
        Assert.Contains(
            "-Reference '*nginx*'", Assert.Single(Run("Get-OSImage *nginx*").Warnings), StringComparison.Ordinal);
        Assert.Empty(Run("Get-OSImage sha256:ffffffffffff*").Warnings);
    }

    [Fact]
    public void References_and_registries_are_filtered_here()
    {
        var expected =
            Run("Get-OSImage | Where-Object { $_.DockerImageReference -like '*/nginx*' } | ForEach-Object Name").Succeeded().Select(name => name.BaseObject).ToArray();
        Assert.NotEmpty(expected);
        Assert.Equal(
            expected, Run("(Get-OSImage -Reference '*/nginx*').Name").Succeeded().Select(name => name.BaseObject));
        Assert.Equal(
            expected[1..3],
            Run("(Get-OSImage -Reference '*/NGINX*' -Skip 1 -First 2).Name").Succeeded()
                .Select(name => name.BaseObject));
        expected =
            [.. Run(
                "Get-OSImage | Where-Object { $_.Registry -in 'docker.io', 'quay.io' } | ForEach-Object Name").Succeeded().Select(name => name.BaseObject)];
        Assert.Equal(
            expected,
            Run("(Get-OSImage -Registry docker.io, quay.io).Name").Succeeded().Select(name => name.BaseObject));
    }

    [Theory]
    [InlineData("-MetadataOnly")]
    [InlineData("-AsJson")]
    [InlineData("-AsPage")]
    [InlineData("-Limit 5")]
    [InlineData("-IncludeTotalCount")]
    public void A_filter_refuses_what_only_the_server_could_do(string other) =>
        AssertError(
            Run($"Get-OSImage -Reference x* {other}").Error, "FilterNotByServer", ErrorCategory.InvalidArgument, null);

    [Theory]
    [InlineData("[pscustomobject]@{ Digest = $digest }")]
    [InlineData("[pscustomobject]@{ Name = $digest; Digest = 'other' }")]
    [InlineData("[pscustomobject]@{ metadata = @{ name = $digest } }")]
    [InlineData("[pscustomobject]@{ metadata = [pscustomobject]@{ name = $digest } }")]
    [InlineData("@{ Name = $digest }")]
    public void An_object_names_an_Image_by_Name_Digest_or_metadata(string input)
    {
        Assert.Equal(
            Digest, Assert.Single(Run($"({input} | Get-OSImage).Name", ("digest", Digest)).Succeeded()).BaseObject);
        Run($"{input} | Export-OSImage -Path ([IO.Path]::GetTempFileName())", ("digest", Digest)).Succeeded();
        Run($"{input} | Remove-OSImage -WhatIf", ("digest", Digest)).Succeeded();
    }

    [Fact]
    public void The_members_of_a_manifest_list_are_the_Images_of_their_digests()
    {
        var names =
            Run("$list = Get-OSImage | Where-Object { $_.IsManifestList } | ForEach-Object { $_ }; @($list)[0].DockerImageManifests | ForEach-Object Digest").Succeeded();
        Assert.NotEmpty(names);
        Run("@($list)[0].DockerImageManifests | Get-OSImage -ErrorAction SilentlyContinue");
        Assert.All(
            names,
            name =>
                Assert.Contains(
                    Server.Requests, request => request.Target.EndsWith("/images/" + name, StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("[pscustomobject]@{ Foo = 1 } | Get-OSImage")]
    [InlineData("@{ metadata = @{} } | Remove-OSImage -Force")]
    [InlineData("Get-Command Get-OSImage | Update-OSImage -Label a=b")]
    [InlineData("{ x } | Get-OSImage")]
    [InlineData("Get-OSImage -First 1 | ForEach-Object { $_.DockerImageLayers } | Get-OSImage")]
    [InlineData("Get-OSImageCluster | ForEach-Object { , $_ } | Wait-OSImage -TimeoutSeconds 1")]
    public void An_object_that_names_nothing_is_an_error_and_is_not_looked_up(string script)
    {
        Assert.NotEmpty(Run(script).Errors);
        Assert.DoesNotContain(
            Server.Requests,
            request => request.Target.Contains("%40%7B", StringComparison.Ordinal)
                || request.Target.Contains("System.", StringComparison.Ordinal)
                || request.Method == "DELETE");
    }

    [Fact]
    public void A_name_with_brackets_is_found_down_the_pipeline()
    {
        var name = Create("test[1]-" + Guid.NewGuid().ToString("N"));
        Assert.Equal(
            name,
            Assert.Single(
                Run("(Get-OSImage -FieldSelector \"metadata.name=$name\" | Get-OSImage).Name", ("name", name)).Succeeded()).BaseObject);
        Assert.Equal(name, Assert.Single(Run("($name | Get-OSImage).Name", ("name", name)).Succeeded()).BaseObject);
        Assert.Equal(
            name,
            Assert.Single(
                Run("([pscustomobject]@{ Name = $name } | Get-OSImage).Name", ("name", name)).Succeeded()).BaseObject);
        Run("$name | Remove-OSImage -Force", ("name", name)).Succeeded();
    }
}
