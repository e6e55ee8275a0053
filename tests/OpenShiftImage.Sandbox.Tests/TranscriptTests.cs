using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace OpenShiftImage.Sandbox.Tests;

/// <summary>
/// Replays the recordings of a real server: the sandbox must respond to every step as that server did.
/// </summary>
public sealed class TranscriptTests(TranscriptSandbox sandbox) : IClassFixture<TranscriptSandbox>
{
    private const int ExcerptLength = 200;

    /// <summary>Longer than any pause between the recorded events of a watch.</summary>
    private static readonly TimeSpan s_silence = TimeSpan.FromSeconds(6);

    /// <summary>How long one event more than recorded would have to come.</summary>
    private static readonly TimeSpan s_shortSilence = TimeSpan.FromMilliseconds(200);

    private static readonly string[] s_comparedHeaders =
        ["content-type", "warning", "www-authenticate", "retry-after", "allow"];

    private readonly TranscriptComparison _comparison = new();

    public static TheoryData<string> Scenarios => [.. Transcript.FindNames()];

    [Theory]
    [MemberData(nameof(Scenarios))]
    public async Task Every_step_gets_the_recorded_response(string scenario)
    {
        foreach (var name in sandbox.Server.Store.Current.Images.Select(image => image.Name))
        {
            sandbox.Server.Store.Change(name, (_, _) => null);
        }

        var results = new List<(string Name, List<string> Differences)>();
        var skipped = new List<string>();
        foreach (var step in Transcript.Read(scenario).Steps)
        {
            await RunAsync(step, results, skipped);
        }

        var matched = results.Count(result => result.Differences.Count == 0);
        TranscriptSandbox.WriteLine($"{scenario}: {matched} of {results.Count} steps matched");
        foreach (var line in skipped)
        {
            TranscriptSandbox.WriteLine($"{scenario}: skipped {line}");
        }

        Assert.NotEmpty(results);
        Assert.Empty(results
            .Where(result => result.Differences.Count > 0)
            .Select(result => $"{result.Name}: {string.Join("; ", result.Differences.Take(3))}"));
    }

    private async Task RunAsync(
        JsonObject step, List<(string Name, List<string> Differences)> results, List<string> skipped)
    {
        if ((string?)step["control"] is { } control)
        {
            var uri = new Uri(sandbox.Server.Address, "/control/" + control);
            using var compact = new HttpRequestMessage(HttpMethod.Post, uri);
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
                await RunAsync(inner!.AsObject(), results, skipped);
            }
        }

        var body = await ReadAsync(response, step["response"]!["events"] as JsonArray);
        var differences = Compare(step["response"]!.AsObject(), response, body);
        if ((string?)step["outOfScope"] is { } reason)
        {
            skipped.Add($"{(string?)step["name"]}: {reason}");
        }
        else if ((string?)step["name"] is { } name)
        {
            results.Add((name, differences));
        }
    }

    /// <summary>Returns a body; of a watch that does not end by itself what comes until it is silent.</summary>
    private static async Task<string> ReadAsync(HttpResponseMessage response, JsonArray? events)
    {
        if (events is null)
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
                using var silence = new CancellationTokenSource(
                    HasAll(received, events) ? s_shortSilence : s_silence);
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
            // A watch without a timeout goes on after the recorded events.
        }

        return Encoding.UTF8.GetString(received.ToArray());
    }

    /// <summary>Whether as many events have come as were recorded, and the last of them as a whole.</summary>
    private static bool HasAll(MemoryStream received, JsonArray events)
    {
        var text = Encoding.UTF8.GetString(received.ToArray());
        return (text.Length == 0 || text.EndsWith('\n')) && Required(ParseEvents(text)).Count >= Required(events).Count;
    }

    private HttpRequestMessage ToRequest(JsonObject step)
    {
        var uri = new Uri(
            sandbox.Server.Address.GetLeftPart(UriPartial.Authority) + _comparison.MapPath((string)step["path"]!),
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
            request.Content = new ByteArrayContent(_comparison.MapBody(Transcript.ReadBody(body)));
            if ((string?)step["contentType"] is { } type)
            {
                request.Content.Headers.TryAddWithoutValidation("Content-Type", type);
            }
        }

        foreach (var (name, value) in step["headers"] as JsonObject ?? [])
        {
            if (name == "Accept-Encoding" || !request.Headers.TryAddWithoutValidation(name, (string?)value))
            {
                // Compression is left out: the client here does not decompress.
                request.Content?.Headers.TryAddWithoutValidation(name, (string?)value);
            }
        }

        return request;
    }

    private List<string> Compare(JsonObject recorded, HttpResponseMessage response, string body)
    {
        var differences = new List<string>();
        var excerpt = body[..Math.Min(body.Length, ExcerptLength)];
        if ((int)response.StatusCode != (int)recorded["status"]!)
        {
            differences.Add($"status {(int)response.StatusCode}, expected {recorded["status"]}: {excerpt}");
        }

        var headers = Headers(response);
        var recordedHeaders = Headers(recorded);
        if (!headers.SequenceEqual(recordedHeaders))
        {
            differences.Add(
                $"headers {string.Join(", ", headers)}, expected {string.Join(", ", recordedHeaders)}");
        }

        if (recorded["events"] is JsonArray events)
        {
            differences.AddRange(_comparison.FindDifferences(Required(events), Required(ParseEvents(body))));
        }
        else if (recorded["body"] is JsonObject recordedBody && recordedBody.ContainsKey("json"))
        {
            try
            {
                differences.AddRange(_comparison.FindDifferences(recordedBody["json"], JsonNode.Parse(body)));
            }
            catch (JsonException)
            {
                differences.Add($"no JSON: {excerpt}");
            }
        }
        else if ((string?)recorded["body"]?["text"] is { } text
            && TranscriptComparison.NormalizeText(text) != TranscriptComparison.NormalizeText(body))
        {
            differences.Add($"text {body}, expected {text}");
        }

        return differences;
    }

    private static List<string> Headers(HttpResponseMessage response) => Headers(
        response.Headers.NonValidated.Concat(response.Content.Headers.NonValidated)
            .SelectMany(header => header.Value.Select(value => (header.Key, value))));

    private static List<string> Headers(JsonObject recorded) => Headers(
        recorded["headers"]!.AsArray().Select(pair => ((string)pair![0]!, (string)pair[1]!)));

    private static List<string> Headers(IEnumerable<(string Name, string Value)> headers) => [.. headers
        .Select(header => (Name: header.Name.ToLowerInvariant(), header.Value))
        .Where(header => s_comparedHeaders.Contains(header.Name))
        .Select(header => $"{header.Name}: {header.Value}")
        .Order()];

    private static JsonArray ParseEvents(string body) =>
        new([.. body.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line))]);

    /// <summary>
    /// Returns the events without the bookmarks, which may come at any time, but for initial events' end.
    /// </summary>
    private static JsonArray Required(JsonArray events) => new([.. events
        .Where(item => (string?)item!["type"] != "BOOKMARK" || EndsInitialEvents(item))
        .Select(item => item!.DeepClone())]);

    private static bool EndsInitialEvents(JsonNode bookmark) =>
        bookmark["object"]?["metadata"]?["annotations"]?["k8s.io/initial-events-end"] is not null;
}
