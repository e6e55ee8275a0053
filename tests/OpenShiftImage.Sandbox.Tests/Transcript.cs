using System.Text;
using System.Text.Json.Nodes;

namespace OpenShiftImage.Sandbox.Tests;

/// <summary>A recorded scenario: requests to a real server with its responses, in order.</summary>
internal sealed class Transcript
{
    private Transcript(string name, IReadOnlyList<JsonObject> steps)
    {
        Name = name;
        Steps = steps;
    }

    private static string Folder { get; } = Path.Combine(AppContext.BaseDirectory, "transcripts");

    public string Name { get; }

    public IReadOnlyList<JsonObject> Steps { get; }

    /// <summary>Returns the names of all recorded scenarios.</summary>
    public static IEnumerable<string> FindNames() =>
        Directory.GetFiles(Folder, "*.json").Select(file => Path.GetFileNameWithoutExtension(file)).Order();

    /// <summary>Returns a recorded scenario.</summary>
    public static Transcript Read(string name)
    {
        var json = JsonNode.Parse(File.ReadAllBytes(Path.Combine(Folder, name + ".json")))!;
        var steps = json["given"]!.AsArray().Concat(json["steps"]!.AsArray());
        return new Transcript(name, [.. steps.Select(step => step!.AsObject())]);
    }

    /// <summary>Returns the bytes of a recorded body.</summary>
    public static byte[] ReadBody(JsonNode body) =>
        body["base64"] is { } encoded ? Convert.FromBase64String((string)encoded!)
        : body.AsObject().ContainsKey("json") ? Encoding.UTF8.GetBytes(body["json"]?.ToJsonString() ?? "null")
        : Encoding.UTF8.GetBytes((string?)body["text"] ?? "");
}
