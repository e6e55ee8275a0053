using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using OpenShiftImage.Mutation;

// usage: PROJECT PROGRAM ASSEMBLY LOG REPORT THRESHOLD FOLDER...
var (project, program, assembly, log, report) = (args[0], args[1], args[2], args[3], args[4]);
var threshold = double.Parse(args[5], CultureInfo.InvariantCulture);
var folders = args[6..];

using var first = new TestProcess(program, assembly);
var compiled = Coverage.Numbers(await first.AskAsync("list", TimeSpan.FromMinutes(5)) ?? "");
var initializing = Coverage.Numbers(await first.AskAsync("initialize", TimeSpan.FromMinutes(1)) ?? "");
var mutants = Mutant.Read(log, project)
    .Where(mutant => compiled.Contains(mutant.Number) && FolderOf(mutant) is not null).ToList();
if (mutants.Count == 0)
{
    Console.Error.WriteLine($"mutation: {project}: there are no mutants, or {program} does not answer.");
    return 2;
}

var coverage = new Coverage();
await coverage.MeasureAsync(await ListTestsAsync(), () => new TestProcess(program, assembly));
Console.WriteLine(
    $"mutation: {project}: {coverage.LeftOut.Count} tests are left out, which are slow or fail without a change: "
        + $"see {report}/left-out.txt");
File.WriteAllLines(Path.Combine(report, "left-out.txt"), coverage.LeftOut.Order());

var results = new ConcurrentDictionary<Mutant, string>();
var queue = new ConcurrentQueue<Mutant>(mutants);
await Task.WhenAll(Enumerable.Range(0, Environment.ProcessorCount).Select(_ => Task.Run(WorkAsync)));

var isBelow = false;
foreach (var folder in folders)
{
    var all = results.Where(result => FolderOf(result.Key) == folder).ToList();
    var noticed = all.Count(result => result.Value is "killed" or "timeout");
    var hangs = all.Count(result => result.Value == "timeout");
    var score = 100.0 * noticed / Math.Max(1, all.Count);
    isBelow |= score < threshold;
    Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"mutation: {project}/{folder}: {score:0.0} % ({noticed} of {all.Count}, {hangs} by a hang or a crash)"));
    File.WriteAllLines(
        Path.Combine(report, (folder.Length == 0 ? project : folder) + ".txt"),
        all.Select(result => result.Key).OrderBy(mutant => mutant.Number).Select(Line));
}

return isBelow ? 1 : 0;

string? FolderOf(Mutant mutant) => folders.FirstOrDefault(
    folder => folder.Length == 0 || mutant.File.StartsWith(folder + "/", StringComparison.Ordinal));

async Task<List<string>> ListTestsAsync()
{
    var start = new ProcessStartInfo(program, ["-list", "full/json"]) { RedirectStandardOutput = true };
    using var list = Process.Start(start)!;
    var text = await list.StandardOutput.ReadLineAsync() ?? "[]";
    await list.StandardOutput.ReadToEndAsync();
    using var json = JsonDocument.Parse(text);
    return
    [
        .. json.RootElement.EnumerateArray()
            .Select(test => $"{test.GetProperty("Class")}.{test.GetProperty("Method")}").Distinct(),
    ];
}

async Task WorkAsync()
{
    using var process = new TestProcess(program, assembly);
    while (queue.TryDequeue(out var mutant))
    {
        Tell(mutant, await TestAsync(process, mutant));
    }
}

// What is known so far, for whoever waits, and where a run is broken off.
void Tell(Mutant mutant, string result)
{
    lock (results)
    {
        results[mutant] = result;
        File.AppendAllText(Path.Combine(report, "progress.txt"), Line(mutant) + "\n");
        if (results.Count % 100 == 0)
        {
            Console.Error.WriteLine($"mutation: {project}: {results.Count} of {mutants.Count} changes were tried");
        }
    }
}

string Line(Mutant mutant) => $"{results[mutant]}\t{mutant.File}\t{mutant.Change}";

async Task<string> TestAsync(TestProcess process, Mutant mutant)
{
    var isInitializing = initializing.Contains(mutant.Number);
    var tests = coverage.TestsOf(isInitializing
        ? [.. mutants.Where(other => other.File == mutant.File).Select(other => other.Number)]
        : [mutant.Number]);
    if (tests.Count == 0)
    {
        return "not covered";
    }

    if (isInitializing)
    {
        // Static fields are initialized once in a process.
        process.Dispose();
    }
    else if (!process.IsRunning)
    {
        await WarmAsync(process, tests.Take(5));
    }

    var number = mutant.Number.ToString(CultureInfo.InvariantCulture);
    var result = "survived";
    var limit = TimeSpan.FromSeconds(isInitializing ? 30 : 10);
    foreach (var group in (string[][])[[.. tests.Take(5)], [.. tests.Skip(5)]])
    {
        if (group.Length > 0 && result == "survived")
        {
            var time = limit + (3 * coverage.TimeOf(group));
            var run = await process.RunAsync(number, group, time);
            if (run is null && !isInitializing)
            {
                // A busy machine can be slow once.
                await WarmAsync(process, group);
                run = await process.RunAsync(number, group, time);
            }

            result = run is null ? "timeout" : run.Value.Code == 0 ? "survived" : "killed";
        }
    }

    if (isInitializing)
    {
        process.Dispose();
    }

    return result;
}

// The first run of a process takes seconds, which are not the mutant's.
async Task WarmAsync(TestProcess process, IEnumerable<string> tests)
{
    await process.AskAsync("initialize", TimeSpan.FromMinutes(1));
    await process.RunAsync("-1", tests, TimeSpan.FromMinutes(2));
}
