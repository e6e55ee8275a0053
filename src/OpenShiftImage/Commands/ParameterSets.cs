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
    public const string Cluster = nameof(Cluster);
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
