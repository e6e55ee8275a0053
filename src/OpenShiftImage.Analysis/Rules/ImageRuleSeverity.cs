namespace OpenShiftImage;

/// <summary>How bad it is that an Image breaks a rule.</summary>
public enum ImageRuleSeverity
{
    /// <summary>Good to know.</summary>
    Information,

    /// <summary>To be looked at.</summary>
    Warning,

    /// <summary>To be mended.</summary>
    Error,
}
