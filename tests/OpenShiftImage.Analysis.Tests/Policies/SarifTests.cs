using System.Text.Json;
using OpenShiftImage.Analysis.Policies;
using OpenShiftImage.Analysis.Rules;

namespace OpenShiftImage.Analysis.Tests.Policies;

/// <summary>Results as a log of SARIF.</summary>
public sealed class SarifTests
{
    private const string Root =
        "{'metadata':{'name':'sha256:1'},'dockerImageReference':'r.example:5000/a/b:1','dockerImageMetadata':{'Config':{'User':'0'}}}";
    private const string Good =
        "{'metadata':{'name':'sha256:2'},'dockerImageReference':'quay.io/a/b@sha256:2','dockerImageMetadata':{'Config':{'User':'7'}}}";

    private const string Rules =
        "{'NoRoot':{'Id':'CNTR-1','Reason':'Because.','HelpUri':'https://example.com/'},'PulledByDigest':{'Severity':'Information'}}";

    private static readonly Schema s_schema = new("sarif-2.1.0.json");

    [Fact]
    public void The_schema_refuses_what_is_no_log() =>
        Assert.NotEqual("", s_schema.Check("""{"version":"2.1.0","runs":[{"tool":{"driver":{}}}]}"""));

    [Fact]
    public void A_log_has_each_rule_and_what_failed()
    {
        var run = Run(false, Rules, Root, Good);
        var driver = run.GetProperty("tool").GetProperty("driver");
        Assert.Equal(
            ["CNTR-1/NoRoot", "test/PulledByDigest"],
            driver.GetProperty("rules").EnumerateArray().Select(rule => rule.GetProperty("id").GetString()!));
        Assert.Equal(
            ["warning", "note"],
            driver.GetProperty("rules")
                .EnumerateArray()
                .Select(rule => rule.GetProperty("defaultConfiguration").GetProperty("level").GetString()!));
        Assert.Equal("https://example.com/", driver.GetProperty("rules")[0].GetProperty("helpUri").GetString());
        Assert.Equal("1.2.3", driver.GetProperty("semanticVersion").GetString());
        Assert.Equal("mine/", run.GetProperty("automationDetails").GetProperty("id").GetString());
        var results = run.GetProperty("results").EnumerateArray().ToList();
        Assert.Equal(["CNTR-1/NoRoot fail warning 0", "test/PulledByDigest fail note 1"], results.Select(Describe));
        Assert.Equal(
            "r.example:5000/a/b:1: The image runs as 0, which is root.",
            results[0].GetProperty("message").GetProperty("text").GetString());
        var location = results[0].GetProperty("locations")[0];
        var uri = location.GetProperty("physicalLocation")
            .GetProperty("artifactLocation")
            .GetProperty("uri")
            .GetString()!;
        Assert.Equal("r.example%3A5000/a/b", uri);
        Assert.False(Uri.TryCreate(uri, UriKind.Absolute, out _));
        Assert.Equal(
            "sha256:1", location.GetProperty("logicalLocations")[0].GetProperty("fullyQualifiedName").GetString());
    }

    [Fact]
    public void What_passed_is_in_it_where_it_is_asked_for() => Assert.Equal(
        [
            "CNTR-1/NoRoot fail warning 0",
            "test/PulledByDigest fail note 1",
            "CNTR-1/NoRoot pass none 0",
            "test/PulledByDigest pass none 1",
        ],
        Run(true, Rules, Root, Good).GetProperty("results").EnumerateArray().Select(Describe));

    [Fact]
    public void No_result_is_a_log_too()
    {
        var run = Run(false, Rules);
        Assert.Equal(0, run.GetProperty("results").GetArrayLength());
        Assert.Equal(0, run.GetProperty("tool").GetProperty("driver").GetProperty("rules").GetArrayLength());
    }

    [Fact]
    public void A_result_is_recognized_in_the_next_log_and_no_two_are_alike()
    {
        string[] both = [Root, Root.Replace("sha256:1", "sha256:9", StringComparison.Ordinal)];
        var first = Fingerprints(Run(false, "{'NoRoot':true,'MaximumAge':1}", both));
        Assert.Equal(4, first.Distinct().Count());
        Assert.Equal(first, Fingerprints(Run(false, "{'NoRoot':true,'MaximumAge':2}", both)));
    }

    [Fact]
    public void A_rule_of_two_policies_is_two_rules_with_ids_and_fingerprints_of_their_own()
    {
        var log = new SarifLog("1.2.3", null, includePassed: false);
        var names = new HashSet<string>();
        foreach (var policy in new[] { Document.Policy(Rules), Document.Policy(Rules) })
        {
            policy.NameApart(names);
            Assert.All(policy.Rules, rule => Assert.True(log.Add(
                rule.Test(Document.Image(Root), new ImageTestContext { Now = DateTimeOffset.UtcNow })!)));
        }

        using var document = JsonDocument.Parse(log.Complete());
        var run = document.RootElement.GetProperty("runs")[0];
        Assert.Equal(4, Fingerprints(run).Distinct().Count());
        Assert.Equal(
            ["CNTR-1/NoRoot 0", "test/PulledByDigest 1", "CNTR-1/NoRoot/test (2) 2", "test (2)/PulledByDigest 3"],
            run.GetProperty("results")
                .EnumerateArray()
                .Select(result => $"{result.GetProperty("ruleId")} {result.GetProperty("ruleIndex")}"));
    }

    [Fact]
    public void A_log_takes_no_more_than_it_can_hold()
    {
        var result = Document.Policy("{'NoRoot':true}").Rules[0]
            .Test(Document.Image(Root), new ImageTestContext { Now = DateTimeOffset.UtcNow })!;
        var log = new SarifLog("1.2.3", null, includePassed: false);
        Assert.All(Enumerable.Range(0, SarifLog.MostResults), _ => Assert.True(log.Add(result)));
        Assert.False(log.Add(result));
        var long1 = new ImageTestResult { Message = new string('x', 1 << 20) };
        var other = new SarifLog("1.2.3", null, includePassed: false);
        Assert.Equal(64, Enumerable.Range(0, 100).TakeWhile(_ => other.Add(long1)).Count());
    }

    private static string Describe(JsonElement result) =>
        $"{result.GetProperty("ruleId")} {result.GetProperty("kind")} {result.GetProperty("level")} {result.GetProperty("ruleIndex")}";

    private static List<string> Fingerprints(JsonElement run) =>
        [.. run.GetProperty("results")
            .EnumerateArray()
            .Select(
                result =>
                    result.GetProperty("partialFingerprints").GetProperty("primaryLocationLineHash").GetString()!)];

    private static JsonElement Run(bool includePassed, string rules, params string[] images)
    {
        var log = new SarifLog("1.2.3", "mine", includePassed);
        foreach (var image in images.Select(Document.Image))
        {
            foreach (var rule in Document.Policy(rules).Rules)
            {
                log.Add(rule.Test(image, new ImageTestContext { Now = DateTimeOffset.UtcNow })!);
            }
        }

        var text = log.Complete();
        Assert.Equal("", s_schema.Check(text));
        using var document = JsonDocument.Parse(text);
        Assert.Equal("2.1.0", document.RootElement.GetProperty("version").GetString());
        return Assert.Single(document.RootElement.Clone().GetProperty("runs").EnumerateArray());
    }
}
