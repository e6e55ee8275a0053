using System.Globalization;

namespace OpenShiftImage.Analysis.Rules;

/// <summary>What is wrong with a document, and where.</summary>
/// <param name="Node">Where.</param>
/// <param name="Text">What.</param>
internal sealed record DataProblem(DataNode Node, string Text)
{
    /// <summary>Returns the place and what is wrong there.</summary>
    public override string ToString()
    {
        var place = Node.Line > 0
            ? string.Create(CultureInfo.InvariantCulture, $"line {Node.Line}, column {Node.Column}")
            : "";
        var path = Node.Path.Length == 0 ? "" : place.Length == 0 ? Node.Path : $" ({Node.Path})";
        return place.Length + path.Length == 0 ? Text : $"{place}{path}: {Text}";
    }
}
