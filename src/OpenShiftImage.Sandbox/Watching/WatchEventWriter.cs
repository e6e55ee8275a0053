using System.Buffers;
using System.Globalization;
using System.IO.Pipelines;
using System.Text;
using System.Text.Json;
using OpenShiftImage.Sandbox.Negotiation;
using OpenShiftImage.Sandbox.Status;
using OpenShiftImage.Sandbox.Storage;

namespace OpenShiftImage.Sandbox.Watching;

/// <summary>Writes the events of one watch, a line each.</summary>
internal sealed class WatchEventWriter(PipeWriter output, Representation form)
{
    private const int FlushAbove = 64 * 1024;

    private bool _columnsSent = form.NoHeaders;

    public void WriteChange(string type, StoredImage image)
    {
        Encoding.UTF8.GetBytes($"{{\"type\":\"{type}\",\"object\":", output);
        var rowForm = form.View == View.Table ? form with { NoHeaders = _columnsSent } : form;
        RepresentationWriter.WriteObject(output, image, rowForm);
        _columnsSent = true;
        output.Write("}\n"u8);
    }

    /// <summary>Writes a bookmark.</summary>
    /// <param name="revision">The revision up to which the watch has come.</param>
    /// <param name="endsInitialEvents">Whether the bookmark ends the initial events.</param>
    public void WriteBookmark(long revision, bool endsInitialEvents)
    {
        var annotations = endsInitialEvents ? ",\"annotations\":{\"k8s.io/initial-events-end\":\"true\"}" : "";
        var version = string.Create(CultureInfo.InvariantCulture, $"\"resourceVersion\":\"{revision}\"");
        var metadata = $"{{{version}{annotations}}}";
        var partial =
            $"{{\"kind\":\"PartialObjectMetadata\",\"apiVersion\":\"meta.k8s.io/v1\",\"metadata\":{metadata}}}";
        var bookmark = form.View switch
        {
            View.Metadata => partial,
            View.Table =>
                $"{{\"kind\":\"Table\",\"apiVersion\":\"meta.k8s.io/v1\",\"metadata\":{{{version}}},"
                + $"\"columnDefinitions\":null,\"rows\":[{{\"cells\":[\"\",\"\"],\"object\":{partial}}}]}}",
            _ =>
                $"{{\"kind\":\"Image\",\"apiVersion\":\"image.openshift.io/v1\",\"metadata\":{metadata},"
                + "\"dockerImageMetadata\":{\"kind\":\"DockerImage\",\"apiVersion\":\"image.openshift.io/1.0\","
                + "\"Id\":\"\",\"Created\":null,\"ContainerConfig\":{}},\"dockerImageMetadataVersion\":\"1.0\"}",
        };
        Encoding.UTF8.GetBytes($"{{\"type\":\"BOOKMARK\",\"object\":{bookmark}}}\n", output);
    }

    public void WriteError(StatusError error)
    {
        var status = JsonSerializer.Serialize(error.ToJson());
        Encoding.UTF8.GetBytes($"{{\"type\":\"ERROR\",\"object\":{status}}}\n", output);
    }

    /// <summary>Sends what has been written when it has become much.</summary>
    public async Task FlushIfLargeAsync(CancellationToken cancellationToken)
    {
        if (output.UnflushedBytes > FlushAbove)
        {
            await output.FlushAsync(cancellationToken);
        }
    }

    /// <summary>Sends what has been written.</summary>
    public async Task FlushAsync(CancellationToken cancellationToken) => await output.FlushAsync(cancellationToken);
}
