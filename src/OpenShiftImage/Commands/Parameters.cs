using System.Collections;
using System.Management.Automation;
using System.Net;
using System.Security;
using OpenShiftImage.Configuration;

namespace OpenShiftImage.Commands;

/// <summary>Names of parameter sets.</summary>
internal static class ParameterSets
{
    public const string List = nameof(List);
    public const string Name = nameof(Name);
    public const string Page = nameof(Page);
    public const string Object = nameof(Object);
    public const string Properties = nameof(Properties);
    public const string Patch = nameof(Patch);
    public const string Metadata = nameof(Metadata);
    public const string Selector = nameof(Selector);
    public const string All = nameof(All);
    public const string Context = nameof(Context);
    public const string Server = nameof(Server);
    public const string Login = nameof(Login);
    public const string Path = nameof(Path);
    public const string LiteralPath = nameof(LiteralPath);
    public const string ObjectPath = nameof(ObjectPath);
    public const string ObjectLiteralPath = nameof(ObjectLiteralPath);
    public const string NamePath = nameof(NamePath);
    public const string NameLiteralPath = nameof(NameLiteralPath);
}

/// <summary>A cluster as a parameter: a connection, or the name of a context.</summary>
public sealed class ClusterReference
{
    private readonly string? _context;
    private readonly ClusterConnection? _connection;

    /// <summary>Takes the name of a context of the kubeconfig.</summary>
    public ClusterReference(string context) => _context = context;

    /// <summary>Takes a connection, as Connect-OSImageCluster gives it.</summary>
    public ClusterReference(ClusterConnection connection) => _connection = connection;

    /// <inheritdoc/>
    public override string ToString() => _context ?? _connection!.ToString();

    internal async Task<ClusterConnection> ResolveAsync(Session session, CancellationToken cancellationToken)
    {
        if (_connection is null)
        {
            return await session.GetByNameAsync(_context!, cancellationToken).ConfigureAwait(false);
        }

        await _connection.RefreshAsync(cancellationToken).ConfigureAwait(false);
        return _connection;
    }
}

/// <summary>Takes the Images of events and pages; a bookmark is about none.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class ImageOfAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData) =>
        (inputData is PSObject wrapped ? wrapped.BaseObject : inputData) switch
        {
            ImageEvent { Type: ImageEventType.Bookmark } => Array.Empty<Image>(),
            ImageEvent happened => happened.Image,
            ImagePage page => page.Items.OfType<Image>().ToArray(),
            _ => inputData,
        };
}

/// <summary>
/// Takes a selector as text, as a hashtable of what must be equal or one of several, or as the list that PowerShell makes of commas
/// without quotes. An empty hashtable, as splatting may bring it, asks for nothing.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class SelectorAttribute : ArgumentTransformationAttribute
{
    /// <summary>Stands for a selector that asks for nothing, where an empty text is refused.</summary>
    private const string Nothing = " ";

    private static readonly System.Buffers.SearchValues<char> s_separators = System.Buffers.SearchValues.Create(",=!()<> \t\n");

    /// <summary>Returns the text for the server; null where nothing is asked for.</summary>
    public static string? Normalize(string? selector) => string.IsNullOrWhiteSpace(selector) ? null : selector;

    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData) =>
        (inputData is PSObject wrapped ? wrapped.BaseObject : inputData) switch
        {
            IDictionary { Count: 0 } => Nothing,
            IDictionary map => string.Join(',', map.Cast<DictionaryEntry>().Select(ToRequirement)),
            object[] parts => string.Join(',', parts.Select(part => Transform(engineIntrinsics, part))),
            _ => inputData,
        };

    private static string ToRequirement(DictionaryEntry entry)
    {
        Check(entry.Key?.ToString(), $"The key '{entry.Key}'");
        return ToRequirementUnchecked(entry);
    }

    /// <summary>A key and a value are taken as they are: what the server would read as another requirement is refused.</summary>
    private static string Check(string? text, string what) => text is not null && text.AsSpan().IndexOfAny(s_separators) < 0
        ? text
        : throw new ArgumentTransformationMetadataException(
            $"{what} of the selector {(text is null ? "is $null" : "has a character that separates requirements")}. For anything but 'equal' and 'one of' give the selector as text, such as 'app in (web,db),!draft'.");

    private static string ToRequirementUnchecked(DictionaryEntry entry) => (entry.Value is PSObject wrapped ? wrapped.BaseObject : entry.Value) switch
    {
        null => Check(null, $"The value of '{entry.Key}'"),
        string text => $"{entry.Key}={Check(text, $"The value of '{entry.Key}'")}",
        IDictionary or ScriptBlock or PSCustomObject => throw new ArgumentTransformationMetadataException(
            $"The value of '{entry.Key}' is no text: a selector compares with texts, as in @{{ app = 'web' }} or @{{ app = 'web', 'db' }}."),
        IEnumerable several => $"{entry.Key} in ({string.Join(',', several.Cast<object?>().Select(item => Check(item?.ToString(), $"A value of '{entry.Key}'")))})",
        var other => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{entry.Key}={other}"),
    };
}

/// <summary>A bearer token as a parameter: text, or a secure string. Shows itself to nobody.</summary>
public sealed class TokenArgument
{
    private readonly string _token;

    /// <summary>Takes the token as text.</summary>
    public TokenArgument(string token) => _token = token?.Trim() ?? "";

    /// <summary>Takes the token as a secure string.</summary>
    public TokenArgument(SecureString token) => _token = new NetworkCredential("", token).Password;

    /// <inheritdoc/>
    public override string ToString() => "********";

    internal TokenCredential ToCredential() => new(_token);
}
