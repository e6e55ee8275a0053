using System.Management.Automation;
using System.Text.RegularExpressions;

namespace OpenShiftImage.Tests;

/// <summary>Documents, help and the parameters that there really are say the same.</summary>
public sealed partial class DocsTests : IDisposable
{
    private static readonly HashSet<string> s_common =
        [
            .. PSCmdlet.CommonParameters,
            .. PSCmdlet.OptionalCommonParameters.Except(["WhatIf", "Confirm", "First", "Skip", "IncludeTotalCount"]),
        ];

    private readonly ModuleShell _shell = new();

    public static TheoryData<string> Cmdlets { get; } = new(ModuleTests.s_commands);

    internal static string Root => Path.GetFullPath(Path.Combine(ModuleShell.ManifestPath, "../../.."));

    internal static string Folder => Path.Combine(Root, "docs");

    public void Dispose() => _shell.Dispose();

    [Theory]
    [MemberData(nameof(Cmdlets))]
    public void The_page_of_a_cmdlet_and_its_parameters_agree_both_ways(string cmdlet)
    {
        var command = (CmdletInfo)_shell.Run($"Get-Command {cmdlet}").Succeeded().Single().BaseObject;
        var text = Page(cmdlet);
        var written = ParameterBlock().Matches(text[text.IndexOf("## PARAMETERS", StringComparison.Ordinal)..])
            .ToDictionary(match => match.Groups["name"].Value, StringComparer.Ordinal);
        var real = command.Parameters.Values.Where(parameter => !s_common.Contains(parameter.Name)).ToList();
        Assert.Equal(
            real.Select(parameter => parameter.Name).Order(StringComparer.Ordinal),
            written.Keys.Order(StringComparer.Ordinal));
        foreach (var parameter in real)
        {
            var block = written[parameter.Name];
            Assert.True(
                block.Groups["text"].Value.Trim().Length > 20 && block.Groups["text"].Value.TrimEnd().EndsWith('.'),
                $"-{parameter.Name} is not told in full sentences.");
            Assert.DoesNotContain("{{", block.Value, StringComparison.Ordinal);
            var yaml = block.Groups["yaml"].Value;
            Assert.Equal(TypeName(parameter.ParameterType), yaml.Split("Type: ")[1].Split('\n')[0].Trim());
            Assert.Equal(
                parameter.Attributes.OfType<SupportsWildcardsAttribute>().Any(),
                yaml.Contains("SupportsWildcards: true", StringComparison.Ordinal));
            Assert.Equal(
                parameter.Aliases.Order(StringComparer.Ordinal),
                Aliases().Match(yaml).Groups["alias"].Captures.Select(capture => capture.Value)
                    .Order(StringComparer.Ordinal));
            var sets = ParameterSet().Matches(yaml)
                .Select(match => string.Join(' ', match.Groups.Values.Skip(1).Select(group => group.Value)));
            Assert.Equal(
                parameter.ParameterSets.Select(
                    set =>
                        $"{(set.Key == ParameterAttribute.AllParameterSets ? "(All)" : set.Key)} {(set.Value.Position == int.MinValue ? "Named" : set.Value.Position)} {set.Value.IsMandatory} {set.Value.ValueFromPipeline} {set.Value.ValueFromPipelineByPropertyName}".ToLowerInvariant()).Order(StringComparer.Ordinal),
                sets.Select(set => set.ToLowerInvariant()).Order(StringComparer.Ordinal));
        }
    }

    [Theory]
    [MemberData(nameof(Cmdlets))]
    public void The_help_of_a_cmdlet_says_what_its_page_says(string cmdlet)
    {
        var help = _shell.Run($"Get-Help {cmdlet} -Full").Succeeded().Single();
        var text = Page(cmdlet);
        Assert.Equal(
            Section(text, "SYNOPSIS").Trim().Replace('\n', ' '), help.Properties["Synopsis"].Value.ToString()!.Trim());
        Assert.True(
            string.Join(
                ' ',
                _shell.Run($"(Get-Help {cmdlet} -Full).description | ForEach-Object Text").Succeeded()).Length > 80);
        var explained =
            _shell.Run(
                $"(Get-Help {cmdlet} -Full).parameters.parameter | Where-Object {{ $_.description.Text }} | ForEach-Object name").Succeeded().Select(name => name.ToString()!);
        Assert.Equal(Parameters(text).Order(StringComparer.Ordinal), explained.Order(StringComparer.Ordinal));
        var codes = _shell.Run($"(Get-Help {cmdlet} -Full).examples.example | ForEach-Object code")
            .Succeeded()
            .Select(code => code.ToString()!.Replace("\r", "", StringComparison.Ordinal).Trim());
        Assert.Equal(
            Code().Matches(Section(text, "EXAMPLES")).Select(match => match.Groups["code"].Value.Trim()), codes);
        Assert.True(codes.Count() >= 3, $"{cmdlet} has {codes.Count()} examples.");
    }

    [Fact]
    public void The_topics_can_be_read()
    {
        foreach (var topic in (string[])[
            "about_OpenShiftImage", "about_OSImagePaging", "about_OSImageWatching", "about_OSImageConnections",
            "about_OSImageArchives", "about_OSImagePermissions", "about_OSImageUsage", "about_OSImagePolicies",
        ])
        {
            var text = _shell.Run($"Get-Help {topic}").Succeeded().Single().ToString()!;
            Assert.StartsWith("TOPIC", text, StringComparison.Ordinal);
            Assert.All(text.Split('\n'), line => Assert.InRange(line.TrimEnd('\r').Length, 0, 100));
            Assert.True(File.Exists(Path.Combine(Folder, topic + ".md")), topic);
        }

        Assert.Contains(
            "oc adm prune images",
            string.Join(' ', _shell.Run("(Get-Help Remove-OSImage).description | ForEach-Object Text").Succeeded()),
            StringComparison.Ordinal);
    }

    internal static string Page(string name) =>
        File.ReadAllText(Path.Combine(Folder, name + ".md")).Replace("\r", "", StringComparison.Ordinal);

    private static string Section(string text, string heading) => text.Split($"\n## {heading}\n")[1].Split("\n## ")[0];

    private static IEnumerable<string> Parameters(string text) =>
        ParameterHeading().Matches(Section(text, "PARAMETERS"))
            .Select(match => match.Groups[1].Value)
            .Where(name => name != "CommonParameters");

    private static string TypeName(
        Type type) => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(Nullable<>)
        ? $"System.Nullable`1[{type.GetGenericArguments()[0].FullName}]"
        : type.FullName!;

    [GeneratedRegex(@"(?m)^### -(\w+)$")]
    private static partial Regex ParameterHeading();

    [GeneratedRegex(@"(?ms)^### -(?<name>\w+)\n(?<text>.*?)```yaml\n(?<yaml>.*?)^```")]
    private static partial Regex ParameterBlock();

    [GeneratedRegex(
        @"- Name: (\S+)\s+Position: (\S+)\s+IsRequired: (\S+)\s+ValueFromPipeline: (\S+)\s+ValueFromPipelineByPropertyName: (\S+)")]
    private static partial Regex ParameterSet();

    [GeneratedRegex(@"Aliases:(?: \[\])?\s*\n(?:- (?<alias>\w+)\n)*")]
    private static partial Regex Aliases();

    [GeneratedRegex(@"(?ms)^```powershell\n(?<code>.*?)^```")]
    internal static partial Regex Code();
}
