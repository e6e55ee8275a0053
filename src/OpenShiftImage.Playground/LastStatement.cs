using System.Management.Automation.Language;

namespace OpenShiftImage.Playground;

/// <summary>Makes the exit code of a script tell whether it ended with a terminating error.</summary>
internal static class LastStatement
{
    /// <summary>Returns what is wrong with the syntax of a script, each with its place.</summary>
    public static List<string> FindSyntaxErrors(string? script)
    {
        Parser.ParseInput(script ?? "", out _, out var errors);
        return [.. errors.Select(
            error => $"{error.Extent.StartLineNumber}:{error.Extent.StartColumnNumber}: {error.Message}")];
    }

    /// <summary>
    /// Returns the script so that a terminating error of its last statement ends it, and that other errors do not
    /// count: by itself PowerShell reports both and takes both for a failure. Statements with script blocks are left as
    /// they are, since inside a try their own statements would end too.
    /// </summary>
    public static string Rethrow(string script)
    {
        var ast = Parser.ParseInput(script, out _, out var errors);
        if (errors.Length > 0 || ast.EndBlock?.Statements is not [.., var last])
        {
            return script;
        }

        if (last is PipelineBaseAst
            && last.Find(node => node is ScriptBlockExpressionAst, searchNestedScriptBlocks: true) is null)
        {
            var (start, end) = (last.Extent.StartOffset, last.Extent.EndOffset);
            script = $"{script[..start]}try {{ {script[start..end]} }} catch {{ throw }}{script[end..]}";
        }

        return script + "\n$null = $null";
    }
}
