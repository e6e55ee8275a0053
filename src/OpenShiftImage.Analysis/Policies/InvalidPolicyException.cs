using OpenShiftImage.Analysis.Rules;

namespace OpenShiftImage.Analysis.Policies;

/// <summary>A policy cannot be used: all that is wrong with it.</summary>
internal sealed class InvalidPolicyException : OpenShiftImageException
{
    /// <summary>How many problems are told in the message.</summary>
    private const int MostTold = 20;

    /// <summary>Takes the problems.</summary>
    /// <param name="source">The file; null for a policy that is none.</param>
    /// <param name="problems">What is wrong; at least one thing.</param>
    /// <param name="inner">The cause.</param>
    public InvalidPolicyException(string? source, IReadOnlyList<DataProblem> problems, Exception? inner = null)
        : base("InvalidPolicy", Describe(source, InOrder(problems)), source, inner) => Problems = InOrder(problems);

    /// <summary>Gets all that is wrong.</summary>
    public IReadOnlyList<DataProblem> Problems { get; }

    /// <summary>Returns the problems from the top of the file to its end, where it tells lines.</summary>
    private static List<DataProblem> InOrder(IEnumerable<DataProblem> problems) =>
        [.. problems.OrderBy(problem => problem.Node.Line).ThenBy(problem => problem.Node.Column)];

    private static string Describe(string? source, List<DataProblem> problems)
    {
        var policy = source is null ? "The policy" : $"The policy '{source}'";
        var told = problems.Take(MostTold).Select(problem => problem.ToString());
        var rest = problems.Count > MostTold ? $"\nand {problems.Count - MostTold} more." : "";
        return problems.Count == 1
            ? $"{policy} cannot be used: {problems[0]}"
            : $"{policy} cannot be used, for {problems.Count} reasons:\n{string.Join('\n', told)}{rest}";
    }
}
