using OpenShiftImage.Archives;
using OpenShiftImage.Kubernetes.Workloads;
using OpenShiftImage.Transport;
using OpenShiftImage.Workloads;

namespace OpenShiftImage.Kubernetes.Tests.Workloads;

/// <summary>An object that is not whole, or that nobody could work out, is an error: what it uses is not known.</summary>
public sealed class FaultyObjectsTests
{
    [Theory]
    [InlineData("1e999999999")]
    [InlineData("-2.5E-100000")]
    public void A_quantity_that_would_take_hours_is_refused(string quantity)
    {
        var parser = new KubernetesObjectParser();
        var range =
            $$$"""{"metadata":{"name":"l"},"spec":{"limits":[{"type":"openshift.io/Image","max":{"storage":"{{{quantity}}}"}}]}}""";

        Assert.ThrowsAny<System.Text.Json.JsonException>(
            () => parser.ParseObject(UsageTypes.LimitRange, System.Text.Encoding.UTF8.GetBytes(range)));
    }

    [Theory]
    [InlineData("null")]
    [InlineData("\"NaN\"")]
    [InlineData("\"\"")]
    public void A_limit_that_is_none_is_refused(string storage)
    {
        var parser = new KubernetesObjectParser();
        var range =
            $$$"""{"metadata":{"name":"l"},"spec":{"limits":[{"type":"openshift.io/Image","max":{"storage":{{{storage}}}}}]}}""";

        Assert.ThrowsAny<System.Text.Json.JsonException>(
            () => parser.ParseObject(UsageTypes.LimitRange, System.Text.Encoding.UTF8.GetBytes(range)));
    }

    [Fact]
    public void What_only_looks_like_one_is_none() => QuantityBounds.Check(
        """{"image":"quay.io/a/b@sha256:12e999999","n":1e5,"q":"1e12","x":"e999"}"""u8);

    [Fact]
    public async Task A_workload_whose_file_was_cut_is_an_error()
    {
        var folder = Directory.CreateTempSubdirectory("openshiftimage-").FullName;
        File.WriteAllText(Path.Combine(folder, "pod.yaml"), """
            apiVersion: v1
            kind: Pod
            metadata:
              name: p
              namespace: shop
              uid: 7caa3ade-fef6-4408-8ddd-354b792e8e3f
            spec:
              containers:
              - image: quay.io/shop/app@sha256:12
            """);
        using var cluster = new ClusterConnection(CollectedCluster.Open(folder, null, () => new YamlConverter()));
        var observer = new RecordingObserver();
        var found = 0;
        await foreach (var page in new ClusterObjectReader(cluster, () => new KubernetesObjectParser(), observer)
            .ReadAsync(UsageTypes.All, default))
        {
            found += page.Count;
        }

        Assert.Equal(0, found);
        Assert.Contains("seems to have been cut", Assert.Single(observer.Failures).Message, StringComparison.Ordinal);
    }

    private sealed class RecordingObserver : IRequestObserver
    {
        public List<OpenShiftImageException> Failures { get; } = [];

        public RequestDetail Detail => RequestDetail.None;

        public ValueTask WarnAsync(string message, CancellationToken cancellationToken) => default;

        public ValueTask CompletedAsync(RequestSummary summary, CancellationToken cancellationToken) => default;

        public ValueTask HeadersAsync(string text, CancellationToken cancellationToken) => default;

        public ValueTask RetryingAsync(string message, CancellationToken cancellationToken) => default;

        public ValueTask InformAsync(string message, CancellationToken cancellationToken) => default;

        public ValueTask FailedAsync(OpenShiftImageException failure, CancellationToken cancellationToken)
        {
            Failures.Add(failure);
            return default;
        }
    }
}
