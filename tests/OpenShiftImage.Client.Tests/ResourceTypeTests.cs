using OpenShiftImage.Api;

namespace OpenShiftImage.Client.Tests;

/// <summary>Which objects are of a kind.</summary>
public sealed class ResourceTypeTests
{
    private static readonly ResourceType s_deployment = new("apps", "v1", "Deployment", "deployments");
    private static readonly ResourceType s_pod = new("", "v1", "Pod", "pods");

    [Fact]
    public void Rights_are_given_for_the_plural_and_the_group()
    {
        Assert.Equal("deployments.apps", s_deployment.Name);
        Assert.Equal("pods", s_pod.Name);
        Assert.Equal("images.image.openshift.io", ResourceType.Image.Name);
    }

    [Theory]
    [InlineData("Image", "image.openshift.io/v1", true)]
    [InlineData("Image", "v1", true)]
    [InlineData("Image", "", true)]
    [InlineData("Image", null, true)]
    [InlineData("Image", "v2", false)]
    [InlineData("Image", "config.openshift.io/v1", false)]
    [InlineData("image", "image.openshift.io/v1", false)]
    [InlineData(null, "image.openshift.io/v1", false)]
    public void OpenShift_s_kinds_were_once_in_the_core_group(string? kind, string? apiVersion, bool expected) =>
        Assert.Equal(expected, ResourceType.Image.Includes(kind, apiVersion));

    [Theory]
    [InlineData("apps/v1", true)]
    [InlineData("v1", false)]
    [InlineData("/v1", false)]
    public void Kubernetes_kinds_are_in_their_group_alone(string apiVersion, bool expected) =>
        Assert.Equal(expected, s_deployment.Includes("Deployment", apiVersion));

    [Theory]
    [InlineData("v1", true)]
    [InlineData("apps/v1", false)]
    public void The_core_group_has_no_name(string apiVersion, bool expected) =>
        Assert.Equal(expected, s_pod.Includes("Pod", apiVersion));
}
