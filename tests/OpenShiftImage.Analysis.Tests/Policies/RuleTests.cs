using OpenShiftImage.Analysis.Policies;
using OpenShiftImage.Analysis.Rules;

namespace OpenShiftImage.Analysis.Tests.Policies;

/// <summary>What each rule says of an Image, at its limits.</summary>
public sealed class RuleTests
{
    private const string List =
        "'dockerImageManifests':[{'digest':'sha256:a','os':'linux','architecture':'amd64'},"
            + "{'digest':'sha256:b','os':'linux','architecture':'arm64','variant':'v8'}]";

    private static readonly DateTimeOffset s_now = new(2026, 6, 30, 12, 0, 0, TimeSpan.Zero);

    /// <summary>A rule, what an Image has, and whether it passes; null where the rule says nothing.</summary>
    public static TheoryData<string, string, bool?> Cases => new()
    {
        { "'AllowedRegistry':'quay.io'", Reference("quay.io/a/b:c"), true },
        { "'AllowedRegistry':'quay.io'", Reference("quay.io.example/a/b:c"), false },
        { "'AllowedRegistry':'QUAY.io'", Reference("quay.io/a/b"), true },
        { "'AllowedRegistry':'*.example.com'", Reference("r.example.com/a"), true },
        { "'AllowedRegistry':'*.example.com'", Reference("example.com/a"), false },
        { "'AllowedRegistry':'r.example:5000'", Reference("r.example:5000/a/b"), true },
        { "'AllowedRegistry':'r.example'", Reference("r.example:5000/a/b"), false },
        { "'AllowedRegistry':'r.example:*'", Reference("r.example:5000/a/b"), true },
        { "'AllowedRegistry':'quay.io/a'", Reference("quay.io/a/b"), true },
        { "'AllowedRegistry':'quay.io/a'", Reference("quay.io/ab/c"), false },
        { "'AllowedRegistry':'quay.io/a/b'", Reference("quay.io/a/b@sha256:00"), true },
        { "'AllowedRegistry':'quay.io/a/'", Reference("quay.io/a/b"), true },
        { "'AllowedRegistry':'docker.io/library'", Reference("nginx"), true },
        { "'AllowedRegistry':['a.example','docker.io']", Reference("library/nginx:1"), true },
        { "'AllowedRegistry':'quay.io'", "", false },
        { "'DeniedRegistry':'docker.io'", Reference("nginx"), false },
        { "'DeniedRegistry':'docker.io'", Reference("quay.io/nginx"), true },
        { "'DeniedRegistry':'docker.io'", Reference("index.docker.io/nginx"), false },
        { "'DeniedRegistry':'index.docker.io/library'", Reference("registry-1.docker.io/nginx"), false },
        { "'DeniedRegistry':'quay.io'", Reference("quay.io:443/a/b"), false },
        { "'DeniedRegistry':'quay.io/a'", Reference("QUAY.io./a/b"), false },
        { "'DeniedRegistry':'quay.io:443'", Reference("quay.io/a/b"), false },
        { "'DeniedRegistry':'docker.io'", Reference("docker://docker.io/a/b"), false },
        { "'AllowedRegistry':'*'", Reference("docker://quay.io/a/b"), false },
        { "'AllowedRegistry':'quay.io/a'", Reference("quay.io/a/../evil/b"), false },
        { "'AllowedRegistry':'quay.io/a'", Reference("quay.io/a//b"), false },
        { "'DeniedRegistry':'docker.io'", "", false },
        { "'PulledByDigest':true", Reference("quay.io/a@sha256:00"), true },
        { "'PulledByDigest':{}", Reference("quay.io/a:1"), false },
        { "'PulledByDigest':null", "", false },
        { "'MaximumAge':30", Built("2026-05-31T12:00:00Z"), true },
        { "'MaximumAge':30", Built("2026-05-31T11:59:59Z"), false },
        { "'MaximumAge':10675200", Built("2020-01-01T00:00:00Z"), true },
        { "'MaximumAge':900000000000000", Built("2020-01-01T00:00:00Z"), true },
        { "'MaximumAge':{'Days':30}", Built("2990-01-01T00:00:00Z"), true },
        { "'MaximumAge':30", Stored("2026-06-01T00:00:00Z"), true },
        { "'MaximumAge':30", Stored("2026-05-01T00:00:00Z"), false },
        { "'MaximumAge':30", Stored("2026-06-01T00:00:00Z") + "," + Built("1970-01-01T00:00:00Z"), true },
        { "'MaximumAge':30", Stored("2026-06-01T00:00:00Z") + "," + Built("2020-01-01T00:00:00Z"), false },
        { "'MaximumAge':{'Days':30,'Since':'import'}", Stored("2026-06-01T00:00:00Z")
            + ","
            + Built("2020-01-01T00:00:00Z"), true },
        { "'MaximumAge':{'Days':30,'Since':'Import'}", Stored("2026-01-01T00:00:00Z")
            + ","
            + Built("2026-06-29T00:00:00Z"), false },
        { "'MaximumAge':30", "", false },
        { "'MaximumSize':1000", Docker("'Size':1000"), true },
        { "'MaximumSize':1000", Docker("'Size':1001"), false },
        { "'MaximumSize':'1KB'", Docker("'Size':1024"), true },
        { "'MaximumSize':{'Size':'1KB'}", Docker("'Size':1025"), false },
        { "'MaximumSize':'1.5Ki'", Docker("'Size':1536"), true },
        { "'MaximumSize':'1GB'", "", false },
        { "'MaximumSize':'1GB'", Layers(0), false },
        { "'MaximumSize':'1GB'", "'dockerImageLayers':[{'name':'sha256:a','size':0}]", false },
        { "'MaximumSize':'1GB'", List, null },
        { "'MaximumLayers':2", Layers(2), true },
        { "'MaximumLayers':2", Layers(3), false },
        { "'MaximumLayers':2", "", false },
        { "'MaximumLayers':2", Blob("'rootfs':{'diff_ids':['a','b']}"), true },
        { "'MaximumLayers':2", Blob("'rootfs':{'diff_ids':['a','b','c']}"), false },
        { "'MaximumLayers':1", List, null },
        { "'RequiredLabel':'owner'", Labels("'owner':'a'"), true },
        { "'RequiredLabel':'owner'", Config("'Labels':{'owner':'a'}"), true },
        { "'RequiredLabel':'owner'", Labels("'Owner':'a'"), false },
        { "'RequiredLabel':['owner','team']", Labels("'owner':'a'"), false },
        { "'RequiredLabel':['owner','team']", Labels("'owner':'a'") + "," + Config("'Labels':{'team':'b'}"), true },
        { "'RequiredLabel':{'Name':'owner','On':'Image'}", Labels("'owner':'a'"), false },
        { "'RequiredLabel':{'Name':'owner','On':'Object'}", Config("'Labels':{'owner':'a'}"), false },
        { "'RequiredLabel':{'Name':'owner','Value':'team-*'}", Labels("'owner':'team-a'"), true },
        { "'RequiredLabel':{'Name':'owner','Value':['team-*','me']}", Labels("'owner':'other'"), false },
        { "'RequiredLabel':'owner'", List, null },
        { "'RequiredLabel':'owner'", List + "," + Labels("'owner':'a'"), true },
        { "'RequiredLabel':{'Name':'owner','On':'Object'}", List, false },
        { "'DeniedLabel':'debug*'", Labels("'debug-mode':'1'"), false },
        { "'DeniedLabel':'debug'", Labels("'debugger':'1'") + "," + Config(""), true },
        { "'DeniedLabel':'debug'", Labels("'debugger':'1'"), false },
        { "'DeniedLabel':{'Name':'debug','On':'Object'}", Labels("'debugger':'1'"), true },
        { "'DeniedLabel':{'Name':'debug','On':'Image'}", Blob("'config':{'Labels':{'debug':'1'}}"), false },
        { "'DeniedLabel':{'Name':'debug','On':'Image'}", Blob("'config':{'Labels':{'other':'1'}}"), true },
        { "'DeniedLabel':{'Name':'env','Value':'dev'}", Labels("'env':'prod'") + "," + Config(""), true },
        { "'RequiredLabel':{'Name':'owner','On':'Image'}", Blob("'config':{'Labels':{'owner':'a'}}"), true },
        { "'DeniedLabel':{'Name':'env','Value':'dev'}", Config("'Labels':{'env':'dev'}"), false },
        { "'DeniedLabel':'debug'", List, null },
        { "'Platform':['amd64','arm64']", List, true },
        { "'Platform':['amd64','s390x']", List, false },
        { "'Platform':'linux/amd64'", List, true },
        { "'Platform':'amd64'", Docker("'Architecture':'s390x'"), null },
        { "'Platform':{'Allowed':'amd64'}", Docker("'Os':'linux','Architecture':'amd64'"), true },
        { "'Platform':{'Allowed':'amd64'}", Docker("'Os':'windows','Architecture':'amd64'"), false },
        { "'Platform':{'Allowed':['windows/*']}", Docker("'Os':'windows','Architecture':'amd64'"), true },
        { "'Platform':{'Allowed':'amd64'}", List, false },
        { "'Platform':{'Allowed':['amd64','arm64']}", List, true },
        { "'Platform':{'Allowed':'amd64'}", "", false },
        { "'NoRoot':true", Config("'User':'1001'"), true },
        { "'NoRoot':true", Config("'User':'1001:0'"), true },
        { "'NoRoot':true", Config("'User':'nginx'"), true },
        { "'NoRoot':true", Config("'User':'rootless'"), true },
        { "'NoRoot':true", Config("'User':'+0'"), false },
        { "'NoRoot':true", Config("'User':'-0'"), false },
        { "'NoRoot':true", Config("'User':'0x0'"), false },
        { "'NoRoot':true", Config("'User':'root\\u200b'"), false },
        { "'NoRoot':true", Config("'User':'\\u0660'"), false },
        { "'NoRoot':true", Config("'User':'svc-web_1.a'"), true },
        { "'NoRoot':true", Config("'User':''"), false },
        { "'NoRoot':true", Config("'Env':[]"), false },
        { "'NoRoot':true", Config("'User':'0'"), false },
        { "'NoRoot':true", Config("'User':'00'"), false },
        { "'NoRoot':true", Config("'User':'root'"), false },
        { "'NoRoot':true", Config("'User':'0:0'"), false },
        { "'NoRoot':true", Config("'User':'root:1001'"), false },
        { "'NoRoot':true", "", false },
        { "'NoRoot':true", Blob("'config':{'User':'1001'}"), true },
        { "'NoRoot':true", Blob("'config':{'User':'0'}"), false },
        { "'NoRoot':true", List, null },
        { "'ExposedPort':8080", Config("'ExposedPorts':{'8080/tcp':{}}"), true },
        { "'ExposedPort':8080", Config("'ExposedPorts':{'8080/tcp':{},'8081/tcp':{}}"), false },
        { "'ExposedPort':'8080/udp'", Config("'ExposedPorts':{'8080':{}}"), false },
        { "'ExposedPort':'8080/tcp'", Config("'ExposedPorts':{'8080':{}}"), true },
        { "'ExposedPort':['1024-65535']", Config("'ExposedPorts':{'1024/tcp':{},'65535/udp':{}}"), true },
        { "'ExposedPort':['1024-65535']", Config("'ExposedPorts':{'1023/tcp':{}}"), false },
        { "'ExposedPort':{'Denied':[22,'3389-3390']}", Config("'ExposedPorts':{'3390/tcp':{}}"), false },
        { "'ExposedPort':{'Denied':[22,'3389-3390']}", Config("'ExposedPorts':{'3391/tcp':{}}"), true },
        { "'ExposedPort':{'Denied':22}", Config("'ExposedPorts':{'20-25/tcp':{}}"), false },
        { "'ExposedPort':8080", Config("'Env':[]"), true },
        { "'ExposedPort':8080", "", false },
        { "'ExposedPort':8080", Blob("'config':{'ExposedPorts':{'22/tcp':{}}}"), false },
        { "'ExposedPort':8080", Blob("'config':{}"), true },
        { "'ExposedPort':8080", Blob("'config':null"), false },
        { "'NoSecretInEnv':true", "", false },
        { "'NoSecretInEnv':true", "'dockerImageConfig':'no JSON'", false },
        { "'NoSecretInEnv':true", Docker("'Size':1"), false },
        { "'NoSecretInEnv':true", Config("'Env':null"), true },
        { "'NoSecretInEnv':true", Blob("'config':{'Env':['DB_PASSWORD=hunter2']}"), false },
        { "'NoSecretInEnv':true", Docker("'Size':1") + "," + Blob("'config':{'Env':['DB_PASSWORD=hunter2']}"), false },
        { "'NoSecretInEnv':true", Blob("'config':{'Env':['PATH=/bin']}"), true },
        { "'DeprecatedManifest':true", "'dockerImageManifestMediaType':'application/vnd.docker.distribution.manifest.v1+prettyjws'", false },
        { "'DeprecatedManifest':true", "'dockerImageManifestMediaType':'application/vnd.docker.distribution.manifest.v1+json'", false },
        { "'DeprecatedManifest':true", "'dockerImageManifestMediaType':'application/vnd.docker.distribution.manifest.v2+json'", true },
        { "'DeprecatedManifest':true", "'dockerImageManifestMediaType':'application/vnd.oci.image.manifest.v1+json'", true },
        { "'DeprecatedManifest':true", "'dockerImageSignatures':['eA==']", false },
        { "'DeprecatedManifest':true", "'dockerImageManifest':'{\\'schemaVersion\\':1}'", false },
        { "'DeprecatedManifest':true", "'dockerImageManifest':'{\\'schemaVersion\\':2}'", true },
        { "'DeprecatedManifest':true", "'dockerImageManifest':'no JSON'", false },
        { "'DeprecatedManifest':true", "'dockerImageManifest':'{}'", false },
        { "'DeprecatedManifest':true", Blob("'config':{}"), true },
        { "'DeprecatedManifest':true", List, true },
        { "'DeprecatedManifest':true", "", false },
        { Base("2026-06-29"), Config("'Labels':{'name':'ubi7'}"), false },
        { Base("2026-06-30"), Config("'Labels':{'name':'ubi7'}"), true },
        { Base("2026-06-29"), Config("'Labels':{'name':'ubi8'}"), true },
        { Base("2026-06-29"), Blob("'config':{'Labels':{'name':'ubi7'}}"), false },
        { Base("2026-06-29"), "", false },
        { Base("2026-06-29"), List, null },
        { "'ManagedOnly':true", "'metadata':{'annotations':{'openshift.io/image.managed':'true'}}", true },
        { "'ManagedOnly':true", "'metadata':{'annotations':{'openshift.io/image.managed':'false'}}", false },
        { "'ManagedOnly':true", "", false },
        { "'Signed':true", "'signatures':[{'metadata':{'name':'a@b'},'type':'atomic','content':'eA=='}]", true },
        { "'Signed':true", "", false },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_rule_tells_at_its_limits(string rule, string fields, bool? passes)
    {
        var result = Test(rule, fields);
        Assert.Equal(passes, result?.Passed);
        if (result is not null)
        {
            Assert.EndsWith(".", result.Message, StringComparison.Ordinal);
            Assert.NotNull(result.Expected);
        }
    }

    [Fact]
    public void Every_rule_has_a_case_but_those_that_need_a_cluster_or_a_script() => Assert.Equal(
        ["Script", "Unused", "Used"],
        RuleCatalog.All.Select(rule => rule.Name)
            .Except(Cases.Select(item => item.Data.Item1.Split('\'')[1]))
            .Order(StringComparer.Ordinal));

    [Fact]
    public void A_result_has_what_the_policy_says_of_the_rule()
    {
        var result = Test(
            "'Mine':{'Rule':'NoRoot','Id':'X-1','Severity':'error','Reason':'Because.','HelpUri':'https://example.com/x'}",
            Config("'User':'0:0'"))!;
        Assert.Equal(
            ("Mine", "X-1", ImageRuleSeverity.Error, "Because.", "https://example.com/x", "test", "0:0"),
            (result.Rule, result.RuleId, result.Severity, result.Reason, result.HelpUri, result.Policy, result.Actual));
        Assert.Equal("Mine: img: The image runs as 0:0, which is root.", result.ToString());
    }

    [Theory]
    [InlineData("img", false)]
    [InlineData("i*", false)]
    [InlineData("quay.io/a/*", false)]
    [InlineData("quay.io/a/b@sha256:00", false)]
    [InlineData("quay.io/c/*", true)]
    public void A_rule_is_not_for_what_it_excepts(string except, bool isTold) => Assert.Equal(
        isTold,
        Test($"'NoRoot':{{'Except':['nothing','{except}']}}", Reference("quay.io/a/b@sha256:00")) is not null);

    [Fact]
    public void A_text_of_the_cluster_cannot_command_a_terminal()
    {
        var result = Test("'DeniedLabel':'x'", Labels("'x':'\\u001b[31mred'"))!;
        Assert.DoesNotContain('\u001b', result.Actual + result.Message);
        Assert.Contains("\\x1b", result.Actual, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(
        "'NoRoot':true",
        "'dockerImageMetadata':{'Config':{'User':'ghp_0123456789abcdefghijABCDEFGHIJ012345'}}",
        "ghp_")]
    [InlineData(
        "'NoRoot':true",
        "'dockerImageMetadata':{'Config':{'User':'ghp_0123456789abcdefghijABCDEFGHIJ012345:7 x'}}",
        "ghp_")]
    [InlineData("'DeniedLabel':'*'", "'metadata':{'labels':{'DB_PWD':'hunter2'}}", "hunter2")]
    [InlineData("'PulledByDigest':true", "'dockerImageReference':'https://me:hunter2@quay.io/a/b'", "hunter2")]
    public void A_secret_of_an_Image_is_in_no_result(string rule, string fields, string secret)
    {
        var result = Test(rule, fields)!;
        Assert.DoesNotContain(
            secret, $"{result.Actual} {result.Message} {result.Reference} {result}", StringComparison.Ordinal);
    }

    private static ImageTestResult? Test(string rule, string fields)
    {
        var json = fields.Contains("'metadata'", StringComparison.Ordinal)
            ? fields.Replace("'metadata':{", "'metadata':{'name':'img',", StringComparison.Ordinal)
            : "'metadata':{'name':'img'}" + (fields.Length == 0 ? "" : "," + fields);
        var only = Assert.Single(Document.Policy($"{{{rule}}}").Rules);
        return only.Test(Document.Image($"{{{json}}}"), new ImageTestContext { Now = s_now });
    }

    private static string Reference(string text) => $"'dockerImageReference':'{text}'";

    private static string Docker(string fields) => $"'dockerImageMetadata':{{{fields}}}";

    private static string Config(string fields) => Docker($"'Config':{{{fields}}}");

    private static string Blob(string fields) =>
        $"'dockerImageConfig':'{{{fields.Replace("'", "\\'", StringComparison.Ordinal)}}}'";

    private static string Built(string time) => Docker($"'Created':'{time}'");

    private static string Stored(string time) => $"'metadata':{{'creationTimestamp':'{time}'}}";

    private static string Labels(string labels) => $"'metadata':{{'labels':{{{labels}}}}}";

    private static string Layers(int count) =>
        $"'dockerImageLayers':[{string.Join(',', Enumerable.Range(0, count).Select(layer => $"{{'name':'sha256:{layer}','size':1}}"))}]";

    private static string Base(string date) =>
        $"'EndOfLifeBase':{{'Bases':{{'Name':'UBI 7','Labels':{{'name':'ubi7*'}},'EndOfLife':'{date}'}}}}";
}
