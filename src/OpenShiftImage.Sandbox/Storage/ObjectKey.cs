namespace OpenShiftImage.Sandbox.Storage;

/// <summary>What tells an object from the others of its resource.</summary>
/// <param name="Namespace">Its namespace; empty for an object in none.</param>
/// <param name="Name">Its name.</param>
internal readonly record struct ObjectKey(string Namespace, string Name)
{
    /// <summary>Returns the key as a text, by which lists are ordered.</summary>
    public override string ToString() => Namespace.Length == 0 ? Name : $"{Namespace}/{Name}";
}
