using System.Text.RegularExpressions;

namespace OpenShiftImage.Analysis.Rules;

/// <summary>An image names a user other than root.</summary>
internal sealed partial class NoRootRule : ConfigRule
{
    private protected override RuleFinding TestImage(Image image, ImageTestContext context)
    {
        const string Expected = "a user other than root";
        if (image.Configuration is null)
        {
            return new RuleFinding(false, null, Expected, "The Image does not say which user it runs as.");
        }

        var user = image.User ?? "";
        var name = user.Split(':')[0].Trim();
        return name.Length == 0
                ? new RuleFinding(false, null, Expected, "The image names no user, so it runs as root.")
            : name == "root" || name.TrimStart('0').Length == 0
                ? new RuleFinding(false, user, Expected, $"The image runs as {user}, which is root.")
            : !User().IsMatch(name)
                ? new RuleFinding(
                    false,
                    user,
                    Expected,
                    $"The image runs as {user}, which is neither the name nor the number of a user.")
            : new RuleFinding(true, user, Expected, $"The image runs as {user}.");
    }

    [GeneratedRegex("^(?:[A-Za-z_][A-Za-z0-9_.-]{0,255}\\$?|[0-9]{1,10})\\z", RegexOptions.CultureInvariant)]
    private static partial Regex User();
}
