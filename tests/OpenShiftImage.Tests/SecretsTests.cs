using System.Management.Automation;

namespace OpenShiftImage.Tests;

/// <summary>No password of an address reaches anybody: not by message, cause, target, table or text.</summary>
public sealed class SecretsTests : ModuleTest
{
    private readonly string _folder = Directory.CreateTempSubdirectory("osimage-test-").FullName;

    public SecretsTests(SandboxFixture fixture)
        : base(fixture)
    {
    }

    public static TheoryData<string, string> Kubeconfigs => new()
    {
        { "server: https://us:topsecret@127.0.0.1:1", "InvalidServer" },
        { "server: https://us:top/secret@127.0.0.1:1", "InvalidKubeconfig" },
        { "server: ftp://us:topsecret@127.0.0.1", "InvalidKubeconfig" },
        { "server: https://api.example.com\n    proxy-url: http://us:topsecret@127.0.0.1:1", "ConnectionFailed" },
        { "server: https://api.example.com\n    proxy-url: ftp://us:topsecret@127.0.0.1:1", "InvalidKubeconfig" },
        { "server: https://api.example.com\n    proxy-url: socks4://us:topsecret@127.0.0.1:1", "InvalidKubeconfig" },
    };

    [Theory]
    [MemberData(nameof(Kubeconfigs))]
    public void Of_a_kubeconfig(string cluster, string id)
    {
        var path = Path.Combine(_folder, "config");
        File.WriteAllText(path, $"current-context: c\ncontexts:\n- {{name: c, context: {{cluster: k, user: u}}}}\nusers:\n- {{name: u, user: {{token: t}}}}\nclusters:\n- name: k\n  cluster:\n    {cluster}\n");
        var result = Run("Connect-OSImageCluster -Kubeconfig $path -RetryTimeoutSeconds 0 -Verbose -Debug; Get-OSImage -First 1", ("path", path));
        AssertError(result.Errors[0], id, result.Errors[0].CategoryInfo.Category, null);
        Assert.StartsWith("NotConnected,", result.Terminating?.ErrorRecord.FullyQualifiedErrorId ?? result.Errors[1].FullyQualifiedErrorId, StringComparison.Ordinal);
        AssertSilent(result);
    }

    [Theory]
    [InlineData("https://us:topsecret@127.0.0.1:1")]
    [InlineData("http://us:topsecret@example.com")]
    [InlineData("us:topsecret@example.com")]
    public void Of_a_parameter(string server)
    {
        var result = Run("Connect-OSImageCluster -Server $server -Token t; Get-OSImage -First 1", ("server", server));
        AssertSilent(result);
        Assert.Contains("InvalidServer", result.Errors[0].FullyQualifiedErrorId, StringComparison.Ordinal);
        AssertSilent(Run("Get-OSImage -First 1"));
    }

    [Theory]
    [InlineData("http://us:topsecret@127.0.0.1:1", "ConnectionFailed")]
    [InlineData("gopher://us:topsecret@127.0.0.1:1", "InvalidProxy")]
    [InlineData("http://us:top/secret@127.0.0.1:1", "InvalidProxy")]
    public void Of_the_environment(string proxy, string id)
    {
        var before = Environment.GetEnvironmentVariable("HTTPS_PROXY");
        Environment.SetEnvironmentVariable("HTTPS_PROXY", proxy);
        try
        {
            var result = Run("Connect-OSImageCluster -Server https://api.example.com -Token t -RetryTimeoutSeconds 0 -Verbose -Debug");
            AssertSilent(result);
            Assert.StartsWith(id + ",", result.Error.FullyQualifiedErrorId, StringComparison.Ordinal);
        }
        finally
        {
            Environment.SetEnvironmentVariable("HTTPS_PROXY", before);
        }
    }

    /// <summary>Looks at everything that came of a script, causes and targets included, and at all that the host was shown.</summary>
    private void AssertSilent(ShellResult result)
    {
        var errors = result.Errors.Append(result.Terminating?.ErrorRecord).OfType<ErrorRecord>().ToList();
        Assert.NotEmpty(errors);
        var told = new List<string>([Shell.Host.Shown, .. result.Warnings, .. result.Verbose, .. result.Output.Select(item => item.ToString())]);
        foreach (var error in errors)
        {
            told.AddRange([error.ToString(), error.FullyQualifiedErrorId, error.TargetObject?.ToString() ?? "", error.CategoryInfo.ToString(), error.ErrorDetails?.ToString() ?? "", error.Exception.ToString()]);
            Assert.IsNotType<Uri>(error.TargetObject);
        }

        Assert.DoesNotContain(told, text => text.Contains("secret", StringComparison.Ordinal));
    }
}
