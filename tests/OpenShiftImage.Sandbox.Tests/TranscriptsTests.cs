using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Xunit.Abstractions;
using Xunit.Sdk;

namespace OpenShiftImage.Sandbox.Tests;

/// <summary>A sandbox to replay recordings against, and a way to say how that went where everyone sees it.</summary>
public sealed class TranscriptSandbox(IMessageSink sink) : IAsyncLifetime
{
    public SandboxServer Server { get; private set; } = null!;

    public HttpClient Http { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Server = await SandboxServer.StartAsync(new SandboxOptions { Images = 0, Control = true });
        Http = new HttpClient(new SocketsHttpHandler
        {
            SslOptions = { RemoteCertificateValidationCallback = (_, _, _, _) => true },
            AllowAutoRedirect = false,
        });
    }

    public async Task DisposeAsync()
    {
        Http.Dispose();
        await Server.DisposeAsync();
    }

    public void Say(string line) => sink.OnMessage(new DiagnosticMessage(line));
}

/// <summary>Replays what was recorded of a real server: every step must be answered as that server did.</summary>
public sealed class TranscriptsTests(TranscriptSandbox sandbox) : IClassFixture<TranscriptSandbox>
{
    private static readonly HashSet<string> s_headers = new(["content-type", "warning", "www-authenticate", "retry-after", "allow"], StringComparer.OrdinalIgnoreCase);

    private readonly TranscriptComparison _comparison = new();

    public static TheoryData<string> Scenarios => [.. Directory.GetFiles(Transcript.Folder, "*.json").Select(file => Path.GetFileNameWithoutExtension(file)!).Order()];

    [Theory]
    [MemberData(nameof(Scenarios))]
    public async Task Every_step_is_answered_as_recorded(string scenario)
    {
        foreach (var name in sandbox.Server.Store.Current.Images.Select(image => image.Name))
        {
            sandbox.Server.Store.Change(name, (_, _) => null);
        }

        var results = new List<(string Name, List<string> Found)>();
        var leftOut = new List<string>();
        foreach (var step in Transcript.Read(scenario).Steps)
        {
            await RunAsync(step, results, leftOut);
        }

        sandbox.Say($"{scenario}: {results.Count(result => result.Found.Count == 0)} of {results.Count} steps matched");
        foreach (var line in leftOut)
        {
            sandbox.Say($"{scenario}: left out {line}");
        }

        Assert.NotEmpty(results);
        Assert.Empty(results.Where(result => result.Found.Count > 0).Select(result => $"{result.Name}: {string.Join("; ", result.Found.Take(3))}"));
    }

    private async Task RunAsync(JsonObject step, List<(string Name, List<string> Found)> results, List<string> leftOut)
    {
        if ((string?)step["control"] is { } control)
        {
            using var compact = new HttpRequestMessage(HttpMethod.Post, new Uri(sandbox.Server.Address, "/control/" + control));
            compact.Headers.Authorization = new AuthenticationHeaderValue("Bearer", sandbox.Server.AdminToken);
            (await sandbox.Http.SendAsync(compact)).EnsureSuccessStatusCode();
            return;
        }

        using var request = ToRequest(step);
        using var response = await sandbox.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        if (step["during"] is JsonArray during)
        {
            foreach (var inner in during)
            {
                await RunAsync(inner!.AsObject(), results, leftOut);
            }
        }

        var body = await ReadAsync(response, step["response"]!["events"] is JsonArray);
        var found = Compare(step["response"]!.AsObject(), response, body);
        if ((string?)step["outOfScope"] is { } why)
        {
            leftOut.Add($"{(string?)step["name"]}: {why}");
        }
        else if ((string?)step["name"] is { } name)
        {
            results.Add((name, found));
        }
    }

    /// <summary>
    /// Reads an answer; of a watch that does not end by itself what comes until it is silent for a while.
    /// </summary>
    private static async Task<string> ReadAsync(HttpResponseMessage response, bool isWatch)
    {
        if (!isWatch)
        {
            return await response.Content.ReadAsStringAsync();
        }

        await using var stream = await response.Content.ReadAsStreamAsync();
        using var received = new MemoryStream();
        var buffer = new byte[16 * 1024];
        try
        {
            while (true)
            {
                using var silence = new CancellationTokenSource(TimeSpan.FromSeconds(6));
                var count = await stream.ReadAsync(buffer, silence.Token);
                if (count == 0)
                {
                    break;
                }

                received.Write(buffer, 0, count);
            }
        }
        catch (OperationCanceledException)
        {
            // A watch without a timeout goes on; what was recorded of it has come.
        }

        return Encoding.UTF8.GetString(received.ToArray());
    }

    private HttpRequestMessage ToRequest(JsonObject step)
    {
        var uri = new Uri(
            sandbox.Server.Address.GetLeftPart(UriPartial.Authority) + _comparison.Path((string)step["path"]!),
            new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });
        var request = new HttpRequestMessage(new HttpMethod((string)step["method"]!), uri);
        request.Headers.TryAddWithoutValidation("User-Agent", "transcript/1");
        if ((string?)step["accept"] is { } accept)
        {
            request.Headers.TryAddWithoutValidation("Accept", accept);
        }

        var authorization = (string)step["as"]! switch
        {
            "admin" => "Bearer " + sandbox.Server.AdminToken,
            "alice" => "Bearer " + sandbox.Server.AliceToken,
            "bad-token" => "Bearer nope",
            "anonymous" => null,
            var other => other.Replace("raw:", "", StringComparison.Ordinal),
        };
        if (authorization is not null)
        {
            request.Headers.TryAddWithoutValidation("Authorization", authorization);
        }

        if (step["body"] is { } body)
        {
            request.Content = new ByteArrayContent(_comparison.Body(Transcript.Body(body)));
            if ((string?)step["contentType"] is { } type)
            {
                request.Content.Headers.TryAddWithoutValidation("Content-Type", type);
            }
        }

        foreach (var (name, value) in step["headers"] as JsonObject ?? [])
        {
            if (name == "Accept-Encoding" || !request.Headers.TryAddWithoutValidation(name, (string?)value))
            {
                // Whether an answer is compressed is the transport's affair; the client here does not unpack.
                request.Content?.Headers.TryAddWithoutValidation(name, (string?)value);
            }
        }

        return request;
    }

    private List<string> Compare(JsonObject recorded, HttpResponseMessage response, string body)
    {
        var found = new List<string>();
        if ((int)response.StatusCode != (int)recorded["status"]!)
        {
            found.Add($"status {(int)response.StatusCode}, expected {recorded["status"]}: {body[..Math.Min(body.Length, 200)]}");
        }

        var headers = response.Headers.NonValidated.Concat(response.Content.Headers.NonValidated)
            .Where(header => s_headers.Contains(header.Key)).SelectMany(header => header.Value.Select(value => $"{header.Key.ToLowerInvariant()}: {value}")).Order();
        var expected = recorded["headers"]!.AsArray().Select(pair => (Key: (string)pair![0]!, Value: (string)pair[1]!))
            .Where(header => s_headers.Contains(header.Key)).Select(header => $"{header.Key.ToLowerInvariant()}: {header.Value}").Order();
        if (!headers.SequenceEqual(expected))
        {
            found.Add($"headers {string.Join(", ", headers)}, expected {string.Join(", ", expected)}");
        }

        if (recorded["events"] is JsonArray events)
        {
            found.AddRange(_comparison.Differences(Owed(events), Owed(Events(body))));
        }
        else if (recorded["body"] is JsonObject known && known.ContainsKey("json"))
        {
            try
            {
                found.AddRange(_comparison.Differences(known["json"], JsonNode.Parse(body)));
            }
            catch (JsonException)
            {
                found.Add($"no JSON: {body[..Math.Min(body.Length, 200)]}");
            }
        }
        else if ((string?)recorded["body"]?["text"] is { } text && TranscriptComparison.NormalText(text) != TranscriptComparison.NormalText(body))
        {
            found.Add($"text {body}, expected {text}");
        }

        return found;
    }

    private static JsonArray Events(string body) =>
        new([.. body.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line))]);

    /// <summary>Bookmarks may come more or less often; only those that end the initial events are owed.</summary>
    private static JsonArray Owed(JsonArray events) => new([.. events
        .Where(item => (string?)item!["type"] != "BOOKMARK" || item["object"]?["metadata"]?["annotations"]?["k8s.io/initial-events-end"] is not null)
        .Select(item => item!.DeepClone())]);
}
