namespace OpenShiftImage.Testing;

/// <summary>Like <see cref="UnixFactAttribute"/>, for a theory.</summary>
public sealed class UnixTheoryAttribute : TheoryAttribute
{
    public UnixTheoryAttribute()
    {
        if (OperatingSystem.IsWindows())
        {
            Skip = UnixFactAttribute.Reason;
        }
    }
}
