using System.Text;
using System.Text.Json.Nodes;

namespace OpenShiftImage.Sandbox.Tests;

/// <summary>A recorded scenario: requests to a real server with its answers, in order.</summary>
internal sealed class Transcript
{
    private Transcript(string name, IReadOnlyList<JsonObject> steps)
    {
        Name = name;
        Steps = steps;
    }

    public static string Folder { get; } = Path.Combine(AppContext.BaseDirectory, "transcripts");

    public string Name { get; }

    public IReadOnlyList<JsonObject> Steps { get; }

    public static Transcript Read(string name)
    {
        var json = JsonNode.Parse(File.ReadAllBytes(Path.Combine(Folder, name + ".json")))!;
        return new Transcript(name, [.. json["given"]!.AsArray().Concat(json["steps"]!.AsArray()).Select(step => step!.AsObject())]);
    }

    public static byte[] Body(JsonNode body) =>
        body["base64"] is { } encoded ? Convert.FromBase64String((string)encoded!)
        : body.AsObject().ContainsKey("json") ? Encoding.UTF8.GetBytes(body["json"]?.ToJsonString() ?? "null")
        : Encoding.UTF8.GetBytes((string?)body["text"] ?? "");
}
