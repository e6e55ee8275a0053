using System.Net.Http.Headers;
using Microsoft.AspNetCore.Http;
using OpenShiftImage.Api;
using OpenShiftImage.Configuration;
using OpenShiftImage.Sandbox;

namespace OpenShiftImage.Client.Tests;

/// <summary>After 401 a credential is renewed once, and the request is sent again with the new one.</summary>
public sealed class CredentialRenewalTests
{
    private const string Refusal = "HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\n\r\n";

    public static TheoryData<string> Requests => ["GET", "POST", "PATCH", "DELETE"];

    [Theory]
    [MemberData(nameof(Requests))]
    public async Task A_request_that_was_refused_is_sent_again_with_the_renewed_token(string method)
    {
        await using var server = new RawHttpServer(
            (_, count) => count == 1 ? Refusal : RawHttpServer.Json("""{"metadata":{"name":"n"}}"""));
        var credential = new Renewable();
        using var connection = server.Connect(configuration => configuration with { Credential = credential });
        await SendAsync(connection.CreateApi(), method);
        Assert.Equal(["old", "renewed"], server.Requests.Select(TokenOf));
        Assert.Equal(server.Requests[0].Body, server.Requests[1].Body);
        Assert.Equal(1, credential.Renewals);
        await SendAsync(connection.CreateApi(), method);
        Assert.Equal(1, credential.Renewals);
    }

    [Theory]
    [MemberData(nameof(Requests))]
    public async Task A_request_that_is_refused_twice_ends_there(string method)
    {
        await using var server = new RawHttpServer((_, _) => Refusal);
        using var connection = server.Connect(
            configuration =>
                configuration with { Credential = new Renewable(), RetryTimeout = TimeSpan.FromSeconds(30) });
        var error = await Assert.ThrowsAsync<ApiException>(() => SendAsync(connection.CreateApi(), method));
        Assert.Equal("Unauthorized", error.ErrorId);
        Assert.Equal(["old", "renewed"], server.Requests.Select(TokenOf));
    }

    [Fact]
    public async Task A_token_that_cannot_be_renewed_is_sent_once()
    {
        await using var server = new RawHttpServer((_, _) => Refusal);
        using var connection = server.Connect(
            configuration => configuration with { Credential = new TokenCredential("fixed") });
        await Assert.ThrowsAsync<ApiException>(() => connection.CreateApi().GetAsync("n"));
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task Requests_that_are_refused_at_once_renew_the_credential_once()
    {
        const int Count = 6;
        var all = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var refused = 0;
        await using var server = await StartAsync(async () =>
        {
            if (Interlocked.Increment(ref refused) == Count)
            {
                all.SetResult();
            }

            await all.Task;
        });
        var credential = new Renewable();
        using var connection = new ClusterConnection(
            SandboxFixture.ConfigurationOf(server) with { Credential = credential });
        var api = connection.CreateApi();
        var images = await Task.WhenAll(Enumerable.Range(0, Count).Select(_ => api.GetAsync("n")));
        Assert.All(images, image => Assert.Equal("n", image.Name));
        Assert.Equal((Count, 1), (refused, credential.Renewals));
    }

    [Fact]
    public async Task A_request_that_is_refused_after_another_one_has_renewed_the_credential_takes_what_that_got()
    {
        var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var go = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var refused = 0;
        await using var server = await StartAsync(async () =>
        {
            if (Interlocked.Increment(ref refused) == 1)
            {
                reached.SetResult();
                await go.Task;
            }
        });
        var credential = new Renewable();
        using var connection = new ClusterConnection(
            SandboxFixture.ConfigurationOf(server) with { Credential = credential });
        var late = connection.CreateApi().GetAsync("n");
        await reached.Task;
        await connection.CreateApi().GetAsync("n");
        go.SetResult();
        Assert.Equal("n", (await late).Name);
        Assert.Equal((2, 1), (refused, credential.Renewals));
    }

    [Fact]
    public async Task A_request_that_is_sent_again_has_each_header_once_and_warns_once()
    {
        await using var server = new RawHttpServer((_, count) =>
            (count == 1 ? Refusal : RawHttpServer.Json("""{"metadata":{"name":"n"}}""")).Replace(
                "\r\nContent-Length", "\r\nWarning: 299 - \"old\"\r\nContent-Length", StringComparison.Ordinal));
        using var connection = server.Connect(configuration => configuration with
        {
            Credential = new Renewable(),
            ImpersonateUser = "bob",
            ImpersonateGroups = ["a", "b"],
        });
        var observer = new RecordingObserver();
        await connection.CreateApi(observer).GetAsync("n");
        Assert.Equal(["old"], observer.Warnings);
        Assert.Equal(
            ["Impersonate-User: bob", "Impersonate-Group: a", "Impersonate-Group: b"],
            server.Requests[1].Head.Split("\r\n")
                .Where(line => line.StartsWith("Impersonate", StringComparison.Ordinal)));
        Assert.Equal([200], observer.Requests.Select(request => request.StatusCode));
        Assert.Contains("answered 401", Assert.Single(observer.Reconnections), StringComparison.Ordinal);
    }

    /// <summary>Starts a server that refuses the old token, once a test says so, and answers to every other one.</summary>
    private static async Task<SandboxServer> StartAsync(Func<Task> beforeRefusal)
    {
        var server = await SandboxServer.StartAsync(new SandboxOptions { Images = 1 });
        server.Intercept = async context =>
        {
            if (context.Request.Headers.Authorization == "Bearer old")
            {
                await beforeRefusal();
                context.Response.StatusCode = 401;
                return true;
            }

            context.Response.ContentType = "application/json";
            await context.Response.WriteAsync("""{"metadata":{"name":"n"}}""");
            return true;
        };
        return server;
    }

    private static string TokenOf(RawRequest request) =>
        request.Head.Split("Authorization: Bearer ")[1].Split("\r\n")[0];

    private static async Task SendAsync(ImageApi api, string method) => await (method switch
    {
        "GET" => api.GetAsync("n"),
        "POST" => api.CreateAsync(SandboxFixture.NewImage("n")),
        "PATCH" => api.PatchAsync("n", new ImagePatch(PatchType.Merge, "{}"u8.ToArray())),
        _ => (Task)api.DeleteAsync("n"),
    });

    /// <summary>Has one newer token, and takes its time to get it.</summary>
    private sealed class Renewable : ICredential
    {
        private int _renewals;
        private volatile string _token = "old";

        public int Renewals => _renewals;

        public async ValueTask<AuthenticationHeaderValue?> GetAuthorizationAsync(
            bool renew, CancellationToken cancellationToken)
        {
            if (renew)
            {
                if (Interlocked.Increment(ref _renewals) > 1)
                {
                    return null;
                }

                for (var i = 0; i < 100; i++)
                {
                    await Task.Yield();
                }

                _token = "renewed";
            }

            return new AuthenticationHeaderValue("Bearer", _token);
        }
    }
}
