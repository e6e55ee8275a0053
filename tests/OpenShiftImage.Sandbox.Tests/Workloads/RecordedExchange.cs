using System.Text.Json.Nodes;

namespace OpenShiftImage.Sandbox.Tests.Workloads;

/// <summary>A request to a real server and what it responded.</summary>
internal sealed record RecordedExchange(
    string Name, string Method, string Path, string? User, int Status, string ContentType, JsonNode Body)
{
    private static readonly string s_folder = System.IO.Path.Combine(AppContext.BaseDirectory, "oracle");

    /// <summary>Gets all that were recorded, in order.</summary>
    public static IReadOnlyList<RecordedExchange> All { get; } =
    [
        .. JsonNode.Parse(File.ReadAllBytes(System.IO.Path.Combine(s_folder, "http.json")))!.AsArray()
            // One entry is what oc said, not a request.
            .Where(recorded => recorded!["request"] is not null)
            .Select(Read),
    ];

    /// <summary>Gets the folders of the recorded states.</summary>
    public static IReadOnlyList<string> StateFolders { get; } =
        [.. Directory.GetDirectories(System.IO.Path.Combine(s_folder, "cases")).Order(StringComparer.Ordinal)];

    /// <summary>Returns the folder of a recorded state.</summary>
    public static string GetStateFolder(string name) => System.IO.Path.Combine(s_folder, "cases", name);

    private static RecordedExchange Read(JsonNode? recorded)
    {
        var request = recorded!["request"]!;
        return new RecordedExchange(
            (string)recorded["name"]!,
            (string)request["method"]!,
            (string)request["path"]!,
            (string?)request["user"],
            (int)recorded["status"]!,
            (string)recorded["headers"]!["Content-Type"]!,
            recorded["body"] ?? recorded["text"]!);
    }
}
