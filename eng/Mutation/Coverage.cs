using System.Collections.Concurrent;
using System.Globalization;

namespace OpenShiftImage.Mutation;

/// <summary>Which tests run which mutants.</summary>
internal sealed class Coverage
{
    /// <summary>A test that takes longer is left out: what only such a test notices counts as not noticed.</summary>
    private static readonly TimeSpan s_longestTest = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<string, (int Milliseconds, HashSet<int> Mutants)> _tests = [];

    /// <summary>Gets the tests that were left out, because they are slow or fail without any mutant.</summary>
    public ConcurrentBag<string> LeftOut { get; } = [];

    /// <summary>Runs each test for itself.</summary>
    public async Task MeasureAsync(IEnumerable<string> tests, Func<TestProcess> start)
    {
        var queue = new ConcurrentQueue<string>(tests);
        await Task.WhenAll(Enumerable.Range(0, Environment.ProcessorCount).Select(_ => Task.Run(async () =>
        {
            using var process = start();
            while (queue.TryDequeue(out var test))
            {
                await process.AskAsync("covered", TimeSpan.FromMinutes(1));
                var run = await process.RunAsync("cover", [test], 4 * s_longestTest);
                var covered = run is null ? null : await process.AskAsync("covered", TimeSpan.FromMinutes(1));
                if (covered is null || run is not { Code: 0, Milliseconds: var time }
                    || time > s_longestTest.TotalMilliseconds)
                {
                    LeftOut.Add(test);
                    continue;
                }

                _tests[test] = (time, Numbers(covered));
            }
        })));
    }

    /// <summary>
    /// Returns the tests that run any of some mutants: quick ones that run little else first, for those are the most
    /// likely to notice.
    /// </summary>
    public IReadOnlyList<string> TestsOf(IReadOnlyCollection<int> mutants) =>
    [
        .. _tests.Where(test => mutants.Any(test.Value.Mutants.Contains))
            .OrderBy(test => (test.Value.Milliseconds + 30L) * test.Value.Mutants.Count).Select(test => test.Key),
    ];

    /// <summary>Returns how long tests take together without a mutant.</summary>
    public TimeSpan TimeOf(IEnumerable<string> tests) =>
        TimeSpan.FromMilliseconds(tests.Sum(test => (long)_tests[test].Milliseconds));

    /// <summary>Reads numbers that commas separate.</summary>
    public static HashSet<int> Numbers(string text) =>
    [
        .. text.Split(',', StringSplitOptions.RemoveEmptyEntries)
            .Select(word => int.Parse(word, CultureInfo.InvariantCulture)),
    ];
}
