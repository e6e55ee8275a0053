using System.Diagnostics;
using System.Globalization;

namespace OpenShiftImage.Mutation;

/// <summary>A test program that runs tests while one mutant or another is active.</summary>
/// <param name="program">The test program.</param>
/// <param name="mutated">The mutated assembly beside it.</param>
internal sealed class TestProcess(string program, string mutated) : IDisposable
{
    /// <summary>The variable that asks a process to serve; it has the path of the mutated assembly.</summary>
    public const string Variable = "MUTATION_ASSEMBLY";

    /// <summary>What a line of an answer begins with.</summary>
    public const string Answer = "mutation answer: ";

    private Process? _process;

    /// <summary>Gets whether the process has begun.</summary>
    public bool IsRunning => _process is not null;

    /// <summary>Runs tests until one fails.</summary>
    /// <param name="mutant">The number of the active mutant, or <c>cover</c> to count which ones are run.</param>
    /// <param name="tests">Full names of test methods.</param>
    /// <param name="limit">How long they may take.</param>
    /// <returns>
    /// Whether one failed, how many milliseconds they took, and the first that failed; null when they did not end in
    /// time, or ended the process.
    /// </returns>
    public async Task<(int Code, int Milliseconds, string Failed)?> RunAsync(
        string mutant, IEnumerable<string> tests, TimeSpan limit)
    {
        var words = (await AskAsync(string.Join('\t', [mutant, .. tests]), limit))?.Split('\t', 3);
        return words is [var code, var time, var failed]
            ? (int.Parse(code, CultureInfo.InvariantCulture), int.Parse(time, CultureInfo.InvariantCulture), failed)
            : null;
    }

    /// <summary>
    /// Sends a line and returns the answer; null when none came in time, after which the process is ended.
    /// </summary>
    public async Task<string?> AskAsync(string line, TimeSpan limit)
    {
        var process = _process ??= Start();
        using var deadline = new CancellationTokenSource(limit);
        try
        {
            await process.StandardInput.WriteLineAsync(line.AsMemory(), deadline.Token);
            await process.StandardInput.FlushAsync(deadline.Token);
            while (await process.StandardOutput.ReadLineAsync(deadline.Token) is { } answer)
            {
                if (answer.StartsWith(Answer, StringComparison.Ordinal))
                {
                    return answer[Answer.Length..];
                }
            }
        }
        catch (Exception e) when (e is OperationCanceledException or IOException)
        {
            // The tests hang, or have ended the process.
        }

        Dispose();
        return null;
    }

    /// <summary>Ends the process; the next question begins another.</summary>
    public void Dispose()
    {
        _process?.Kill(entireProcessTree: true);
        _process?.Dispose();
        _process = null;
    }

    private Process Start()
    {
        var start = new ProcessStartInfo(program)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Path.GetDirectoryName(program),
        };
        start.Environment["DOTNET_STARTUP_HOOKS"] = typeof(TestProcess).Assembly.Location;
        start.Environment[Variable] = mutated;
        var process = Process.Start(start)!;
        // Read and not kept: an endless recursion tells all its frames there.
        process.BeginErrorReadLine();
        return process;
    }
}
