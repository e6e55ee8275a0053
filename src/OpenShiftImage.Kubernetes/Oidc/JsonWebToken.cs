using System.Globalization;
using System.Text.Json;

namespace OpenShiftImage.Kubernetes.Oidc;

/// <summary>Reads the expiry of a JSON Web Token. Its signature is the API server's affair.</summary>
internal static class JsonWebToken
{
    /// <summary>Gets whether a text is a token, and when it expires.</summary>
    /// <param name="token">The text.</param>
    /// <param name="expiry">Seconds since 1970; 0 when the token does not say, which is in the past, as for
    /// kubectl.</param>
    public static bool TryGetExpiry(string token, out double expiry)
    {
        expiry = 0;
        if (token.Split('.') is not [_, var payload, _])
        {
            return false;
        }

        try
        {
            using var claims = JsonDocument.Parse(FromBase64Url(payload));
            if (claims.RootElement.ValueKind != JsonValueKind.Object)
            {
                return false;
            }

            if (!claims.RootElement.TryGetProperty("exp", out var exp) || exp.ValueKind == JsonValueKind.Null)
            {
                return true;
            }

            return exp.ValueKind == JsonValueKind.Number ? exp.TryGetDouble(out expiry)
                : exp.ValueKind == JsonValueKind.String
                    && double.TryParse(exp.GetString(), NumberStyles.Float, CultureInfo.InvariantCulture, out expiry);
        }
        catch (Exception e) when (e is FormatException or JsonException)
        {
            return false;
        }
    }

    private static byte[] FromBase64Url(string text)
    {
        var base64 = text.Replace('-', '+').Replace('_', '/');
        return Convert.FromBase64String(base64.PadRight((base64.Length + 3) / 4 * 4, '='));
    }
}
