using System.Globalization;
using System.Text;

namespace OpenShiftImage.Pipeline;

/// <summary>
/// Counts what a cmdlet has done, for whoever stops it or meets errors: what is done, what failed, and what was sent
/// without an answer, of which nobody knows. Safe for use by many threads.
/// </summary>
/// <param name="verbs">What is done to an Image, in the order in which it is told; the first is the usual.</param>
internal sealed class WorkTally(params string[] verbs)
{
    private const int MostNamed = 5;

    private readonly object _lock = new();
    private readonly List<WorkStep> _open = [];
    private readonly long[] _done = new long[verbs.Length];
    private long _failed;

    /// <summary>Gets or sets whether the server is only asked what would happen.</summary>
    public bool IsDryRun { get; set; }

    /// <summary>Gets how many Images came to an end, in whatever way.</summary>
    public long Ended => Read(() => _done.Sum() + _failed);

    /// <summary>Gets how many Images failed.</summary>
    public long Failed => Read(() => _failed);

    /// <summary>Gets whether something was sent and has no answer.</summary>
    public bool HasDoubt => Read(() => _open.Count > 0);

    /// <summary>
    /// Gets or sets whether the deletion of a collection failed, so that how far it came is worth telling.
    /// </summary>
    public bool HasFailedCollection { get; set; }

    /// <summary>Begins to count a change.</summary>
    /// <param name="name">Name of the Image, or what stands for several.</param>
    /// <param name="isCollection">Whether the change is of several Images.</param>
    public WorkStep Begin(string name, bool isCollection = false) => new(this, name, isCollection);

    /// <summary>Returns the counts as a sentence without its full stop, which goes on after a colon.</summary>
    public override string ToString() => Read(() =>
    {
        var reported = Enumerable.Range(0, verbs.Length).Where(i => _done[i] > 0).DefaultIfEmpty(0).ToArray();
        var text = new StringBuilder();
        text.Append(
            CultureInfo.CurrentCulture,
            $"{Count(_done[reported[0]])} {Auxiliary(_done[reported[0]])} {verbs[reported[0]]}");
        foreach (var i in reported.Skip(1))
        {
            text.Append(CultureInfo.CurrentCulture, $", {_done[i]:N0} {verbs[i]}");
        }

        return AppendRest(text);
    });

    /// <summary>Returns all counts, also those that are nothing, as words without a full stop.</summary>
    public string ToReport() => Read(() =>
    {
        var all = _done.Sum() + _failed;
        var text = new StringBuilder();
        text.Append(CultureInfo.CurrentCulture, $"{all:N0} Image{(all == 1 ? "" : "s")}: ");
        text.AppendJoin(
            ", ", verbs.Select((verb, i) => string.Create(CultureInfo.CurrentCulture, $"{_done[i]:N0} {verb}")));
        return AppendRest(text);
    });

    internal void Open(WorkStep step) => Read(() =>
    {
        _open.Remove(step);
        _open.Add(step);
        return true;
    });

    internal void Close(WorkStep step) => Read(() => _open.Remove(step));

    internal void AddDone(string? verb, long count) =>
        Read(() => _done[verb is null ? 0 : Array.IndexOf(verbs, verb)] += count);

    internal void AddFailed() => Read(() => _failed++);

    private string AppendRest(StringBuilder text)
    {
        if (_failed > 0)
        {
            text.Append(CultureInfo.CurrentCulture, $", {_failed:N0} failed");
        }

        if (_open.Count > 0)
        {
            text.Append(", ").Append(DescribeDoubt());
        }

        return text.ToString();
    }

    private string DescribeDoubt()
    {
        var names = string.Join(", ", _open.Take(MostNamed).Select(step => step.Name))
            + (_open.Count > MostNamed ? ", …" : "");
        if (_open.Any(step => step.Most is null))
        {
            return $"others are in doubt (sent, no answer): {names}";
        }

        var most = _open.Sum(step => step.Most!.Value);
        return _open.Exists(step => step.IsCollection)
            ? string.Create(CultureInfo.CurrentCulture, $"up to {most:N0} more are in doubt (sent, no answer)")
            : string.Create(
                CultureInfo.CurrentCulture,
                $"{most:N0} {(most == 1 ? "is" : "are")} in doubt (sent, no answer): {names}");
    }

    private static string Count(long count) => count switch
    {
        0 => "no Image",
        1 => "1 Image",
        _ => string.Create(CultureInfo.CurrentCulture, $"{count:N0} Images"),
    };

    private string Auxiliary(long count) => IsDryRun ? "would be" : count <= 1 ? "was" : "were";

    private T Read<T>(Func<T> read)
    {
        lock (_lock)
        {
            return read();
        }
    }
}
