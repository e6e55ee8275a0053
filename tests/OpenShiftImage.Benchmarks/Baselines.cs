using System.Diagnostics;
using System.Net.Http.Headers;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using k8s;
using OpenShiftImage.Configuration;
using OpenShiftImage.Kubernetes;

namespace OpenShiftImage.Benchmarks;

/// <summary>What others would do with the same server: a bare HttpClient, and KubernetesClient.</summary>
public sealed class Baselines : IDisposable
{
    /// <summary>What a list of metadata alone is asked for with.</summary>
    public const string MetadataList = "application/json;as=PartialObjectMetadataList;v=v1;g=meta.k8s.io";

    private const string Json = "application/json";
    private const string Images = "/apis/image.openshift.io/v1/images";

    private readonly HttpClient _http;
    private readonly string _kubeconfig;

    public Baselines(string kubeconfig)
    {
        _kubeconfig = kubeconfig;
        Configuration =
            new Kubernetes.KubeconfigSource().LoadAsync(new KubeconfigRequest { Paths = [kubeconfig] }, default)
                .GetAwaiter()
                .GetResult();
        var ssl = new SslClientAuthenticationOptions();
        if (Configuration.CertificateAuthority is { } authority)
        {
            ssl.CertificateChainPolicy = new X509ChainPolicy
            {
                TrustMode = X509ChainTrustMode.CustomRootTrust,
                RevocationMode = X509RevocationMode.NoCheck,
            };
            ssl.CertificateChainPolicy.CustomTrustStore.AddRange(authority);
        }

        _http = new HttpClient(
            new SocketsHttpHandler { SslOptions = ssl, AutomaticDecompression = System.Net.DecompressionMethods.None })
        {
            BaseAddress = Configuration.Server,
            DefaultRequestVersion = System.Net.HttpVersion.Version20,
        };
    }

    internal ClusterConfiguration Configuration { get; }

    public async Task AuthorizeAsync()
    {
        if (Configuration.Credential is not null)
        {
            _http.DefaultRequestHeaders.Authorization = await Configuration.Credential.GetAuthorizationAsync(
                false, default);
        }
    }

    public void Dispose() => _http.Dispose();

    public async Task<byte[]> GetAsync(string path, string accept = Json)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path) { Version = System.Net.HttpVersion.Version20 };
        request.Headers.Accept.Add(MediaTypeWithQualityHeaderValue.Parse(accept));
        using var response = await _http.SendAsync(request);
        response.EnsureSuccessStatusCode();
        return await response.Content.ReadAsByteArrayAsync();
    }

    /// <summary>Gets one object from the thread that calls, as a script would, and gives how long it took, in milliseconds.</summary>
    public double TimeGet(string path)
    {
        var began = Stopwatch.GetTimestamp();
        GetAsync(path).GetAwaiter().GetResult();
        return Stopwatch.GetElapsedTime(began).TotalMilliseconds;
    }

    /// <summary>Downloads a list page by page and gives the time, the number of bytes and of objects; only with <paramref name="parse"/> is it looked into beyond the token.</summary>
    public async Task<(double Milliseconds, long Bytes, int Count)> ListAsync(bool parse, string accept = Json)
    {
        var began = Stopwatch.GetTimestamp();
        var (bytes, count) = (0L, 0);
        var token = "";
        do
        {
            var body = await GetAsync(
                $"{Images}?limit=500{(token.Length == 0 ? "" : $"&continue={Uri.EscapeDataString(token)}")}", accept);
            bytes += body.Length;
            if (parse)
            {
                using var document = JsonDocument.Parse(body);
                token = document.RootElement.GetProperty("metadata").TryGetProperty("continue", out var next)
                    ? next.GetString()!
                    : "";
                count += document.RootElement.GetProperty("items").GetArrayLength();
            }
            else
            {
                token = Token(body);
            }
        }
        while (token.Length > 0);
        return (Stopwatch.GetElapsedTime(began).TotalMilliseconds, bytes, count);
    }

    /// <summary>Lists with KubernetesClient, page by page.</summary>
    public async Task<(double Milliseconds, int Count)> ListWithKubernetesClientAsync()
    {
        using var client = new k8s.Kubernetes(KubernetesClientConfiguration.BuildConfigFromConfigFile(_kubeconfig));
        var began = Stopwatch.GetTimestamp();
        var count = 0;
        string? token = null;
        do
        {
            var page =
                (JsonElement)await client.CustomObjects.ListClusterCustomObjectAsync<JsonElement>(
                    "image.openshift.io", "v1", "images", limit: 500, continueParameter: token);
            count += page.GetProperty("items").GetArrayLength();
            token = page.GetProperty("metadata").TryGetProperty("continue", out var next) ? next.GetString() : null;
        }
        while (!string.IsNullOrEmpty(token));
        return (Stopwatch.GetElapsedTime(began).TotalMilliseconds, count);
    }

    /// <summary>Drains a watch up to a number of events and gives the time.</summary>
    public async Task<double> DrainWatchAsync(string resourceVersion, int events)
    {
        using var request = new HttpRequestMessage(
            HttpMethod.Get, $"{Images}?watch=true&resourceVersion={resourceVersion}&timeoutSeconds=600")
        {
            Version = System.Net.HttpVersion.Version20,
        };
        var began = Stopwatch.GetTimestamp();
        using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        await using var stream = await response.Content.ReadAsStreamAsync();
        var buffer = new byte[1 << 16];
        while (events > 0)
        {
            var read = await stream.ReadAsync(buffer);
            events -= buffer.AsSpan(0, read).Count((byte)'\n');
        }

        return Stopwatch.GetElapsedTime(began).TotalMilliseconds;
    }

    public async Task PatchAsync(string name, string label)
    {
        using var request = new HttpRequestMessage(HttpMethod.Patch, $"{Images}/{name}")
        {
            Version = System.Net.HttpVersion.Version20,
        };
        request.Content = new StringContent(
            $"{{\"metadata\":{{\"labels\":{{\"n\":\"{label}\"}}}}}}",
            MediaTypeHeaderValue.Parse("application/merge-patch+json"));
        using var response = await _http.SendAsync(request);
        response.EnsureSuccessStatusCode();
    }

    public async Task CreateAsync(string name)
    {
        using var content = new StringContent(
            $"{{\"metadata\":{{\"name\":\"{name}\"}},\"dockerImageReference\":\"quay.io/a/b:c\"}}",
            MediaTypeHeaderValue.Parse("application/json"));
        using var response = await _http.PostAsync(Images, content);
        response.EnsureSuccessStatusCode();
    }

    public async Task<string> VersionAsync()
    {
        using var document = JsonDocument.Parse(await GetAsync(Images + "?limit=1"));
        return document.RootElement.GetProperty("metadata").GetProperty("resourceVersion").GetString()!;
    }

    public async Task<string> FirstNameAsync()
    {
        using var document = JsonDocument.Parse(await GetAsync(Images + "?limit=1"));
        return document.RootElement.GetProperty("items")[0].GetProperty("metadata").GetProperty("name").GetString()!;
    }

    /// <summary>Finds the token at the head of a list without parsing what follows.</summary>
    private static string Token(ReadOnlySpan<byte> body)
    {
        var reader = new Utf8JsonReader(body);
        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.PropertyName && reader.ValueTextEquals("continue"u8))
            {
                reader.Read();
                return reader.GetString() ?? "";
            }

            if (reader.TokenType == JsonTokenType.PropertyName && reader.ValueTextEquals("items"u8))
            {
                break;
            }
        }

        return "";
    }
}
