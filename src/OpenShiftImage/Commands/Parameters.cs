using System.Collections;
using System.Management.Automation;
using System.Net;
using System.Security;

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
            return await session.GetByContextAsync(_context!, cancellationToken).ConfigureAwait(false);
        }

        await _connection.RefreshAsync(cancellationToken).ConfigureAwait(false);
        return _connection;
    }
}

/// <summary>Takes the name of an object from ConvertFrom-Json, which would otherwise become text that is no name.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class ObjectNameAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        var plain = inputData is PSObject { BaseObject: not PSCustomObject } wrapped ? wrapped.BaseObject : inputData;
        switch (plain)
        {
            case ImageEvent { Type: ImageEventType.Bookmark }:
                throw new ArgumentTransformationMetadataException("A bookmark is about no Image.");
            case null or string or ValueType:
                return inputData!;
            case Image image:
                return image.Name!;
            case PartialObjectMetadata metadataOnly:
                return metadataOnly.Name!;
            case ImageEvent happened:
                return happened.Name!;
            case DeletionResult deleted:
                return deleted.Name;
            case IEnumerable list and not PSObject:
                return list.Cast<object>().Select(item => (string)LanguagePrimitives.ConvertTo(Transform(engineIntrinsics, item), typeof(string), System.Globalization.CultureInfo.InvariantCulture)).ToArray();
            case not PSObject:
                throw new ArgumentTransformationMetadataException($"A {plain.GetType().Name} is not the name of an Image.");
        }

        var custom = (PSObject)plain;
        var metadata = custom.Properties["metadata"]?.Value;
        return custom.Properties["Name"]?.Value
            ?? (metadata is PSObject { BaseObject: PSCustomObject } nested ? nested.Properties["name"]?.Value : null)
            ?? (metadata is IDictionary || (metadata as PSObject)?.BaseObject is IDictionary ? Dictionary(metadata)["name"] : null)
            ?? throw new ArgumentTransformationMetadataException("The object has neither a Name nor a metadata.name.");
    }

    private static IDictionary Dictionary(object? value) => (IDictionary)(value is PSObject wrapped ? wrapped.BaseObject : value!);
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

/// <summary>Takes a selector as text, as a hashtable of what must be equal, or as the list that PowerShell makes of commas without quotes.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class SelectorAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData) =>
        (inputData is PSObject wrapped ? wrapped.BaseObject : inputData) switch
        {
            IDictionary map => string.Join(',', map.Cast<DictionaryEntry>().Select(entry => $"{entry.Key}={entry.Value}")),
            object[] parts => string.Join(',', parts.Select(part => Transform(engineIntrinsics, part))),
            _ => inputData,
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
