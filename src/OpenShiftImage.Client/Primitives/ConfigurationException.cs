namespace OpenShiftImage;

/// <summary>The cluster to talk to, or the credentials for it, cannot be worked out.</summary>
public sealed class ConfigurationException : OpenShiftImageException
{
    /// <summary>There is no kubeconfig, and this is no pod.</summary>
    public const string NoConfiguration = nameof(NoConfiguration);

    /// <summary>A file that was named is not there or cannot be read.</summary>
    public const string FileNotReadable = nameof(FileNotReadable);

    /// <summary>A kubeconfig is not YAML, or lacks what it must have.</summary>
    public const string InvalidKubeconfig = nameof(InvalidKubeconfig);

    /// <summary>The last attempt to connect failed, so there is no cluster to talk to.</summary>
    public const string NotConnected = nameof(NotConnected);

    /// <summary>The kubeconfig has no such context.</summary>
    public const string ContextNotFound = nameof(ContextNotFound);

    /// <summary>The session has no connection of this name.</summary>
    public const string ConnectionNotFound = nameof(ConnectionNotFound);

    /// <summary>A name is that of a connection and of a context, and they are two clusters.</summary>
    public const string AmbiguousCluster = nameof(AmbiguousCluster);

    /// <summary>A certificate or key cannot be read.</summary>
    public const string InvalidCertificate = nameof(InvalidCertificate);

    /// <summary>The address of a server cannot be used, such as one with a user and password in it.</summary>
    public const string InvalidServer = nameof(InvalidServer);

    /// <summary>The address of a proxy cannot be used.</summary>
    public const string InvalidProxy = nameof(InvalidProxy);

    /// <summary>A user, group, uid or extra field to act as cannot be sent in a header.</summary>
    public const string InvalidImpersonation = nameof(InvalidImpersonation);

    /// <summary>The kuberc does not allow a credential plugin to run.</summary>
    public const string CredentialPluginNotAllowed = nameof(CredentialPluginNotAllowed);

    /// <summary>A credential plugin or provider gave no credential.</summary>
    public const string CredentialFailed = nameof(CredentialFailed);

    /// <summary>Describes a failure to configure.</summary>
    /// <param name="errorId">One of the constants of this class.</param>
    /// <param name="message">What is wrong and what to do, without secrets.</param>
    /// <param name="target">The file, context or plugin that it is about.</param>
    /// <param name="inner">The cause.</param>
    public ConfigurationException(string errorId, string message, string? target, Exception? inner = null)
        : base(errorId, message, target, inner)
    {
    }
}
