using System.Globalization;
using System.Text.Json;

namespace OpenShiftImage.Kubernetes.Oidc;

/// <summary>What a token endpoint answered: tokens, or the reason for none.</summary>
internal sealed class OidcTokenResponse
{
    private OidcTokenResponse()
    {
    }

    public string? IdToken { get; private init; }

    public string? RefreshToken { get; private init; }

    /// <summary>Whether tokens were granted.</summary>
    public bool IsSuccess { get; private init; }

    /// <summary>OAuth's code of the error; null when there is none.</summary>
    public string? ErrorCode { get; private init; }

    /// <summary>What the endpoint says of the error, or what its answer is instead; untrusted text.</summary>
    public string ErrorText { get; private init; } = "";

    /// <summary>Reads an answer. Some servers answer 200 to what they refuse.</summary>
    /// <param name="statusCode">Status of the answer.</param>
    /// <param name="body">Body of the answer.</param>
    public static OidcTokenResponse Parse(int statusCode, ReadOnlyMemory<byte> body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            var root = document.RootElement;
            var code = Text(root, "error");
            if (code is not null || statusCode is < 200 or > 299)
            {
                return new OidcTokenResponse
                {
                    ErrorCode = code,
                    ErrorText = code is null ? Status(statusCode)
                        : Text(root, "error_description") is { } why ? $"{code}: {why}"
                        : code,
                };
            }

            return new OidcTokenResponse
            {
                IsSuccess = true,
                IdToken = Text(root, "id_token"),
                RefreshToken = Text(root, "refresh_token"),
            };
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // The body is not told: it may hold a token.
            const string Why = ", and what it says is not the JSON of a token endpoint";
            return new OidcTokenResponse { ErrorText = Status(statusCode) + Why };
        }
    }

    private static string Status(int statusCode) =>
        string.Create(CultureInfo.InvariantCulture, $"it answered {statusCode}");

    private static string? Text(JsonElement root, string name) =>
        root.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null
            && value.GetString() is { Length: > 0 } text
            ? text
            : null;
}
