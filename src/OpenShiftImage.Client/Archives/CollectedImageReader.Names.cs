using System.Net;
using System.Runtime.ExceptionServices;
using OpenShiftImage.Api;
using OpenShiftImage.Primitives;
using OpenShiftImage.Selection;
using OpenShiftImage.Serialization;

namespace OpenShiftImage.Archives;

/// <content>Reads Images by name: of several names as many in one pass as may be held.</content>
internal sealed partial class CollectedImageReader
{
    /// <summary>Images that are held at the same time, until they are asked for.</summary>
    private const int MaxHeld = 500;

    private readonly Dictionary<Type, Pass> _passes = [];
    private IReadOnlyList<string> _expected = [];

    /// <inheritdoc/>
    public void Expect(IEnumerable<string> names) => _expected = [.. names.Distinct()];

    private async Task<T> FindAsync<T>(
        CollectedForm<T> form, string name, GetOptions? options, CancellationToken cancellationToken)
        where T : ApiResource, new()
    {
        ImageApi.Escape(name);
        CheckVersion(options?.ResourceVersion);
        if (!_passes.TryGetValue(typeof(T), out var pass) || !pass.Names.Contains(name))
        {
            _passes[typeof(T)] = pass = await FindAllAsync(form, name, cancellationToken).ConfigureAwait(false);
        }

        if (pass.Found.TryGetValue(name, out var found))
        {
            return (T)found;
        }

        if (pass.Failure is not null)
        {
            ExceptionDispatchInfo.Throw(pass.Failure);
        }

        throw new ApiException(
            HttpStatusCode.NotFound,
            new Status
            {
                Code = 404,
                Reason = "NotFound",
                Message = $"images.image.openshift.io \"{name}\" not found in '{collected.Path}'",
            },
            null,
            null,
            $"GET {collected.Path}",
            name);
    }

    /// <summary>Reads an Image, and with it the next ones that are expected.</summary>
    private async Task<Pass> FindAllAsync<T>(
        CollectedForm<T> form, string name, CancellationToken cancellationToken)
        where T : ApiResource, new()
    {
        HashSet<string> names = [name, .. _expected.SkipWhile(expected => expected != name).Take(MaxHeld)];
        var found = new Dictionary<string, ApiResource>(StringComparer.Ordinal);
        try
        {
            await foreach (var item in ReadAsync(
                form, ObjectSelection.Parse(null, null), names, cancellationToken).ConfigureAwait(false))
            {
                found[ObjectIdentity.Of(item).Name!] = item;
                if (found.Count == names.Count)
                {
                    break;
                }
            }
        }
        catch (CollectedClusterException e)
        {
            // What could be read comes before the error.
            return new Pass(names, found, e);
        }

        return new Pass(names, found, null);
    }

    /// <summary>What a pass over the archive has found.</summary>
    private sealed record Pass(
        HashSet<string> Names, Dictionary<string, ApiResource> Found, CollectedClusterException? Failure);
}
