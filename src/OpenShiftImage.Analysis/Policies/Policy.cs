namespace OpenShiftImage.Analysis.Policies;

/// <summary>Rules that Images are to keep.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Rules">Its rules, in the order in which they are looked at.</param>
internal sealed record Policy(string Name, IReadOnlyList<PolicyRule> Rules)
{
    /// <summary>Gives the rules a name of the policy that no other has, by which results are told apart.</summary>
    /// <param name="taken">The names of others; takes the name.</param>
    public void NameApart(HashSet<string> taken)
    {
        var name = Name;
        for (var number = 2; !taken.Add(name); number++)
        {
            name = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{Name} ({number})");
        }

        foreach (var rule in Rules)
        {
            rule.Policy = name;
        }
    }
}
