namespace OpenShiftImage.Tests.Archives;

/// <summary>Selectors choose the same of a cluster, where the server applies them, and of what was collected.</summary>
public sealed class SelectorTests(CollectedSandbox sandbox) : CollectedTest(sandbox)
{
    public static TheoryData<string> LabelSelectors { get; } = new(
        "app=web", "app==web", "app!=web", " app = web ", "app=web,tier=front", "app=web,tier!=front", "app", "!app",
        "! app", "app,tier", "app,!tier", "!app,!tier",
        "app in (web)", "app in (web,db)", "app in ( web , db )", "app in (web,)", "app in ()", "app in (,)",
        "app notin (web,db)", "app notin (web), tier", "empty=", "empty", "empty in ()", "empty in (,a)", "empty!=",
        "app=",
        "size>4", "size>5", "size > 4", "size<10", "size<11,size>5", "size>-4", "size<0", "size>abc", "size>",
        "size>1.5", "size>99999999999999999999",
        "example.com/team=a.b_c-d", "example.com/team", "!example.com/team", "example.com/team in (a.b_c-d)",
        "Example.com/team", "example.com/", "/team", "a/b/c", "in", "notin", "in=a", "in in (in)",
        "notin notin (notin)", "app in web", "app in (web", "app in web)", "app in", "app (web)", "(app)",
        "app=web,", ",app=web", "app=web,,tier", ",", "=web", "==", "!", "!!app", "!app=web", "app=web tier=front",
        "app=w eb", "app===web", "app=!web", "app=-web", "app=web-", "app=.", "app=a/b", "-app=a", "app_=a", "a.b=c",
        "app=web\ttier", "app\t=\tweb", "app=web;tier", "app=wéb",
        "app=" + new string('a', 63), "app=" + new string('a', 64), new string('a', 63) + "=b",
        new string('a', 64) + "=b", new string('a', 253) + "/x=b", new string('a', 254) + "/x=b", "no=such", "no!=such",
        "app=WEB", "APP=web");

    public static TheoryData<string> FieldSelectors { get; } = new(
        "metadata.name={0}", "metadata.name=={0}", "metadata.name!={0}", "metadata.name={0},metadata.name={1}",
        "metadata.name!={0},metadata.name!={1}", "metadata.name=", "metadata.name!=", "metadata.namespace=",
        "metadata.namespace!=", "metadata.namespace=default",
        "metadata.name=no-such", " metadata.name={0}", "metadata.name = {0}", "metadata.name={0},",
        ",metadata.name={0}", ",", "metadata.name", "metadata.uid=1", "spec.x=1", "=a", "metadata.name===a",
        "metadata.name=a=b", "metadata.name=a\\=b", "metadata.name=a\\,b", "metadata.name=a\\", "metadata.name=\\x",
        "metadata.name!==a", "metadata.name=a\\\\b", "METADATA.NAME={0}", "metadata.name in (a)");

    [Theory]
    [MemberData(nameof(LabelSelectors))]
    public void A_label_selector_chooses_the_same(string selector) => AssertSame("-LabelSelector", selector);

    [Theory]
    [MemberData(nameof(FieldSelectors))]
    public void A_field_selector_chooses_the_same(string selector) => AssertSame(
        "-FieldSelector",
        selector.Replace("{0}", Sandbox.Names[3], StringComparison.Ordinal)
            .Replace("{1}", Sandbox.Names[4], StringComparison.Ordinal));

    private void AssertSame(string parameter, string selector)
    {
        var there = Run(
            $"Get-OSImage {parameter} $selector -MetadataOnly -Cluster $live | ForEach-Object Name",
            ("selector", selector));
        var here = Run(
            $"Get-OSImage {parameter} $selector -MetadataOnly -Cluster $tar | ForEach-Object Name",
            ("selector", selector));
        Assert.Equal(string.Join('\n', ToText(there)), string.Join('\n', ToText(here)));
    }

    private static string[] ToText(ShellResult result) =>
    [
        .. result.Output.Select(name => name.ToString()),
        .. result.Errors.Append(result.Terminating?.ErrorRecord).OfType<System.Management.Automation.ErrorRecord>()
            .Select(error => $"{error.FullyQualifiedErrorId} {error.CategoryInfo.Category} {error}"),
    ];
}
