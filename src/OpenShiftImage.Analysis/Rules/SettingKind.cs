namespace OpenShiftImage.Analysis.Rules;

/// <summary>What a setting of a rule takes.</summary>
internal enum SettingKind
{
    /// <summary>One text, or several.</summary>
    Texts,

    /// <summary>Places that images come from: <c>host[:port][/namespace]</c>, with wildcards.</summary>
    Registries,

    /// <summary>One of the words that the setting names.</summary>
    Choice,

    /// <summary>A whole number, from 1.</summary>
    Number,

    /// <summary>A number of bytes, or text such as <c>500MB</c>.</summary>
    Size,

    /// <summary>Ports, as numbers or as text: <c>8080</c>, <c>8000-8999/tcp</c>.</summary>
    Ports,

    /// <summary>Base images, each with the labels by which it is known and the end of its support.</summary>
    Bases,

    /// <summary>A script block.</summary>
    Script,
}
