namespace OpenShiftImage.Sandbox.Negotiation;

/// <summary>What a response shows of an object.</summary>
internal enum View
{
    Full,
    Table,
    Metadata,
}
