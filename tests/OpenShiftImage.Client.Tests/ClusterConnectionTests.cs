using OpenShiftImage.Api;
using OpenShiftImage.Configuration;
using OpenShiftImage.Primitives;
using OpenShiftImage.Transport;

namespace OpenShiftImage.Client.Tests;

/// <summary>What a connection is called, whom it equals, and when it takes what has changed on disk.</summary>
public sealed class ClusterConnectionTests : IDisposable
{
    private readonly string _file = Path.GetTempFileName();

    public void Dispose() => File.Delete(_file);

    [Fact]
    public void It_is_called_by_its_context_or_by_its_server()
    {
        using var named = Connect(SandboxFixture.NewName(), "https://one.example.com:6443/");
        using var bare = new ClusterConnection(
            new ClusterConfiguration { Server = new Uri("https://b.example.com/x/?q") });
        Assert.Equal((named.Context, "https://one.example.com:6443"), (named.Name, named.Server));
        Assert.Equal(named.Name, named.ToString());
        Assert.Equal("https://b.example.com/x", bare.Name);
        Assert.Null(bare.Path);
    }

    [Fact]
    public void Where_several_servers_have_its_name_it_is_shown_with_its_address()
    {
        var name = SandboxFixture.NewName();
        using var one = Connect(name, "https://one.example.com");
        using var again = Connect(name.ToUpperInvariant(), "https://one.example.com");
        Assert.Equal(name, one.ToString());
        using var other = Connect(name, "https://other.example.com");
        Assert.Equal($"{name} (https://one.example.com)", one.ToString());
        Assert.Equal($"{name} (https://other.example.com)", other.ToString());
        using var first = Connect(name, "https://one.example.com");
        Assert.Equal($"{name} (https://one.example.com)", first.ToString());
    }

    [Fact]
    public void It_equals_its_name_and_itself()
    {
        var name = SandboxFixture.NewName();
        using var one = Connect(name, "https://one.example.com");
        using var same = Connect(name, "https://one.example.com");
        Assert.True(one.Equals(one));
        Assert.True(one.Equals(name.ToUpperInvariant()));
        Assert.True(one.Equals($"{name} (https://ONE.example.com)"));
        Assert.False(one.Equals("other"));
        Assert.False(one.Equals(same));
        Assert.False(one.Equals(null));
        Assert.Equal(one.GetHashCode(), same.GetHashCode());
    }

    [Theory]
    [InlineData(null, null, "c (https://a.example.com/)")]
    [InlineData("u", null, "c (https://a.example.com/), as u")]
    [InlineData(null, "o", "c (https://a.example.com/), acting as o")]
    [InlineData("u", "o", "c (https://a.example.com/), as u acting as o")]
    public void The_description_names_the_user_and_who_is_impersonated(string? user, string? other, string expected)
    {
        using var connection = new ClusterConnection(new ClusterConfiguration
        {
            Server = new Uri("https://a.example.com"),
            Context = "c",
            User = user,
            ImpersonateUser = other,
        });
        Assert.Equal(expected, connection.DescribeUser());
    }

    [Fact]
    public async Task What_was_collected_has_no_server()
    {
        using var connection = new ClusterConnection(new Collected());
        Assert.Equal(("lab", "collected/lab", "collected/lab"), (connection.Name, connection.Server, connection.Path));
        Assert.Equal("lab (collected/lab)", connection.ToString());
        Assert.Equal("lab, collected in collected/lab", connection.DescribeUser());
        Assert.True(await connection.AreFilesCurrentAsync(CancellationToken.None));
        await connection.RefreshAsync(CancellationToken.None);
        Assert.IsType<ListedImages>(connection.CreateReader());
        var error = Assert.Throws<InvalidOperationException>(() => connection.CreateApi());
        Assert.Equal("'lab' was collected, and has no server.", error.Message);
        Assert.False(connection.IsClosed);
        connection.Dispose();
        Assert.True(connection.IsClosed);
        Assert.Throws<ObjectDisposedException>(() => connection.CreateReader());
    }

    [Fact]
    public void A_live_cluster_is_read_from_its_server()
    {
        using var connection = Connect("c", "https://a.example.com");
        Assert.IsType<ImageApi>(connection.CreateReader());
        connection.Dispose();
        Assert.IsType<ImageApi>(connection.CreateReader());
    }

    [Fact]
    public async Task A_rotated_credential_is_taken_once_its_file_has_changed()
    {
        var reloads = 0;
        var then = Read("https://a.example.com");
        var rotated = then with { Credential = new TokenCredential("new") };
        using var connection = new ClusterConnection(then with
        {
            Reload = _ =>
            {
                reloads++;
                return Task.FromResult(rotated);
            },
        });
        await connection.RefreshAsync(CancellationToken.None);
        Assert.Equal(0, reloads);

        File.WriteAllText(_file, "changed");
        Assert.False(await connection.AreFilesCurrentAsync(CancellationToken.None));
        await connection.RefreshAsync(CancellationToken.None);
        Assert.Equal(1, reloads);
        Assert.Same(rotated.Credential, connection.Configuration.Credential);
    }

    [Theory]
    [InlineData("server")]
    [InlineData("user")]
    [InlineData("context")]
    [InlineData("tls-server-name")]
    [InlineData("proxy")]
    [InlineData("skips the check")]
    [InlineData("impersonated user")]
    [InlineData("impersonated uid")]
    [InlineData("impersonated groups")]
    [InlineData("more extra")]
    [InlineData("other extra")]
    [InlineData("other values of extra")]
    public async Task A_file_that_leads_elsewhere_changes_nothing(string what)
    {
        var then = Read("https://a.example.com");
        var now = what switch
        {
            "server" => then with { Server = new Uri("https://b.example.com") },
            "user" => then with { User = "other" },
            "context" => then with { Context = "other" },
            "tls-server-name" => then with { TlsServerName = "other" },
            "proxy" => then with { Proxy = new Uri("http://proxy:1") },
            "skips the check" => then with { SkipCertificateCheck = true },
            "impersonated user" => then with { ImpersonateUser = "other" },
            "impersonated uid" => then with { ImpersonateUid = "other" },
            "impersonated groups" => then with { ImpersonateGroups = ["other"] },
            "more extra" => then with { ImpersonateExtra = Extra(("k", "v"), ("l", "v")) },
            "other extra" => then with { ImpersonateExtra = Extra(("l", "v")) },
            _ => then with { ImpersonateExtra = Extra(("k", "w")) },
        };
        var reloads = 0;
        using var connection = new ClusterConnection(then with
        {
            Reload = _ =>
            {
                reloads++;
                return Task.FromResult(now with { Credential = new TokenCredential("new") });
            },
        });
        File.WriteAllText(_file, "changed");
        await connection.RefreshAsync(CancellationToken.None);
        Assert.Equal(1, reloads);
        Assert.Null(connection.Configuration.Credential);
    }

    [Fact]
    public async Task A_check_of_certificates_may_come_back_and_extra_may_stay()
    {
        var then = Read("https://a.example.com") with { SkipCertificateCheck = true };
        var now = then with { SkipCertificateCheck = false, ImpersonateExtra = Extra(("k", "v")) };
        using var connection = new ClusterConnection(then with { Reload = _ => Task.FromResult(now) });
        File.WriteAllText(_file, "changed");
        await connection.RefreshAsync(CancellationToken.None);
        Assert.False(connection.Configuration.SkipCertificateCheck);
    }

    [Fact]
    public async Task A_file_that_cannot_be_read_any_more_changes_nothing()
    {
        var reloads = 0;
        using var connection = new ClusterConnection(Read("https://a.example.com") with
        {
            Reload = _ => Task.FromException<ClusterConfiguration>(
                reloads++ == 0 ? new ConfigurationException("X", "gone", null) : new TimeoutException()),
        });
        var before = connection.Configuration;
        for (var attempt = 1; attempt <= 2; attempt++)
        {
            File.WriteAllText(_file, "changed " + attempt);
            await connection.RefreshAsync(CancellationToken.None);
            Assert.Equal(attempt, reloads);
            Assert.Same(before, connection.Configuration);
        }
    }

    [Fact]
    public async Task A_reload_can_be_cancelled()
    {
        using var connection = new ClusterConnection(Read("https://a.example.com") with
        {
            Reload = _ => Task.FromException<ClusterConfiguration>(new OperationCanceledException()),
        });
        File.WriteAllText(_file, "changed");
        await Assert.ThrowsAsync<OperationCanceledException>(() => connection.RefreshAsync(CancellationToken.None));
    }

    [Fact]
    public async Task A_closed_connection_is_not_read_again()
    {
        var reloads = 0;
        var then = Read("https://a.example.com");
        var connection = new ClusterConnection(then with
        {
            Reload = _ =>
            {
                reloads++;
                return Task.FromResult(then);
            },
        });
        connection.Dispose();
        File.WriteAllText(_file, "changed");
        await connection.RefreshAsync(CancellationToken.None);
        Assert.Equal(0, reloads);
    }

    private static ClusterConnection Connect(string context, string server) =>
        new(new ClusterConfiguration { Server = new Uri(server), Context = context });

    private static Dictionary<string, IReadOnlyList<string>> Extra(params (string Key, string Value)[] items) =>
        items.ToDictionary(item => item.Key, item => (IReadOnlyList<string>)[item.Value]);

    /// <summary>Returns what a file is read to, as the file is now.</summary>
    private ClusterConfiguration Read(string server)
    {
        var files = new FileSnapshots();
        files.Read(_file);
        return new ClusterConfiguration
        {
            Server = new Uri(server),
            Context = SandboxFixture.NewName(),
            Files = files,
            ImpersonateUser = "other one",
            ImpersonateExtra = Extra(("k", "v")),
        };
    }

    private sealed class Collected : ICollectedCluster
    {
        public string Name => "lab";

        public string Path => "collected/lab";

        public DateTimeOffset? FindTime(CancellationToken cancellationToken) => null;

        public IImageReader CreateReader(ICluster cluster, IRequestObserver? observer) => new ListedImages();
    }
}
