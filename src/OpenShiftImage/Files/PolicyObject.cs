using System.Collections;
using System.Globalization;
using System.Management.Automation;
using System.Management.Automation.Language;
using OpenShiftImage.Analysis.Policies;
using OpenShiftImage.Analysis.Rules;
using OpenShiftImage.Formatting;

namespace OpenShiftImage.Files;

/// <summary>Takes a policy that is an object of PowerShell's: a hashtable, or what ConvertFrom-Json makes.</summary>
internal static class PolicyObject
{
    /// <summary>Deeper than any policy, and not for the stack to end.</summary>
    private const int MaxDepth = 32;

    private const int LongestScript = 200;

    /// <summary>More than any policy has; an object that holds itself has no end.</summary>
    private const int MostNodes = 10_000;

    /// <summary>Returns an object as a document.</summary>
    /// <param name="value">The object.</param>
    /// <param name="problems">Takes what cannot be used.</param>
    /// <exception cref="InvalidPolicyException">It has too much in it.</exception>
    public static DataNode ToNode(object? value, List<DataProblem> problems)
    {
        var count = 0;
        return ToNode(value, "", 0);

        DataNode ToNode(object? value, string path, int depth)
        {
            return ++count <= MostNodes
                ? PolicyObject.ToNode(value, path, depth, ToNode, problems)
                : throw new InvalidPolicyException(
                    null,
                    [new DataProblem(
                        new DataNode(),
                        "it has more than 10,000 values in it. Is an object in it that holds itself?")]);
        }
    }

    private static DataNode ToNode(
        object? value,
        string path,
        int depth,
        Func<object?, string, int, DataNode> toNode,
        List<DataProblem> problems)
    {
        var plain = PowerShellValue.UnwrapUnlessCustom(value);
        return plain switch
        {
            ScriptBlock block when !IsOneBlock(block) => Refuse(path, problems),
            ScriptBlock block => new DataNode { Path = path, Value = ToPredicate(block) },
            IDictionary map when depth < MaxDepth =>
                new DataNode { Path = path, Fields = ToFields(Order(map), path, depth, toNode) },
            PSObject custom when depth < MaxDepth => new DataNode
            {
                Path = path,
                Fields = ToFields(
                    custom.Properties.Where(property => property.IsGettable)
                        .Select(property => (property.Name, (object?)property.Value)),
                    path,
                    depth,
                    toNode),
            },
            IList list when depth < MaxDepth => new DataNode
            {
                Path = path,
                Items = [.. list.Cast<object?>().Select((item, index) => toNode(
                    item, string.Create(CultureInfo.InvariantCulture, $"{path}[{index}]"), depth + 1))],
            },
            SwitchParameter flag => new DataNode { Path = path, Value = flag.IsPresent },
            Enum word => new DataNode { Path = path, Value = word.ToString() },
            _ => new DataNode { Path = path, Value = plain },
        };
    }

    private static List<KeyValuePair<string, DataNode>> ToFields(
        IEnumerable<(string Name, object? Value)> fields,
        string path,
        int depth,
        Func<object?, string, int, DataNode> toNode) =>
    [
        .. fields.Select(field => KeyValuePair.Create(
            field.Name, toNode(field.Value, path.Length == 0 ? field.Name : $"{path}.{field.Name}", depth + 1))),
    ];

    /// <summary>A hashtable has no order: its fields come by their names, so that they always come alike.</summary>
    private static IEnumerable<(string Name, object? Value)> Order(IDictionary map)
    {
        var fields = map.Cast<DictionaryEntry>().Select(entry =>
            (Name: Convert.ToString(entry.Key, CultureInfo.InvariantCulture) ?? "", (object?)entry.Value));
        return map is Hashtable ? fields.OrderBy(field => field.Name, StringComparer.OrdinalIgnoreCase) : fields;
    }

    /// <summary>A script with begin, process and end, or with parameters that are bound, is run otherwise.</summary>
    private static bool IsOneBlock(ScriptBlock block) => block.Ast is not ScriptBlockAst script
        || script is
        {
            BeginBlock: null,
            ProcessBlock: null,
            DynamicParamBlock: null,
            EndBlock: null or { Unnamed: true },
        };

    private static DataNode Refuse(string path, List<DataProblem> problems)
    {
        var node = new DataNode { Path = path, IsFaulty = true };
        problems.Add(new DataProblem(
            node, "a script with begin, process or end cannot be a rule: write { $_.Labels.owner }."));
        return node;
    }

    private static ImagePredicate ToPredicate(ScriptBlock block)
    {
        var text = string.Join(' ', block.ToString().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return new ImagePredicate(
            text.Length > LongestScript ? text[..LongestScript] + "…" : text,
            image => LanguagePrimitives.IsTrue(block.InvokeWithContext(
                null,
                [
                    new PSVariable("_", image),
                    // An error that is only written would leave an answer that nobody has given.
                    new PSVariable("ErrorActionPreference", ActionPreference.Stop),
                ])));
    }
}
