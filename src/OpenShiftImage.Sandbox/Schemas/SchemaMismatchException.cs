namespace OpenShiftImage.Sandbox.Schemas;

/// <summary>JSON that is not of the schema's types.</summary>
internal sealed class SchemaMismatchException(string message) : Exception(message);
