using System.Globalization;
using System.Net;
using System.Text;

namespace OpenShiftImage;

/// <summary>A text that cannot be the name of an Image.</summary>
public sealed class InvalidNameException : OpenShiftImageException
{
    internal InvalidNameException(string name)
        : base("InvalidName", $"'{name}' cannot be the name of an Image: it may not be empty, '.' or '..', nor contain '/', '%' or a NUL.", name, null)
    {
    }
}
