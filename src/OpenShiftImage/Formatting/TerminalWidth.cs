using System.Management.Automation;

namespace OpenShiftImage.Formatting;

/// <summary>How many columns what is shown can take.</summary>
internal static class TerminalWidth
{
    /// <summary>What a host without a terminal is taken for.</summary>
    private const int Unknown = 120;

    /// <summary>The last column, which PowerShell leaves empty so that no terminal wraps the line.</summary>
    private const int Reserved = 1;

    // Reads properties only, so it works in every language mode. The engine tells nobody how wide it will print.
    private static readonly ScriptBlock s_read = ScriptBlock.Create("$Host.UI.RawUI.BufferSize.Width");

    public static int Get()
    {
        try
        {
            var read =
                s_read.InvokeReturnAsIs() is PSObject { BaseObject: int and > 0 and var width } ? width : Unknown;
            return read - Reserved;
        }
        catch (RuntimeException)
        {
            // A host that has no terminal may say so like this.
            return Unknown - Reserved;
        }
    }
}
