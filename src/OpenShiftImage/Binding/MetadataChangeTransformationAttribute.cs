using System.Collections;
using System.Management.Automation;
using OpenShiftImage.Formatting;

namespace OpenShiftImage.Binding;

/// <summary>Takes labels or annotations as a hashtable, as text, as several texts, or as a script block.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class MetadataChangeTransformationAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        var plain = PowerShellValue.UnwrapUnlessCustom(inputData);
        return plain switch
        {
            null => inputData!,
            MetadataChange change => change,
            IDictionary map => new MetadataChange(map),
            ScriptBlock script => new MetadataChange(script),
            string text => new MetadataChange([text]),
            IEnumerable<KeyValuePair<string, string>> pairs =>
                new MetadataChange(pairs.ToDictionary(pair => pair.Key, pair => pair.Value)),
            IEnumerable list when list.Cast<object?>().All(item => PowerShellValue.Unwrap(item) is string) =>
                new MetadataChange([.. list.Cast<object>().Select(item => item.ToString()!)]),
            _ => throw new ArgumentTransformationMetadataException(
                $"A {(plain is PSObject ? "custom object" : plain.GetType().Name)} is none of what is taken here: "
                    + "a hashtable (@{ owner = 'me'; draft = $null }), text (owner=me,draft-), or a script block."),
        };
    }
}
