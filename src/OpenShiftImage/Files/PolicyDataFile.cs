using System.Globalization;
using System.Management.Automation.Language;
using OpenShiftImage.Analysis.Policies;
using OpenShiftImage.Analysis.Rules;

namespace OpenShiftImage.Files;

/// <summary>Reads a policy from a data file of PowerShell's: as data, so that nothing in it is ever run.</summary>
internal static class PolicyDataFile
{
    private const string Wanted = "it is no data file: one hashtable is wanted, @{ Rules = @{ … } }.";

    /// <summary>Returns a data file as a document.</summary>
    /// <param name="text">The text.</param>
    /// <param name="file">The file, for errors.</param>
    /// <param name="problems">Takes what of it is no data.</param>
    /// <exception cref="InvalidPolicyException">It is no data file.</exception>
    public static DataNode Parse(string text, string file, List<DataProblem> problems)
    {
        var script = Parser.ParseInput(text, out var tokens, out var errors);
        var commands = script.UsingStatements.Select(statement => statement.Extent).Concat(tokens
            .Where(token => script.ScriptRequirements is not null && token.Kind == TokenKind.Comment
                && token.Text.StartsWith("#requires", StringComparison.OrdinalIgnoreCase))
            .Select(token => token.Extent));
        problems.AddRange(commands.Select(extent => new DataProblem(
            PlaceOf(extent, ""),
            $"'{extent.Text}' is no data: a data file is not run, and loads and requires nothing.")));
        return errors.Length > 0
                ? throw new InvalidPolicyException(
                    file, [.. errors.Select(error => new DataProblem(PlaceOf(error.Extent, ""), error.Message))])
            : RootOf(script) is { } root ? ToNode(root, root.Extent, "", problems)
            : throw new InvalidPolicyException(file, [new DataProblem(PlaceOf(script.Extent, ""), Wanted)]);
    }

    private static HashtableAst? RootOf(ScriptBlockAst script) => script is
    {
        ParamBlock: null,
        BeginBlock: null,
        ProcessBlock: null,
        DynamicParamBlock: null,
        EndBlock: { Traps: null or { Count: 0 }, Statements: [var statement] },
    }
        ? ExpressionOf(statement) as HashtableAst
        : null;

    private static DataNode ToNode(Ast ast, IScriptExtent place, string path, List<DataProblem> problems)
    {
        switch (ast)
        {
            case HashtableAst table:
                return new DataNode
                {
                    Path = path,
                    Line = place.StartLineNumber,
                    Column = place.StartColumnNumber,
                    Fields = [.. table.KeyValuePairs.Select(pair => ToField(pair.Item1, pair.Item2, path, problems))],
                };
            case ArrayLiteralAst list:
                return ToList(list.Elements, place, path, problems);
            case ArrayExpressionAst { SubExpression: { Traps: null or { Count: 0 } } block }:
                return ToList(
                    [.. block.Statements.SelectMany(ItemsOf)],
                    place,
                    path,
                    problems);
            case ParenExpressionAst paren when ExpressionOf(paren.Pipeline) is { } inner:
                return ToNode(inner, place, path, problems);
            case StatementAst statement when ExpressionOf(statement) is { } expression:
                return ToNode(expression, place, path, problems);
            default:
                return ToValue(ast, place, path, problems);
        }
    }

    private static KeyValuePair<string, DataNode> ToField(
        ExpressionAst key, StatementAst value, string path, List<DataProblem> problems)
    {
        var name = key is StringConstantExpressionAst text
            ? text.Value
            : Convert.ToString(ToValue(key, key.Extent, path, problems).Value, CultureInfo.InvariantCulture) ?? "";
        return KeyValuePair.Create(
            name, ToNode(value, key.Extent, path.Length == 0 ? name : $"{path}.{name}", problems));
    }

    private static DataNode ToList(
        IReadOnlyList<Ast> items, IScriptExtent place, string path, List<DataProblem> problems) => new()
        {
            Path = path,
            Line = place.StartLineNumber,
            Column = place.StartColumnNumber,
            Items = [.. items.Select((item, index) => ToNode(
                item, item.Extent, string.Create(CultureInfo.InvariantCulture, $"{path}[{index}]"), problems))],
        };

    private static IEnumerable<Ast> ItemsOf(StatementAst statement) =>
        ExpressionOf(statement) is ArrayLiteralAst items ? items.Elements : [statement];

    private static DataNode ToValue(Ast ast, IScriptExtent place, string path, List<DataProblem> problems)
    {
        var node = PlaceOf(place, path);
        if (ast is ScriptBlockExpressionAst)
        {
            problems.Add(new DataProblem(
                node,
                "a file may not hold a script block: whoever can write to the file could run what they like. Give the "
                    + "rule in a hashtable: -Policy ./rules.psd1, @{ Rules = @{ MyRule = { … } } }."));
            return node;
        }

        try
        {
            return new DataNode
            {
                Path = path,
                Line = node.Line,
                Column = node.Column,
                Value = Formatting.PowerShellValue.Unwrap(ast.SafeGetValue()),
            };
        }
        catch (InvalidOperationException)
        {
            problems.Add(new DataProblem(
                node,
                "it is no constant, and a data file is not run: text, numbers, $true, $false, lists and hashtables "
                    + "are taken."));
            return node;
        }
    }

    private static DataNode PlaceOf(IScriptExtent extent, string path) =>
        new() { Path = path, Line = extent.StartLineNumber, Column = extent.StartColumnNumber, IsFaulty = true };

    /// <summary>
    /// Returns the expression that a statement is; null for a command, or anything else that would run.
    /// </summary>
    private static ExpressionAst? ExpressionOf(StatementAst statement) =>
        statement is PipelineAst { PipelineElements: [CommandExpressionAst { Redirections.Count: 0 } only] }
            ? only.Expression
            : null;
}
