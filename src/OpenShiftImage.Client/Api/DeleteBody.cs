using System.Buffers;
using System.Text.Json;

namespace OpenShiftImage.Api;

/// <summary>
/// The body of every DELETE (<c>io.k8s.apimachinery.pkg.apis.meta.v1.DeleteOptions</c>). .NET sends a request without a
/// body again, by itself, when a connection that was in use before closes without an answer; what was deleted and
/// created anew meanwhile would go too. And a server that is given a body ignores the query, dryRun included, so the
/// body says everything again.
/// </summary>
internal static class DeleteBody
{
    public static byte[] Create(
        bool dryRun,
        long? gracePeriodSeconds,
        bool? orphanDependents,
        DeletionPropagation? propagationPolicy,
        bool? ignoreStoreReadError,
        string? uid = null,
        string? resourceVersion = null)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("kind", "DeleteOptions");
            json.WriteString("apiVersion", "v1");
            if (dryRun)
            {
                json.WriteStartArray("dryRun");
                json.WriteStringValue("All");
                json.WriteEndArray();
            }

            if (gracePeriodSeconds is { } grace)
            {
                json.WriteNumber("gracePeriodSeconds", grace);
            }

            if (orphanDependents is { } orphan)
            {
                json.WriteBoolean("orphanDependents", orphan);
            }

            if (propagationPolicy is { } policy)
            {
                json.WriteString("propagationPolicy", policy.ToString());
            }

            if (ignoreStoreReadError is { } ignore)
            {
                json.WriteBoolean("ignoreStoreReadErrorWithClusterBreakingPotential", ignore);
            }

            if (uid is not null || resourceVersion is not null)
            {
                json.WriteStartObject("preconditions");
                Write(json, "uid", uid);
                Write(json, "resourceVersion", resourceVersion);
                json.WriteEndObject();
            }

            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    private static void Write(Utf8JsonWriter json, string name, string? value)
    {
        if (value is not null)
        {
            json.WriteString(name, value);
        }
    }
}
