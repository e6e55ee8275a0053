using System.Globalization;

namespace OpenShiftImage.Transport;

/// <summary>How much of each request an observer wants to be told.</summary>
internal enum RequestDetail
{
    /// <summary>Nothing but warnings.</summary>
    None,

    /// <summary>What came of it.</summary>
    Summary,

    /// <summary>Also the headers of request and answer, without secrets.</summary>
    Headers,
}
