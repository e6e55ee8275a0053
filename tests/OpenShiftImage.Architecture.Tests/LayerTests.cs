using Xunit;

namespace OpenShiftImage.Architecture.Tests;

/// <summary>Folders are layers: each knows those below it and none above. The orders here are the design.</summary>
public sealed class LayerTests
{
    /// <summary>The folders of each project, lowest first; the empty text is the project's own folder.</summary>
    public static TheoryData<string, string[], string[]> Projects => new()
    {
        {
            "OpenShiftImage.Client",
            [],
            [
                "Primitives", "Models", "Serialization", "Configuration", "Transport", "Selection", "Api", "Watching",
                "Documents", "Archives", "Workloads", "Login",
            ]
        },
        {
            "OpenShiftImage.Analysis",
            ["OpenShiftImage.Client"],
            ["References", "Images", "Usage", "Storage", "Comparison", "Bases", "Rules", "Policies", "Reports"]
        },
        {
            "OpenShiftImage",
            ["OpenShiftImage.Client", "OpenShiftImage.Analysis"],
            ["Formatting", "Pipeline", "Connections", "Binding", "Files", "Completion", "Commands"]
        },
        {
            "OpenShiftImage.Kubernetes",
            ["OpenShiftImage.Client"],
            ["Yaml", "Kubeconfig", "Credentials", "Plugins", "Oidc", "Clusters", "Workloads", ""]
        },
        {
            "OpenShiftImage.Sandbox",
            [],
            [
                "Primitives", "Hosting", "Schemas", "Serialization", "Status", "Authentication", "Storage",
                "Validation", "Apply",
                "Patching", "Negotiation", "Seeding", "Strategy", "Selection", "Requests", "Reading", "Writing",
                "Watching", "Api", "",
            ]
        },
    };

    [Theory]
    [MemberData(nameof(Projects))]
    public void Folders_refer_only_to_folders_below_them(string project, string[] referenced, string[] layers)
    {
        var sources = ProjectSources.Read(project, referenced);
        Assert.Equal(layers.Order(StringComparer.Ordinal), sources.Folders);

        var upward = sources.FindReferences()
            .Where(reference => Array.IndexOf(layers, reference.To) > Array.IndexOf(layers, reference.From))
            .Select(reference => $"{reference.From} -> {reference.To}: {reference.Place}");

        Assert.Empty(upward);
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void A_file_has_one_type_and_its_name(string project, string[] referenced, string[] layers)
    {
        _ = layers;
        Assert.Empty(ProjectSources.Read(project, referenced).FindFilesWithSeveralTypes());
    }
}
