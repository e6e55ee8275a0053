namespace OpenShiftImage.Architecture.Tests;

/// <summary>That a file of one folder names something of another.</summary>
/// <param name="From">The folder of the file.</param>
/// <param name="To">The folder of what it names.</param>
/// <param name="Place">File, line and name.</param>
internal sealed record FolderReference(string From, string To, string Place);
