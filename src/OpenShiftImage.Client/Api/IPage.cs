namespace OpenShiftImage.Api;

/// <summary>A page of a list, whatever form its items have.</summary>
internal interface IPage
{
    /// <summary>Gets the token of the next page; null on the last, and on a part, which ends within its page.</summary>
    string? Continue { get; }

    /// <summary>Gets the number of items.</summary>
    int Count { get; }
}
