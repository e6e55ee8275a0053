using System.Threading.Channels;

namespace OpenShiftImage.Sandbox.Storage;

/// <summary>A subscription to the changes of a store, which lasts until it is disposed.</summary>
internal sealed class Subscription(ChannelReader<StoreChange> changes, Action unsubscribe) : IDisposable
{
    public ChannelReader<StoreChange> Changes => changes;

    public void Dispose() => unsubscribe();
}
