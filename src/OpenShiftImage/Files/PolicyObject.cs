using System.Collections;
using System.Globalization;
using System.Management.Automation;
using OpenShiftImage.Analysis.Rules;
using OpenShiftImage.Formatting;

namespace OpenShiftImage.Files;

/// <summary>Takes a policy that is an object of PowerShell's: a hashtable, or what ConvertFrom-Json makes.</summary>
internal static class PolicyObject
{
    /// <summary>Deeper than any policy, and not for the stack to end.</summary>
    private const int MaxDepth = 32;

    private const int LongestScript = 200;

    /// <summary>Returns an object as a document.</summary>
    public static DataNode ToNode(object? value) => ToNode(value, "", 0);

    private static DataNode ToNode(object? value, string path, int depth)
    {
        var plain = PowerShellValue.UnwrapUnlessCustom(value);
        return plain switch
        {
            ScriptBlock block => new DataNode { Path = path, Value = ToPredicate(block) },
            IDictionary map when depth < MaxDepth =>
                new DataNode { Path = path, Fields = ToFields(Order(map), path, depth) },
            PSObject custom when depth < MaxDepth => new DataNode
            {
                Path = path,
                Fields = ToFields(
                    custom.Properties.Where(property => property.IsGettable)
                        .Select(property => (property.Name, (object?)property.Value)),
                    path,
                    depth),
            },
            IList list when depth < MaxDepth => new DataNode
            {
                Path = path,
                Items = [.. list.Cast<object?>().Select((item, index) => ToNode(
                    item, string.Create(CultureInfo.InvariantCulture, $"{path}[{index}]"), depth + 1))],
            },
            SwitchParameter flag => new DataNode { Path = path, Value = flag.IsPresent },
            Enum word => new DataNode { Path = path, Value = word.ToString() },
            _ => new DataNode { Path = path, Value = plain },
        };
    }

    private static List<KeyValuePair<string, DataNode>> ToFields(
        IEnumerable<(string Name, object? Value)> fields, string path, int depth) =>
    [
        .. fields.Select(field => KeyValuePair.Create(
            field.Name, ToNode(field.Value, path.Length == 0 ? field.Name : $"{path}.{field.Name}", depth + 1))),
    ];

    /// <summary>A hashtable has no order: its fields come by their names, so that they always come alike.</summary>
    private static IEnumerable<(string Name, object? Value)> Order(IDictionary map)
    {
        var fields = map.Cast<DictionaryEntry>().Select(entry =>
            (Name: Convert.ToString(entry.Key, CultureInfo.InvariantCulture) ?? "", (object?)entry.Value));
        return map is Hashtable ? fields.OrderBy(field => field.Name, StringComparer.OrdinalIgnoreCase) : fields;
    }

    private static ImagePredicate ToPredicate(ScriptBlock block)
    {
        var text = string.Join(' ', block.ToString().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return new ImagePredicate(
            text.Length > LongestScript ? text[..LongestScript] + "…" : text,
            image => LanguagePrimitives.IsTrue(block.InvokeWithContext(null, [new PSVariable("_", image)])));
    }
}
