namespace OpenShiftImage;

/// <summary>What the server does with unknown and duplicate fields of an object that it is given.</summary>
public enum FieldValidation
{
    /// <summary>Drops them and says nothing.</summary>
    Ignore,

    /// <summary>Drops them and warns: the server's default.</summary>
    Warn,

    /// <summary>Refuses the object.</summary>
    Strict,
}
