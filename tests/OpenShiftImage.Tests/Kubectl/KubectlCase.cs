namespace OpenShiftImage.Tests.Kubectl;

/// <summary>One row of the table: a situation that kubectl and the module are both put into.</summary>
/// <param name="Name">What the row is about, for one line.</param>
/// <param name="Kubeconfig">Text of the file <c>config</c>, with placeholders such as <c>{good}</c> for ports and <c>{ca}</c> for files.</param>
internal sealed record KubectlCase(string Name, string Kubeconfig)
{
    /// <summary>Environment variables, beside <c>KUBECONFIG</c>, <c>HOME</c> and <c>PATH</c>; null for one that is not there.</summary>
    public Dictionary<string, string?> Environment { get; init; } = [];

    /// <summary>Other files of the row's folder, by name; those that begin with <c>#!</c> are made executable.</summary>
    public Dictionary<string, string> Files { get; init; } = [];

    /// <summary>The folder, below the row's, that both are in.</summary>
    public string Location { get; init; } = "";

    /// <summary>Further arguments of kubectl.</summary>
    public string[] Arguments { get; init; } = [];

    /// <summary>The same as parameters of Connect-OSImageCluster.</summary>
    public string Parameters { get; init; } = "";

    /// <summary>Whether the proxy asks for credentials.</summary>
    public bool ProxyWantsCredentials { get; init; }

    /// <summary>Minor version of the first kubectl that can do this; a row is left out where kubectl is older, such as Debian's 1.20.</summary>
    public int Since { get; init; }

    /// <summary>Why the module does something else than kubectl, by choice; null where they must agree.</summary>
    public string? ChosenDifference { get; init; }

    /// <summary>What must be seen of the module, or a part of it, where it does something else by choice.</summary>
    public string? Expected { get; init; }

    public override string ToString() => Name;
}
