namespace OpenShiftImage.Transport;

/// <summary>Adds whom to act as to every request.</summary>
internal sealed class ImpersonationHandler(ImpersonationHeaders headers) : DelegatingHandler
{
    protected override Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request, CancellationToken cancellationToken)
    {
        headers.SetOn(request.Headers);
        return base.SendAsync(request, cancellationToken);
    }
}
