using OpenShiftImage.Api;
using OpenShiftImage.Configuration;
using OpenShiftImage.Serialization;
using OpenShiftImage.Transport;

namespace OpenShiftImage.Client.Tests;

/// <summary>Whom one acts as, byte for byte on the wire, and what is refused before anything is sent.</summary>
public sealed class ImpersonationTests
{
    public static TheoryData<string, string[], string?, string> Refused => new()
    {
        { "bob\r\nX-Injected: yes", [], null, "" },
        { "bob\nx", [], null, "" },
        { "bob\0", [], null, "" },
        { "bob\u2028", [], null, "" },
        { "bob\u2029", [], null, "" },
        { "bob\ud800", [], null, "" },
        { " ", [], null, "" },
        { " bob", [], null, "" },
        { "bob ", [], null, "" },
        { "bob", ["devs "], null, "" },
        { "bob", [" devs"], null, "" },
        { "bob", ["  "], null, "" },
        { "bob", ["a", "b\r\n\r\nDELETE / HTTP/1.1"], null, "" },
        { "bob", [""], null, "" },
        { "bob", [], "u\rx", "" },
        { "bob", [], null, "v\nw" },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public void What_no_header_may_carry_is_refused_before_anything_is_sent(
        string user, string[] groups, string? uid, string extra)
    {
        var error = Assert.Throws<ConfigurationException>(() => new ClusterConnection(new ClusterConfiguration
        {
            Server = new Uri("https://api.example.com"),
            ImpersonateUser = user,
            ImpersonateGroups = groups,
            ImpersonateUid = uid,
            ImpersonateExtra = extra.Length == 0
                ? new Dictionary<string, IReadOnlyList<string>>()
                : new Dictionary<string, IReadOnlyList<string>> { ["k"] = [extra] },
        }));
        Assert.Equal(ConfigurationException.InvalidImpersonation, error.ErrorId);
        Assert.StartsWith("Nothing was sent: ", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(" ", "g", "1", "the user to act as is empty")]
    [InlineData("u", " ", "1", "a group to act as is empty")]
    [InlineData("u", "g", " ", "the uid to act as is empty")]
    public void What_is_refused_is_named(string user, string group, string uid, string told)
    {
        var error = Assert.Throws<ConfigurationException>(() => ImpersonationHeaders.Create(new ClusterConfiguration
        {
            Server = new Uri("https://a.example.com"),
            ImpersonateUser = user,
            ImpersonateGroups = [group],
            ImpersonateUid = uid,
        }));
        Assert.Contains(told, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "v", "a key of the extra fields to act as is empty")]
    [InlineData("k", "", "a value of the extra field 'k' to act as is empty")]
    [InlineData("k", " ", "a value of the extra field 'k' to act as is empty")]
    [InlineData("k", " v", "begins or ends with white space")]
    [InlineData("k", "v ", "begins or ends with white space")]
    [InlineData("k", "v\u0001w", "has control characters")]
    [InlineData("k", "v\u2028w", "has control characters")]
    public void A_refused_extra_field_says_what_is_wrong_with_it(string key, string value, string message)
    {
        var configuration = new ClusterConfiguration
        {
            Server = new Uri("https://a.example.com"),
            ImpersonateUser = "u",
            ImpersonateExtra = new Dictionary<string, IReadOnlyList<string>> { [key] = [value] },
        };
        var error = Assert.Throws<ConfigurationException>(() => ImpersonationHeaders.Create(configuration));
        Assert.Equal(ConfigurationException.InvalidImpersonation, error.ErrorId);
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("group")]
    [InlineData("uid")]
    [InlineData("extra")]
    public void What_belongs_to_a_user_is_refused_without_one(string given)
    {
        var error = Assert.Throws<ConfigurationException>(() => new ClusterConnection(new ClusterConfiguration
        {
            Server = new Uri("https://a"),
            ImpersonateGroups = given == "group" ? ["g"] : [],
            ImpersonateUid = given == "uid" ? "u" : null,
            ImpersonateExtra = given == "extra"
                ? new Dictionary<string, IReadOnlyList<string>> { ["k"] = ["v"] }
                : new Dictionary<string, IReadOnlyList<string>>(),
        }));
        Assert.Equal(ConfigurationException.InvalidImpersonation, error.ErrorId);
        Assert.Contains("no user ('as')", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, null, false)]
    [InlineData(1, null, false)]
    [InlineData(1, "u-1", false)]
    [InlineData(2, null, true)]
    [InlineData(2, "u-1", true)]
    public void Only_several_values_of_one_header_need_lines_of_their_own(int groups, string? uid, bool isRepeated)
    {
        var headers = ImpersonationHeaders.Create(new ClusterConfiguration
        {
            Server = new Uri("https://a.example.com"),
            ImpersonateUser = "u",
            ImpersonateGroups = [.. Enumerable.Range(1, groups).Select(number => $"g{number}")],
            ImpersonateUid = uid,
            ImpersonateExtra = new Dictionary<string, IReadOnlyList<string>> { ["k"] = ["v"] },
        });
        Assert.Equal(isRepeated, headers.HasRepeatedHeaders);
    }

    [Fact]
    public async Task Each_value_has_a_line_of_its_own_for_every_operation_and_bodies_stay_as_they_are()
    {
        await using var server = new RawHttpServer((request, _) => RawHttpServer.Json("""{"items":[]}"""));
        using var connection = server.Connect(configuration => configuration with
        {
            ImpersonateUser = "jörg",
            ImpersonateGroups = ["developers", "admins, and more", "c"],
            ImpersonateExtra = new Dictionary<string, IReadOnlyList<string>> { ["a/b"] = ["x", "y"], ["A/B"] = ["z"] },
        });
        var api = connection.CreateApi();
        var image = SandboxFixture.NewImage("n");
        image.DockerImageManifest = "line\r\n\r\nImpersonate-Group: system:masters\r\n" + new string('x', 100_000);
        await api.CreateAsync(image);
        await api.GetServerVersionAsync();
        await api.DeleteAsync("n");
        await api.DeleteCollectionAsync(new DeleteCollectionOptions());
        await api.GetServerVersionAsync();
        Assert.Equal(
            ["POST", "GET", "DELETE", "DELETE", "GET"], server.Requests.Select(request => request.Line.Split(' ')[0]));
        foreach (var request in server.Requests)
        {
            var lines = request.Head.Split("\r\n")
                .Where(line => line.StartsWith("Impersonate", StringComparison.Ordinal))
                .ToList();
            Assert.Equal(
                [
                    "Impersonate-User: j\u00c3\u00b6rg",
                    "Impersonate-Group: developers",
                    "Impersonate-Group: admins, and more",
                    "Impersonate-Group: c",
                    "Impersonate-Extra-a%2Fb: x", "Impersonate-Extra-a%2Fb: y", "Impersonate-Extra-a%2Fb: z",
                ],
                lines);
            Assert.DoesNotContain(
                ImpersonationHeaders.Separator, request.Head + request.Body, StringComparison.Ordinal);
        }

        Assert.Equal(System.Text.Encoding.UTF8.GetString(ImageJson.ToUtf8Bytes(image)), server.Requests[0].Body);
        Assert.Single(server.Requests.Select(request => request.Connection).Distinct());
    }
}
