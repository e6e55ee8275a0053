namespace OpenShiftImage.Primitives;

/// <summary>Addresses as text that may be shown.</summary>
internal static class UrlText
{
    /// <summary>
    /// Returns the text with everything between the scheme and the last '@' replaced: a user and password, however they
    /// are written.
    /// </summary>
    public static string Redact(string address)
    {
        var at = address.LastIndexOf('@');
        if (at < 0)
        {
            return address;
        }

        var scheme = address.IndexOf("://", StringComparison.Ordinal);
        return string.Concat(
            address.AsSpan(0, scheme >= 0 && scheme < at ? scheme + 3 : 0), "********", address.AsSpan(at));
    }
}
