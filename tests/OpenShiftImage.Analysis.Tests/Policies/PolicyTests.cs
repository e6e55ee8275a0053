using OpenShiftImage.Analysis.Policies;

namespace OpenShiftImage.Analysis.Tests.Policies;

/// <summary>What a policy may say, and what is told of one that cannot be used.</summary>
public sealed class PolicyTests
{
    /// <summary>A policy, and each problem that must be told of it.</summary>
    public static TheoryData<string, string[]> Bad => new()
    {
        { "[]", ["it is a list, and an object with Rules is wanted."] },
        { "'x'", ["it is text, and an object with Rules is wanted."] },
        { "{}", ["Rules is missing."] },
        { "{'NoRoot':true}", ["rules stand under Rules: @{ Rules = @{ NoRoot = $true } }."] },
        { "{'Rules':{}}", ["Rules: there is no rule."] },
        { "{'Rules':[]}", ["Rules: it is a list, and an object is wanted: the names of rules, and their settings."] },
        { "{'Rules':{'NoRoot':false}}", ["Rules: every rule is switched off."] },
        { "{'Rules':{'NoRoot':true},'Ruels':1}", ["Ruels: there is no field 'Ruels'. Is it Rules?"] },
        { "{'Rules':{'NoRoot':true},'Name':1}", ["Name: it is a number, and text is wanted."] },
        { "{'Rules':{'NoRoot':true,'noroot':true}}", ["Rules.noroot: 'noroot' stands there twice."] },
        { "{'Rules':{'NoRot':true}}", ["Rules.NoRot: there is no rule 'NoRot'. Is it NoRoot?"] },
        { "{'Rules':{'Xyzzy':true}}", ["Rules.Xyzzy: there is no rule 'Xyzzy'. There are AllowedRegistry, "] },
        { "{'Rules':{'Mine':{'Rule':'MaximumAeg'}}}", ["Rules.Mine.Rule: there is no rule 'MaximumAeg'. Is it MaximumAge?"] },
        { "{'Rules':{'NoRoot':{'Rule':'Signed'}}}", ["Rules.NoRoot.Rule: NoRoot is the name of another rule: give it one of its own."] },
        { "{'Rules':{'NoRoot':1}}", ["Rules.NoRoot: it is a number, and NoRoot has no settings of its own: write $true."] },
        { "{'Rules':{'MaximumAge':true}}", ["Rules.MaximumAge: MaximumAge needs Days."] },
        { "{'Rules':{'MaximumAge':{}}}", ["Rules.MaximumAge: MaximumAge needs Days."] },
        { "{'Rules':{'MaximumAge':{'Day':3}}}", [
            "Rules.MaximumAge.Day: there is no setting of MaximumAge 'Day'. Is it Days?", "MaximumAge needs Days.",
        ] },
        { "{'Rules':{'MaximumAge':{'Days':'30'}}}", ["Rules.MaximumAge.Days: it is text, and a whole number is wanted."] },
        { "{'Rules':{'MaximumAge':{'Days':1.5}}}", ["Rules.MaximumAge.Days: it is a number, and a whole number is wanted."] },
        { "{'Rules':{'MaximumAge':{'Days':0}}}", ["Rules.MaximumAge.Days: 0 is less than 1."] },
        { "{'Rules':{'MaximumAge':{'Days':3,'Since':'Push'}}}", ["Rules.MaximumAge.Since: 'Push' is none of Build, Import."] },
        { "{'Rules':{'MaximumSize':-5}}", ["Rules.MaximumSize: -5 is less than 1."] },
        { "{'Rules':{'MaximumSize':'big'}}", ["Rules.MaximumSize: 'big' is no size"] },
        { "{'Rules':{'MaximumSize':'-1GB'}}", ["Rules.MaximumSize: '-1GB' is no size"] },
        { "{'Rules':{'MaximumSize':'0GB'}}", ["Rules.MaximumSize: '0GB' is no size"] },
        { "{'Rules':{'MaximumSize':'99999999999TB'}}", ["Rules.MaximumSize: '99999999999TB' is no size"] },
        { "{'Rules':{'MaximumSize':true}}", ["Rules.MaximumSize: MaximumSize needs Size."] },
        { "{'Rules':{'MaximumLayers':{'Count':[1]}}}", ["Rules.MaximumLayers.Count: it is a list, and a whole number is wanted."] },
        { "{'Rules':{'AllowedRegistry':[]}}", ["Rules.AllowedRegistry: the list is empty."] },
        { "{'Rules':{'AllowedRegistry':['a','']}}", ["Rules.AllowedRegistry[1]: it is empty."] },
        { "{'Rules':{'DeniedRegistry':['https://quay.io','docker://quay.io/a']}}", [
            "Rules.DeniedRegistry[0]: 'https://quay.io' has a scheme: write host[:port]",
            "Rules.DeniedRegistry[1]: 'docker://quay.io/a' has a scheme",
        ] },
        { "{'Rules':{'AllowedRegistry':['quay.io/a:1','quay.io/a@sha256:0','quay.io /a','/a']}}", [
            "[0]: 'quay.io/a:1' has a tag",
            "[1]: 'quay.io/a@sha256:0' has a digest",
            "[2]: 'quay.io /a' has blanks",
            "[3]: '/a' has no host",
        ] },
        { "{'Rules':{'AllowedRegistry':['a',3]}}", ["Rules.AllowedRegistry[1]: it is a number, and text is wanted."] },
        { "{'Rules':{'Platform':{}}}", ["Rules.Platform: Platform needs Required or Allowed."] },
        { "{'Rules':{'ExposedPort':true}}", ["Rules.ExposedPort: ExposedPort needs Allowed or Denied."] },
        { "{'Rules':{'ExposedPort':0}}", ["Rules.ExposedPort: '0' is no port"] },
        { "{'Rules':{'ExposedPort':'70000'}}", ["Rules.ExposedPort: '70000' is no port"] },
        { "{'Rules':{'ExposedPort':'9-8'}}", ["Rules.ExposedPort: '9-8' is no port"] },
        { "{'Rules':{'ExposedPort':'80/http'}}", ["Rules.ExposedPort: '80/http' is no port"] },
        { "{'Rules':{'EndOfLifeBase':'ubi7'}}", ["Rules.EndOfLifeBase: it is text, and an object with Labels and EndOfLife is wanted."] },
        { "{'Rules':{'EndOfLifeBase':[{'Labels':{},'EndOfLife':'2024-6-30'}]}}", [
            "Rules.EndOfLifeBase[0].Labels: it is an object, and labels with their values are wanted",
            "Rules.EndOfLifeBase[0].EndOfLife: '2024-6-30' is no date",
        ] },
        { "{'Rules':{'EndOfLifeBase':[{'Label':{'a':'b'}}]}}", [
            "Rules.EndOfLifeBase[0].Label: there is no setting 'Label'. Is it Labels?",
            "Labels is missing.",
            "EndOfLife is missing.",
        ] },
        { "{'Rules':{'Used':'Pod'}}", ["Rules.Used: 'Pod' is none of Any, Workload."] },
        { "{'Rules':{'NoRoot':{'Severity':'Fatal'}}}", ["Rules.NoRoot.Severity: 'Fatal' is none of Information, Warning, Error."] },
        { "{'Rules':{'NoRoot':{'HelpUri':'file:///x'}}}", ["Rules.NoRoot.HelpUri: 'file:///x' is no address: it begins with https://."] },
        { "{'Rules':{'NoRoot':{'Except':3}}}", ["Rules.NoRoot.Except: it is a number, and text is wanted."] },
        { "{'Rules':{'Mine':{'Script':'$true'}}}", ["Rules.Mine.Script: it is text, and a script block is wanted"] },
        { "{'Rules':{'NoRoot':{'Id':1},'MaximumAge':-1,'Bad':true}}", [
            "Rules.NoRoot.Id: it is a number",
            "Rules.MaximumAge: -1 is less than 1.",
            "Rules.Bad: there is no rule 'Bad'.",
        ] },
    };

    [Theory]
    [MemberData(nameof(Bad))]
    public void All_that_is_wrong_is_told_with_its_place(string policy, string[] problems)
    {
        var e = Assert.Throws<InvalidPolicyException>(
            () => PolicyReader.Read(Document.Node(policy), "p", "rules.yaml"));
        Assert.Equal("InvalidPolicy", e.ErrorId);
        Assert.Contains("rules.yaml", e.Message, StringComparison.Ordinal);
        Assert.Equal(problems.Length, e.Problems.Count);
        Assert.All(
            problems.Zip(e.Problems),
            pair => Assert.Contains(pair.First, pair.Second.ToString(), StringComparison.Ordinal));
        Assert.All(problems, problem => Assert.Contains(problem, e.Message, StringComparison.Ordinal));
    }

    [Fact]
    public void A_name_in_whatever_case_is_the_rule_and_a_rule_can_be_there_twice()
    {
        var rules = Document.Policy(
            "{'norOOT':true,'Owner':{'rule':'requiredlabel','name':'owner'},'RequiredLabel':'team','Signed':false}").Rules;
        Assert.Equal(["NoRoot", "Owner", "RequiredLabel"], rules.Select(rule => rule.Name));
    }

    [Fact]
    public void The_policy_may_say_its_own_name()
    {
        Assert.Equal(
            "house",
            PolicyReader.Read(
                Document.Node("{'Name':'house','Description':'x','$schema':'y','Rules':{'NoRoot':null}}"),
                "file",
                null).Name);
        Assert.Equal("file", PolicyReader.Read(Document.Node("{'Rules':{'NoRoot':null}}"), "file", null).Name);
    }
}
