using System.Text.Json.Nodes;
using OpenShiftImage.Analysis.Policies;
using OpenShiftImage.Analysis.Rules;

namespace OpenShiftImage.Analysis.Tests.Policies;

/// <summary>The schema that is published, and the rules that there are, say the same.</summary>
public sealed class PolicySchemaTests
{
    private static readonly Schema s_schema = new("policy.schema.json");
    private static readonly JsonNode s_document = JsonNode.Parse(Schema.Read("policy.schema.json"))!;

    /// <summary>What no schema can say: names in another case, numbers in texts, and what several fields say together.</summary>
    private static readonly string[] s_beyondSchemas =
    [
        "{'Rules':{'NoRoot':false}}", "{'Rules':{'MaximumSize':'99999999999TB'}}", "{'Rules':{'ExposedPort':'70000'}}",
        "{'Rules':{'ExposedPort':'9-8'}}", "{'Rules':{'DeniedRegistry':['https://quay.io','docker://quay.io/a']}}",
        "{'Rules':{'AllowedRegistry':['quay.io/a:1','quay.io/a@sha256:0','quay.io /a','/a']}}",
    ];

    /// <summary>The rules that a file can have: it cannot hold a script block.</summary>
    public static TheoryData<string> RuleNames =>
        new(RuleCatalog.All.Select(rule => rule.Name).Where(name => name != "Script"));

    [Fact]
    public void It_has_every_rule_and_no_other()
    {
        Assert.Equal(RuleNames.Select(row => row.Data), Names(s_document["properties"]!["Rules"]!["properties"]!));
        Assert.Equal(
            RuleNames.Select(row => row.Data),
            s_document["$defs"]!["settingRule"]!["enum"]!.AsArray().Select(name => (string)name!));
        Assert.Equal(
            PolicyReader.Fields.Order(StringComparer.Ordinal),
            Names(s_document["properties"]!).Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(RuleNames))]
    public void It_has_every_setting_of_a_rule_and_no_other(string name)
    {
        var rule = RuleCatalog.Find(name)!;
        var settings = s_document["$defs"]![name]!["anyOf"]![0]!;
        Assert.Equal(
            [.. rule.Settings.Select(setting => setting.Name), .. PolicyReader.CommonSettings],
            Names(settings["properties"]!));
        Assert.False((bool)settings["additionalProperties"]!);
        Assert.Equal(
            rule.Settings.Where(setting => setting.IsRequired).Select(setting => setting.Name),
            settings["required"]?.AsArray().Select(field => (string)field!) ?? []);
        foreach (var setting in rule.Settings.Where(setting => setting.Kind == SettingKind.Choice))
        {
            var field = settings["properties"]![setting.Name]!;
            Assert.Equal(setting.Choices, field["enum"]!.AsArray().Select(choice => (string)choice!));
            Assert.Equal(setting.Choices[0], (string)field["default"]!);
        }
    }

    [Fact]
    public void It_takes_what_is_a_policy() => Assert.All(
        RuleTests.Cases.Select(row => row.Data.Item1)
            .Distinct()
            .Where(rule => !rule.Contains("'import'", StringComparison.Ordinal)),
        rule => Assert.Equal("", s_schema.Check($"{{'Rules':{{{rule}}}}}".Replace('\'', '"'))));

    [Fact]
    public void It_refuses_what_is_none() => Assert.All(
        PolicyTests.Bad.Select(row => row.Data.Item1).Except(s_beyondSchemas),
        policy => Assert.True(s_schema.Check(policy.Replace('\'', '"')).Length > 0, policy));

    private static IEnumerable<string> Names(JsonNode node) => node.AsObject().Select(field => field.Key);
}
