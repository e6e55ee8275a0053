namespace OpenShiftImage.Sandbox.Strategy;

/// <summary>A kind or version that the server does not know.</summary>
internal sealed class UnknownVersionException(string message) : Exception(message);
