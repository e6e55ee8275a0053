namespace OpenShiftImage.Analysis.Rules;

/// <summary>A value of a document, with where it stands: an object, a list, or a single value.</summary>
internal sealed class DataNode
{
    /// <summary>Gets where it stands in the document, as its fields are named: <c>Rules.MaximumAge.Days</c>.</summary>
    public string Path { get; init; } = "";

    /// <summary>Gets the line, from 1; 0 where nobody knows.</summary>
    public int Line { get; init; }

    /// <summary>Gets the column, from 1; 0 where nobody knows.</summary>
    public int Column { get; init; }

    /// <summary>
    /// Gets the single value: a text, number, boolean or <see cref="ImagePredicate"/>; null for none.
    /// </summary>
    public object? Value { get; init; }

    /// <summary>Gets the items of a list; null for anything else.</summary>
    public IReadOnlyList<DataNode>? Items { get; init; }

    /// <summary>Gets the fields of an object, as they stand; null for anything else.</summary>
    public IReadOnlyList<KeyValuePair<string, DataNode>>? Fields { get; init; }

    /// <summary>Gets whether it could not be read, which has been told already.</summary>
    public bool IsFaulty { get; init; }

    /// <summary>Gets whether it is an object.</summary>
    public bool IsObject => Fields is not null;

    /// <summary>Returns what it is, for an error to say.</summary>
    public string Describe() => this switch
    {
        { Fields: not null } => "an object",
        { Items: not null } => "a list",
        { Value: null } => "nothing",
        { Value: string } => "text",
        { Value: bool } => "a boolean",
        { Value: ImagePredicate } => "a script block",
        { Value: sbyte or byte or short or ushort or int or uint or long or ulong or float or double or decimal } =>
            "a number",
        { Value: var value } => $"a {value.GetType().Name}",
    };
}
