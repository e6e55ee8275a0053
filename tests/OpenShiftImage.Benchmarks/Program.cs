using System.Diagnostics;
using OpenShiftImage.Benchmarks;

const string Usage = """
    Measures the module, each figure against something else in the same run.

    usage: dotnet run -c Release --project tests/OpenShiftImage.Benchmarks -- [--quick] [--large] [--server KUBECONFIG] [--json PATH] [--only TEXT] [--soak MINUTES]

      --quick              fewer Images and rounds, without the rows that need many: about a minute
      --large              looks at 200,000 Images with 50,000 pods and 5,000 streams together, where it is 20,000 otherwise, and for the bases of 100,000: minutes more
      --server KUBECONFIG  reads from another server instead of a sandbox; rows that write or need a stalling server are left out
      --json PATH          where the rows are written too (default: benchmark.json)
      --soak MINUTES       instead of measuring: a watch through a proxy that cuts every connection each second
      --only TEXT          only the groups whose name has the text: list, memory, start, cancel, watch, workloads, analysis, bases, archive, throttle
    """;

if (args is ["child", var name, .. var rest])
{
    return await Children.RunAsync(name, rest);
}

var quick = false;
var large = false;
string? kubeconfig = null;
var json = "benchmark.json";
string? only = null;
for (var i = 0; i < args.Length; i++)
{
    switch (args[i])
    {
        case "--quick":
            quick = true;
            break;
        case "--large":
            large = true;
            break;
        case "--server" when i + 1 < args.Length:
            kubeconfig = Path.GetFullPath(args[++i]);
            break;
        case "--json" when i + 1 < args.Length:
            json = args[++i];
            break;
        case "--soak" when i + 1 < args.Length
            && double.TryParse(args[i + 1], System.Globalization.CultureInfo.InvariantCulture, out var minutes):
            return await Soak.RunAsync(TimeSpan.FromMinutes(minutes)) ? 0 : 1;
        case "--only" when i + 1 < args.Length:
            only = args[++i];
            break;
        default:
            Console.Error.WriteLine(Usage);
            return 2;
    }
}

var started = Stopwatch.GetTimestamp();
var rows = new List<Row>();
foreach (var (group, run) in Groups.All(quick, large, kubeconfig))
{
    if (only is null || group.Contains(only, StringComparison.OrdinalIgnoreCase))
    {
        Console.Error.WriteLine($"{group} …");
        rows.AddRange(await run());
    }
}

Row.Print(rows);
Row.Write(json, rows);
Console.WriteLine($"{Stopwatch.GetElapsedTime(started).TotalSeconds:0} s; written to {json}");
return rows.Exists(row => row.Held == false) ? 1 : 0;
