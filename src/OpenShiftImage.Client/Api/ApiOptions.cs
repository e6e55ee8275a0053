namespace OpenShiftImage.Api;

/// <summary>The options of one operation: the query parameters that the reference gives it.</summary>
internal abstract record ApiOptions
{
    /// <summary><c>pretty</c>: whether the server indents its JSON.</summary>
    public bool? Pretty { get; init; }

    internal string ToQuery()
    {
        var query = new QueryString();
        Write(query);
        return query.Add("pretty", Pretty).ToString();
    }

    private protected abstract void Write(QueryString query);
}
