using System.Text;
using OpenShiftImage.Api;
using OpenShiftImage.Configuration;
using OpenShiftImage.Serialization;

namespace OpenShiftImage.Client.Tests;

public sealed class ImageApiTests(SandboxFixture sandbox) : IClassFixture<SandboxFixture>
{
    private readonly ImageApi _api = sandbox.Api;

    [Fact]
    public async Task A_list_comes_in_pages_and_complete()
    {
        var pages = new List<Page<Image>>();
        await foreach (var page in _api.ListAsync(
            new ListOptions { Limit = 60, FieldSelector = "metadata.namespace=" }))
        {
            pages.Add(page);
        }

        Assert.True(pages.Count >= 5);
        Assert.All(pages.SkipLast(1), page => Assert.NotNull(page.Continue));
        Assert.Null(pages[^1].Continue);
        var names = pages.SelectMany(page => page.Items).Select(image => image.Name).ToList();
        Assert.Equal(names.Order(StringComparer.Ordinal), names);
        Assert.Equal(names.Count, names.Distinct().Count());
        Assert.True(names.Count >= 250);
    }

    [Fact]
    public async Task The_next_page_is_on_its_way_while_one_is_used()
    {
        var observer = new RecordingObserver();
        await using var pages = sandbox.Connection.CreateApi(observer)
            .ListAsync(new ListOptions { Limit = 10 })
            .GetAsyncEnumerator();
        Assert.True(await pages.MoveNextAsync());
        await Eventually(() => observer.Requests.Count == 2);
        Assert.Contains("continue=", observer.Requests[1].Path, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_list_that_is_abandoned_ends_the_request_of_the_page_ahead()
    {
        var arrived = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var gone = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        sandbox.Server.ClearRequests();
        sandbox.Server.Intercept = async context =>
        {
            if (!context.Request.Query.ContainsKey("continue"))
            {
                return false;
            }

            arrived.TrySetResult();
            await Task.Delay(Timeout.Infinite, context.RequestAborted)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            gone.TrySetResult();
            return true;
        };
        try
        {
            await foreach (var page in _api.ListAsync(new ListOptions { Limit = 10 }))
            {
                Assert.Equal(10, page.Items.Count);
                await arrived.Task.WaitAsync(TimeSpan.FromSeconds(20));
                break;
            }

            await gone.Task.WaitAsync(TimeSpan.FromSeconds(20));
            Assert.Equal(2, sandbox.Server.Requests.Count);
        }
        finally
        {
            sandbox.Server.Intercept = null;
        }
    }

    [Fact]
    public async Task A_list_goes_on_after_its_version_is_forgotten_with_a_warning_or_ends_when_it_must_be_consistent()
    {
        await using var server = await OpenShiftImage.Sandbox.SandboxServer.StartAsync(
            new OpenShiftImage.Sandbox.SandboxOptions { Images = 30 });
        using var connection = new ClusterConnection(sandbox.Configuration with
        {
            Server = server.Address,
            CertificateAuthority = SandboxFixture.Pem(server.CertificateAuthorityPem),
            Credential = new TokenCredential(server.AdminToken),
        });
        foreach (var consistent in new[] { false, true })
        {
            var observer = new RecordingObserver();
            var names = new List<string?>();
            async Task ListAsync()
            {
                var first = await connection.CreateApi(observer).ListPageAsync(new ListOptions { Limit = 10 });
                names.AddRange(first.Items.Select(image => image.Name));
                await connection.CreateApi().CreateAsync(SandboxFixture.NewImage());
                server.Store.Compact();
                await foreach (var page in connection.CreateApi(observer)
                    .ListAsync(new ListOptions { Limit = 10, Continue = first.Continue }, consistent))
                {
                    names.AddRange(page.Items.Select(image => image.Name));
                }
            }

            if (consistent)
            {
                var error = await Assert.ThrowsAsync<ApiException>(ListAsync);
                Assert.Equal("Expired", error.ErrorId);
            }
            else
            {
                await ListAsync();
                Assert.Single(observer.Warnings);
                Assert.Equal(31, names.Distinct().Count());
                Assert.Equal(names.Count, names.Distinct().Count());
            }
        }
    }

    [Fact]
    public async Task Metadata_comes_alone()
    {
        var page = await _api.ListMetadataPageAsync(new ListOptions { Limit = 3 });
        Assert.All(page.Items, item => Assert.NotNull(item.Metadata!.Uid));
        Assert.Equal("PartialObjectMetadata", (await _api.GetMetadataAsync(page.Items[0].Name!)).Kind);
    }

    [Fact]
    public async Task An_Image_is_created_read_replaced_patched_and_deleted()
    {
        var name = SandboxFixture.NewName();
        var created = await _api.CreateAsync(SandboxFixture.NewImage(name));
        Assert.NotNull(created.Metadata!.Uid);
        created.DockerImageReference = "quay.io/example/app:2";
        var replaced = await _api.ReplaceAsync(name, created);
        Assert.Equal("quay.io/example/app:2", replaced.DockerImageReference);
        foreach (var (type, json, label) in new[]
        {
            (PatchType.Merge, """{"metadata":{"labels":{"l":"1"}}}""", "1"),
            (PatchType.Json, """[{"op":"replace","path":"/metadata/labels/l","value":"2"}]""", "2"),
            (PatchType.StrategicMerge, """{"metadata":{"labels":{"l":"3"}}}""", "3"),
        })
        {
            var patched = await _api.PatchAsync(name, new ImagePatch(type, Encoding.UTF8.GetBytes(json)));
            Assert.Equal(label, patched.Metadata!.Labels!["l"]);
        }

        var deleted = await _api.DeleteAsync(name);
        Assert.Equal((created.Metadata.Uid, false), (deleted.Uid, deleted.IsPending));
        var error = await Assert.ThrowsAsync<ApiException>(() => _api.GetAsync(name));
        Assert.Equal((404, "NotFound", name), (error.StatusCode, error.ErrorId, error.Target));
        Assert.Equal("images", error.Status!.Details!.Kind);
    }

    [Fact]
    public async Task A_dry_run_of_every_write_changes_nothing()
    {
        var name = SandboxFixture.NewName();
        var image = await _api.CreateAsync(SandboxFixture.NewImage(name));
        var before = sandbox.Server.Store.Current.Find(name);
        var other = SandboxFixture.NewImage();
        await _api.CreateAsync(other, new WriteOptions { DryRun = true });
        image.DockerImageReference = "quay.io/example/app:9";
        Assert.Equal(
            "quay.io/example/app:9",
            (await _api.ReplaceAsync(name, image, new WriteOptions { DryRun = true })).DockerImageReference);
        await _api.PatchAsync(
            name,
            new ImagePatch(PatchType.Merge, """{"metadata":{"labels":{"l":"1"}}}"""u8.ToArray()),
            new PatchOptions { DryRun = true });
        await _api.DeleteAsync(name, new DeleteOptions { DryRun = true });
        await _api.DeleteAsync(name, new DeleteOptions { DryRun = true, PreconditionUid = image.Metadata!.Uid });
        await _api.DeleteCollectionAsync(
            new DeleteCollectionOptions { DryRun = true, FieldSelector = "metadata.name=" + name });
        Assert.Same(before, sandbox.Server.Store.Current.Find(name));
        Assert.Null(sandbox.Server.Store.Current.Find(other.Name!));
    }

    [Fact]
    public async Task A_collection_is_deleted_by_selector_and_told_of()
    {
        var names = new List<string>();
        for (var i = 0; i < 3; i++)
        {
            var image = SandboxFixture.NewImage();
            image.Metadata!.Labels = new() { ["purge"] = "yes" };
            names.Add((await _api.CreateAsync(image)).Name!);
        }

        var deleted = await _api.DeleteCollectionAsync(new DeleteCollectionOptions { LabelSelector = "purge=yes" });
        Assert.Equal(names.Order(), deleted.Items.Select(image => image.Name!).Order());
        Assert.Empty((await _api.ListPageAsync(new ListOptions { LabelSelector = "purge" })).Items);
    }

    [Fact]
    public async Task A_precondition_that_does_not_hold_is_a_conflict()
    {
        var image = await _api.CreateAsync(SandboxFixture.NewImage());
        var error =
            await Assert.ThrowsAsync<ApiException>(
                () => _api.DeleteAsync(image.Name!, new DeleteOptions { PreconditionResourceVersion = "1" }));
        Assert.Equal("Conflict", error.ErrorId);
        var result = await _api.DeleteAsync(
            image.Name!,
            new DeleteOptions
            {
                PreconditionUid = image.Metadata!.Uid,
                PreconditionResourceVersion = image.Metadata.ResourceVersion,
            });
        Assert.Equal(image.Metadata.Uid, result.Uid);
    }

    [Fact]
    public async Task Finalizers_keep_a_deleted_Image()
    {
        var image = SandboxFixture.NewImage();
        image.Metadata!.Finalizers = ["example.com/hold"];
        await _api.CreateAsync(image);
        var result = await _api.DeleteAsync(image.Name!);
        Assert.True(result.IsPending);
        Assert.NotNull(result.Image!.Metadata!.DeletionTimestamp);
        await _api.PatchAsync(
            image.Name!, new ImagePatch(PatchType.Merge, """{"metadata":{"finalizers":null}}"""u8.ToArray()));
        await Assert.ThrowsAsync<ApiException>(() => _api.GetAsync(image.Name!));
    }

    [Fact]
    public async Task Warnings_of_the_server_are_told()
    {
        var observer = new RecordingObserver();
        var image = ImageJson.ParseImage(
            $$"""{"metadata":{"name":"{{SandboxFixture.NewName()}}"},"dockerImageReference":"a/b:c","bogus":1}""");
        await sandbox.Connection.CreateApi(observer).CreateAsync(image);
        Assert.Equal(["unknown field \"bogus\""], observer.Warnings);
    }

    [Fact]
    public async Task A_patch_of_the_wrong_form_is_refused_before_it_is_sent()
    {
        Assert.ThrowsAny<System.Text.Json.JsonException>(() => new ImagePatch(PatchType.Json, "{}"u8.ToArray()));
        Assert.ThrowsAny<System.Text.Json.JsonException>(() => new ImagePatch(PatchType.Merge, "[]"u8.ToArray()));
        Assert.ThrowsAny<System.Text.Json.JsonException>(() => new ImagePatch(PatchType.Merge, "{"u8.ToArray()));
        await Task.CompletedTask;
    }

    [Fact]
    public async Task The_server_tells_its_version() =>
        Assert.StartsWith("v1.", await _api.GetServerVersionAsync(), StringComparison.Ordinal);

    private static async Task Eventually(Func<bool> holds)
    {
        for (var i = 0; i < 100 && !holds(); i++)
        {
            await Task.Delay(50);
        }

        Assert.True(holds());
    }
}
