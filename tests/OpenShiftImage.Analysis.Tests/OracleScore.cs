using System.Collections.Concurrent;

namespace OpenShiftImage.Analysis.Tests;

/// <summary>Counts the cases whose every verdict is oc's, and prints the count at the end.</summary>
public sealed class OracleScore : IDisposable
{
    private readonly ConcurrentDictionary<(string Route, string Name), bool> _cases = [];

    public void Add(string route, string name, bool isMatch) => _cases[(route, name)] = isMatch;

    public void Dispose()
    {
        foreach (var route in _cases.GroupBy(item => item.Key.Route).OrderBy(route => route.Key))
        {
            TestContext.Current.SendDiagnosticMessage(
                $"oc's verdicts, {route.Key}: {route.Count(item => item.Value)} of {route.Count()} cases matched");
        }
    }
}
