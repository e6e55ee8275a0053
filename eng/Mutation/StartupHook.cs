using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using OpenShiftImage.Mutation;

/// <summary>
/// Makes a test program run tests as it is told on its input, one line each, and answer in one line: what the runtime
/// calls before the program's own entry point (<c>DOTNET_STARTUP_HOOKS</c>). One process serves many mutants, for most
/// of the time of a short run goes into its start.
/// </summary>
internal static class StartupHook
{
    /// <summary>Serves until the input ends; does nothing in a process that was not asked to.</summary>
    public static void Initialize()
    {
        if (Environment.GetEnvironmentVariable(TestProcess.Variable) is not { } assembly)
        {
            return;
        }

        // Processes that the tests start must not load this hook.
        Environment.SetEnvironmentVariable("DOTNET_STARTUP_HOOKS", null);
        Environment.SetEnvironmentVariable(TestProcess.Variable, null);
        var mutated = MutatedAssembly.Load(assembly);
        var tests = Assembly.LoadFrom(Environment.ProcessPath + ".dll");
        var (input, output) = (Console.In, Console.Out);
        while (input.ReadLine() is { } line)
        {
            var words = line.Split('\t');
            output.WriteLine(TestProcess.Answer + words[0] switch
            {
                "list" => mutated.List(),
                "initialize" => mutated.Initialize(),
                "covered" => mutated.TakeCovered(),
                _ => Run(mutated, tests, words),
            });
            output.Flush();
        }

        Environment.Exit(0);
    }

    private static string Run(MutatedAssembly mutated, Assembly tests, string[] words)
    {
        var output = new StringWriter();
        Console.SetOut(output);
        if (words[0] != "cover")
        {
            mutated.Activate(int.Parse(words[0], CultureInfo.InvariantCulture));
        }

        var clock = Stopwatch.StartNew();
        var methods = words[1..].SelectMany(name => new[] { "-method", name });
        string[] options = ["-noLogo", "-noColor", "-stopOnFail", .. methods];
        // The entry point of the program would end the process some seconds later.
        var type = Assembly.Load("xunit.v3.runner.inproc.console")
            .GetType("Xunit.Runner.InProc.SystemConsole.ConsoleRunner")!;
        var runner = (IDisposable)Activator.CreateInstance(type, [options, tests])!;
        var run = (Task<int>)type.GetMethod("EntryPoint")!.Invoke(runner, [TextReader.Null, output])!;
        var code = run.GetAwaiter().GetResult();
        var failed = output.ToString().Split('\n')
            .FirstOrDefault(line => line.Contains("[FAIL]", StringComparison.Ordinal)) ?? "";
        return string.Create(CultureInfo.InvariantCulture, $"{code}\t{clock.ElapsedMilliseconds}\t{failed.Trim()}");
    }
}
