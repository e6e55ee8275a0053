using OpenShiftImage.Api;

namespace OpenShiftImage.Client.Tests;

/// <summary>Images that are looked at once are the same, and are not to be had afterwards.</summary>
public sealed class TransientListTests(SandboxFixture sandbox) : IClassFixture<SandboxFixture>
{
    [Fact]
    public async Task They_are_those_of_any_list_and_hold_only_until_their_page_is_given_up()
    {
        var expected = new List<string>();
        await foreach (var page in sandbox.Api.ListAsync(new ListOptions { Limit = 50 }))
        {
            expected.AddRange(page.Items.Select(Describe));
        }

        var (found, first) = (new List<string>(), default(Image));
        await foreach (var page in sandbox.Api.ListAsync(new ListOptions { Limit = 50, IsTransient = true }))
        {
            using (page)
            {
                found.AddRange(page.Items.Select(Describe));
                first ??= page.Items[0];
            }
        }

        Assert.Equal(250, found.Count);
        Assert.Equal(expected, found);
        Assert.Throws<ObjectDisposedException>(() => first!.Deferred!.Utf8Json.Length);
        Assert.Throws<ObjectDisposedException>(() => first!.DockerImageReference);
    }

    /// <summary>Returns the JSON of an Image as it came, and what is read from it.</summary>
    private static string Describe(Image image, int index)
    {
        var json = System.Text.Encoding.UTF8.GetString(image.Deferred!.Utf8Json);
        return index % 7 == 6 ? $"{json} {image.DockerImageReference} {image.Size}" : json;
    }
}
