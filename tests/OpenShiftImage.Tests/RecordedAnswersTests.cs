using System.Management.Automation;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace OpenShiftImage.Tests;

/// <summary>Everything that a real server was seen to answer, through the module: typed, or refused clearly; never lost, never a crash.</summary>
public sealed class RecordedAnswersTests(SandboxFixture fixture, ITestOutputHelper output) : ModuleTest(fixture)
{
    private static readonly HashSet<string> s_ids = ["InvalidResponse"];

    [Fact]
    public void Every_recorded_answer_is_typed_or_refused_clearly()
    {
        var answers = 0;
        var errors = 0;
        var refused = 0;
        var faults = new List<string>();
        ConnectWithoutRetries();
        foreach (var step in Steps())
        {
            var response = step["response"]!.AsObject();
            var body = Body(response);
            if (body is null)
            {
                continue;
            }

            answers++;
            Server.Intercept = context => WriteAsync(context, response, body);
            var script = Script(step);
            var result = Run(script);
            var failure = result.Terminating?.ErrorRecord ?? (result.Errors.Count > 0 ? result.Errors[0] : null);
            var status = (int)response["status"]!;
            if (status >= 400)
            {
                errors++;
                Check(step, body, failure, faults);
            }
            else if (failure is null)
            {
                if (result.Output.Count == 0
                    && !body.Contains("\"items\":[]", StringComparison.Ordinal)
                    && !script.StartsWith("Remove", StringComparison.Ordinal))
                {
                    faults.Add($"{Name(step)}: nothing came of {body[..Math.Min(80, body.Length)]}");
                }
            }
            else
            {
                // Text that is no JSON of the kind that was asked for: Tables, YAML, health.
                refused++;
                if (failure.FullyQualifiedErrorId.Split(',')[0] is var id && !s_ids.Contains(id))
                {
                    faults.Add($"{Name(step)}: {id}: {failure}");
                }
            }
        }

        output.WriteLine($"{answers} answers: {answers - errors - refused} typed, {errors} errors, {refused} refused.");
        Assert.Empty(faults);
        Assert.True(answers > 600 && errors > 100, $"only {answers} answers, {errors} errors");
    }

    private static void Check(JsonObject step, string body, ErrorRecord? failure, List<string> faults)
    {
        JsonObject? status = null;
        if (body.StartsWith('{'))
        {
            status = JsonNode.Parse(body) as JsonObject;
        }

        var code = (int)step["response"]!["status"]!;
        var expected = (string?)status?["reason"]
            ?? code switch { 404 => "NotFound", 405 => "MethodNotAllowed", 406 => "NotAcceptable", _ => "InternalError" };
        var message = (string?)status?["message"];
        if (failure is null)
        {
            faults.Add($"{Name(step)}: {code} is no error");
        }
        else if (failure.FullyQualifiedErrorId.Split(',')[0] != expected
            || failure.CategoryInfo.Category == ErrorCategory.NotSpecified
            || (failure.TargetObject is null && failure.CategoryInfo.TargetName.Length == 0)
            || (message is not null && expected != message && failure.ToString() != ControlCharacters(message)))
        {
            faults.Add(
                $"{Name(step)}: {failure.FullyQualifiedErrorId} {failure.CategoryInfo.Category} '{failure.TargetObject}': {failure}");
        }
    }

    private static string ControlCharacters(string text) =>
        string.Concat(
            text.Select(c => char.IsControl(c) && c is not ('\n' or '\t') ? $"\\x{(int)c:x2}" : c.ToString()));

    private static string Script(JsonObject step)
    {
        var path = ((string)step["path"]!).Split('?')[0];
        var accept = (string?)step["accept"] ?? "";
        var metadata = accept.Contains("PartialObjectMetadata", StringComparison.Ordinal) ? " -MetadataOnly" : "";
        var one = path.Split('/').Length > 5 && !path.EndsWith("/images", StringComparison.Ordinal);
        return (string)step["method"]! switch
        {
            "POST" => "New-OSImage -Name x -DockerImageReference a/b:c",
            "PUT" => "Set-OSImage @{ metadata = @{ name = 'x' } } -PassThru",
            "PATCH" => "Update-OSImage x @{ dockerImageReference = 'a/b:d' } -PassThru",
            "DELETE" when one => "Remove-OSImage x -Confirm:$false -PassThru",
            "DELETE" => "Remove-OSImage -LabelSelector a=b -Confirm:$false -PassThru",
            _ when one => "Get-OSImage x" + metadata,
            _ => "Get-OSImage -Limit 1000" + metadata,
        };
    }

    private static async Task<bool> WriteAsync(HttpContext context, JsonObject response, string body)
    {
        context.Response.StatusCode = (int)response["status"]!;
        // The recordings hold bodies as they are after unpacking.
        foreach (var header in response["headers"]!.AsArray()
            .Where(header => (string?)header![0] is not ("Content-Encoding" or "Content-Length")))
        {
            context.Response.Headers.Append((string)header![0]!, (string)header[1]!);
        }

        await context.Response.WriteAsync(body);
        return true;
    }

    private static string? Body(JsonObject response) => response["body"] is not JsonObject body ? null
        : body.ContainsKey("json") ? body["json"]!.ToJsonString()
        : (string?)body["text"];

    private static string Name(JsonObject step) => (string?)step["name"] ?? $"{step["method"]} {step["path"]}";

    private static IEnumerable<JsonObject> Steps() =>
        Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "transcripts"), "*.json")
            .Order(StringComparer.Ordinal)
            .Select(file => JsonNode.Parse(File.ReadAllText(file, Encoding.UTF8))!)
            .SelectMany(scenario => scenario["given"]!.AsArray().Concat(scenario["steps"]!.AsArray()))
            .Select(step => step!.AsObject())
            .Where(
                step => step.ContainsKey("response")
                    && ((string)step["path"]!).Contains("/images", StringComparison.Ordinal)
                && (string)step["method"]! is "GET" or "POST" or "PUT" or "PATCH" or "DELETE"
                    && step["outOfScope"] is null);
}
