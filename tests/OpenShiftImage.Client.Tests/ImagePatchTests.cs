using System.Text;
using OpenShiftImage.Api;
using OpenShiftImage.Primitives;

namespace OpenShiftImage.Client.Tests;

/// <summary>What a patch is, and what is sent of it.</summary>
public sealed class ImagePatchTests
{
    [Theory]
    [InlineData(PatchType.Json, "[]", true)]
    [InlineData(PatchType.Json, """[{"op":"remove","path":"/a"}]""", false)]
    [InlineData(PatchType.Merge, "{}", true)]
    [InlineData(PatchType.Merge, """{"metadata":{}}""", true)]
    [InlineData(PatchType.Merge, """{"metadata":{"labels":{},"annotations":{}}}""", true)]
    [InlineData(PatchType.Merge, """{"metadata":{"labels":{},"annotations":{"a":"1"}}}""", false)]
    [InlineData(PatchType.Merge, """{"metadata":{"labels":null}}""", false)]
    [InlineData(PatchType.Merge, """{"metadata":{"finalizers":{}}}""", false)]
    [InlineData(PatchType.Merge, """{"metadata":null}""", false)]
    [InlineData(PatchType.Merge, """{"metadata":{},"dockerImageMetadata":{}}""", false)]
    [InlineData(PatchType.StrategicMerge, "{}", true)]
    [InlineData(PatchType.Apply, "{}", false)]
    public void A_patch_that_asks_for_nothing_is_known(PatchType type, string json, bool expected) =>
        Assert.Equal(expected, Patch(type, json).ChangesNothing);

    [Theory]
    [InlineData(PatchType.Merge, "[]", "A patch of the type Merge is a JSON Object, not a JSON Array.")]
    [InlineData(PatchType.Json, "{}", "A patch of the type Json is a JSON Array, not a JSON Object.")]
    public void A_patch_of_another_form_is_refused(PatchType type, string json, string message) =>
        Assert.Equal(message, Assert.Throws<InvalidJsonException>(() => Patch(type, json)).Message);

    [Theory]
    [InlineData(PatchType.Merge, "application/merge-patch+json")]
    [InlineData(PatchType.StrategicMerge, "application/strategic-merge-patch+json")]
    [InlineData(PatchType.Apply, "application/apply-patch+yaml")]
    public void A_patch_is_sent_under_the_name_of_its_type(PatchType type, string expected) =>
        Assert.Equal(expected, Patch(type, "{}").ContentType);

    [Theory]
    [InlineData("{}", """{"apiVersion":"image.openshift.io/v1","kind":"Image","metadata":{"name":"n"}}""")]
    [InlineData(
        """{"kind":"K","apiVersion":"v","metadata":{"name":"m"}}""",
        """{"kind":"K","apiVersion":"v","metadata":{"name":"m"}}""")]
    [InlineData(
        """{"metadata":{"labels":{}}}""",
        """{"metadata":{"labels":{},"name":"n"},"apiVersion":"image.openshift.io/v1","kind":"Image"}""")]
    [InlineData(
        """{"metadata":7}""", """{"metadata":7,"apiVersion":"image.openshift.io/v1","kind":"Image"}""")]
    public void An_apply_names_its_object(string json, string expected) =>
        Assert.Equal(expected, Encoding.UTF8.GetString(Patch(PatchType.Apply, json).ToBody("n").Span));

    [Fact]
    public void Any_other_patch_is_sent_as_it_is() =>
        Assert.Equal("{ }", Encoding.UTF8.GetString(Patch(PatchType.Merge, "{ }").ToBody("n").Span));

    private static ImagePatch Patch(PatchType type, string json) => new(type, Encoding.UTF8.GetBytes(json));
}
