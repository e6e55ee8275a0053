using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace OpenShiftImage.Benchmarks;

/// <summary>One line of the table: what was measured, against what, and whether the goal is held.</summary>
/// <param name="Name">What was measured.</param>
/// <param name="Value">Its figure, in <paramref name="Unit"/>.</param>
/// <param name="BaselineName">What it was measured against in the same run; null for an absolute goal.</param>
/// <param name="Baseline">The baseline's figure, in the same unit.</param>
/// <param name="Unit">ms, MB or bytes.</param>
/// <param name="Goal">The most that the ratio (or, without a baseline, the value) may be; null for information only.</param>
public sealed record Row(string Name, double Value, string? BaselineName, double? Baseline, string Unit, double? Goal)
{
    /// <summary>Whether the ratio must be at least the goal, not at most.</summary>
    public bool AtLeast { get; init; }

    /// <summary>What else was seen.</summary>
    public string? Note { get; init; }

    public double? Ratio => Baseline is { } baseline ? AtLeast ? baseline / Value : Value / baseline : null;

    public bool? Held => Goal is not { } goal ? null : AtLeast ? Ratio >= goal : (Ratio ?? Value) <= goal;

    public static void Print(IEnumerable<Row> rows)
    {
        Console.WriteLine($"{"row",-62} {"value",12} {"baseline",12} {"ratio",8} {"goal",9}  held");
        foreach (var row in rows)
        {
            var goal = row.Goal is not { } most
                ? ""
                : (row.AtLeast ? ">=" : "<=")
                    + most.ToString("0.##", CultureInfo.InvariantCulture)
                    + (row.Baseline is null ? "" : "x");
            var name = row.BaselineName is null ? row.Name : $"{row.Name} / {row.BaselineName}";
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{name,-62} {row.Value,9:0.0} {row.Unit,-2} {row.Baseline,12:0.0} {row.Ratio,8:0.00} {goal,9}  {row.Held switch { true => "yes", false => "NO", null => "-" }}{(row.Note is null ? "" : "  " + row.Note)}"));
        }
    }

    public static void Write(string path, IEnumerable<Row> rows) =>
        File.WriteAllText(path, JsonSerializer.Serialize(rows, s_json));

    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };
}
