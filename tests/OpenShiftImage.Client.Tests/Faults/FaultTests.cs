using System.Text;
using System.Text.Json;
using OpenShiftImage.Api;
using OpenShiftImage.Configuration;
using OpenShiftImage.Sandbox;
using OpenShiftImage.Watching;

namespace OpenShiftImage.Client.Tests.Faults;

/// <summary>Alone, since what a process allocates and leaves unobserved would be that of other tests too.</summary>
[CollectionDefinition("Faults", DisableParallelization = true)]
public sealed class FaultsCollection;

/// <summary>Everything that a network and a broken server can do: each ends in the right objects or in one clear error.</summary>
[Collection("Faults")]
public sealed class FaultTests(ITestOutputHelper output) : IAsyncLifetime
{
    private const int Runs = 2_000;
    private const int Images = 12;

    private SandboxServer _server = null!;
    private FaultProxy _proxy = null!;

    private readonly SocketsHttpHandler _upstream = new()
    {
        SslOptions = { RemoteCertificateValidationCallback = (_, _, _, _) => true },
    };

    public async ValueTask InitializeAsync()
    {
        _server = await SandboxServer.StartAsync(new SandboxOptions { Images = Images });
        _proxy = new FaultProxy(_server.Address, _upstream);
    }

    public async ValueTask DisposeAsync()
    {
        await _proxy.DisposeAsync();
        _upstream.Dispose();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task Two_thousand_runs_with_faults_end_in_the_right_objects_or_one_clear_error()
    {
        var unobserved = new System.Collections.Concurrent.ConcurrentQueue<string>();
        EventHandler<UnobservedTaskExceptionEventArgs> keep = (_, e) => unobserved.Enqueue(e.Exception.ToString());
        // What tests before this one left behind is not of these runs.
        GC.Collect();
        GC.WaitForPendingFinalizers();
        TaskScheduler.UnobservedTaskException += keep;
        var names = _server.Store.Current.Images.Select(image => image.Name).ToList();
        var (good, bad) = (0, 0);
        var faults = new System.Collections.Concurrent.ConcurrentQueue<string>();
        await Parallel.ForEachAsync(
            Enumerable.Range(1, Runs),
            new ParallelOptions { MaxDegreeOfParallelism = 24 },
            async (seed, cancellationToken) =>
        {
            try
            {
                if (await RunAsync(seed, names).WaitAsync(TimeSpan.FromSeconds(60), cancellationToken))
                {
                    Interlocked.Increment(ref good);
                }
                else
                {
                    Interlocked.Increment(ref bad);
                }
            }
            catch (Exception e)
            {
                faults.Enqueue($"seed {seed}: {e}");
            }
        });
        GC.Collect();
        GC.WaitForPendingFinalizers();
        TaskScheduler.UnobservedTaskException -= keep;
        output.WriteLine($"{Runs} runs: {good} gave the right objects, {bad} one clear error.");
        Assert.True(faults.IsEmpty, string.Join('\n', faults.Take(5)));
        Assert.True(unobserved.IsEmpty, string.Join('\n', unobserved.Take(5)));
        // Both ends are seen, or the faults are none.
        Assert.True(good > Runs / 10 && bad > Runs / 10, $"{good} good, {bad} bad");
    }

    [Fact]
    public async Task A_list_that_is_cut_after_any_byte_is_an_error_and_never_a_shorter_list()
    {
        var body = Encoding.UTF8.GetBytes(
            """{"kind":"ImageList","apiVersion":"image.openshift.io/v1","metadata":{"resourceVersion":"7"},"items":[{"metadata":{"name":"a","labels":{"b":"c"}},"dockerImageReference":"quay.io/a/b:c"},{"metadata":{"name":"b"},"dockerImageReference":"é","dockerImageMetadata":{"Id":"x","Config":{"Env":["A=1"]}}}]}""");
        using var connection = Connect(TimeSpan.Zero);
        for (var k = 0; k <= body.Length; k++)
        {
            var part = body[..k];
            _proxy.NextFault = _ => new Fault("cut", _ => new Wire(Fault.Join(Fault.Head(body.Length), part)));
            if (k == body.Length)
            {
                Assert.Equal(
                    ["a", "b"],
                    (await connection.CreateApi().ListPageAsync(new ListOptions())).Items.Select(image => image.Name));
                break;
            }

            var error =
                await Assert.ThrowsAsync<TransportException>(
                    () => connection.CreateApi().ListPageAsync(new ListOptions()));
            Assert.Equal(TransportException.IncompleteResponse, error.ErrorId);

            // A server that ends its answer in good order, but too early.
            _proxy.NextFault = _ => new Fault("short", _ => new Wire(Fault.Join(Fault.Head(part.Length), part)));
            error =
                await Assert.ThrowsAsync<TransportException>(
                    () => connection.CreateApi().ListPageAsync(new ListOptions()));
            Assert.Equal(TransportException.InvalidResponse, error.ErrorId);
        }
    }

    [Fact]
    public async Task A_body_that_drips_in_byte_by_byte_is_read()
    {
        using var connection = Connect(TimeSpan.Zero);
        var body = Encoding.UTF8.GetBytes(
            """{"kind":"ImageList","metadata":{},"items":[{"metadata":{"name":"a"},"dockerImageReference":"é"}]}""");
        _proxy.NextFault = _ =>
            new Fault("drip", _ => new Wire(Fault.Join(Fault.Head(body.Length), body)) { Drips = true });
        Assert.Equal(
            "é", (await connection.CreateApi().ListPageAsync(new ListOptions())).Items[0].DockerImageReference);
    }

    [Fact]
    public async Task Ten_thousand_brackets_overflow_no_stack()
    {
        using var connection = Connect(TimeSpan.Zero);
        var deep = string.Concat(Enumerable.Repeat("[", 10_000)) + string.Concat(Enumerable.Repeat("]", 10_000));
        foreach (var text in new[] { $"{{\"metadata\":{{\"name\":\"a\"}},\"dockerImageMetadata\":{deep}}}", deep })
        {
            var body = Encoding.UTF8.GetBytes(text);
            _proxy.NextFault = _ => new Fault("deep", _ => new Wire(Fault.Join(Fault.Head(body.Length), body)));
            var error = await Assert.ThrowsAsync<TransportException>(() => connection.CreateApi().GetAsync("a"));
            Assert.Equal(TransportException.InvalidResponse, error.ErrorId);
            var list = Encoding.UTF8.GetBytes($"{{\"kind\":\"ImageList\",\"items\":[{text}]}}");
            _proxy.NextFault = _ => new Fault("deep", _ => new Wire(Fault.Join(Fault.Head(list.Length), list)));
            error =
                await Assert.ThrowsAsync<TransportException>(
                    () => connection.CreateApi().ListPageAsync(new ListOptions()));
            Assert.Equal(TransportException.InvalidResponse, error.ErrorId);
        }
    }

    [Fact]
    public async Task A_gigabyte_that_is_announced_is_not_waited_for_nor_reserved()
    {
        using var connection = Connect(TimeSpan.Zero);
        var start = Encoding.UTF8.GetBytes(
            "{\"kind\":\"ImageList\",\"items\":[{\"metadata\":{\"name\":\"" + new string('a', 100_000));
        _proxy.NextFault = _ => new Fault("gigabyte", _ => new Wire(Fault.Join(Fault.Head(1L << 30), start)));
        var before = GC.GetTotalAllocatedBytes();
        var error =
            await Assert.ThrowsAsync<TransportException>(() => connection.CreateApi().ListPageAsync(new ListOptions()));
        Assert.Equal(TransportException.IncompleteResponse, error.ErrorId);
        Assert.True(GC.GetTotalAllocatedBytes() - before < 64 << 20, "memory was reserved for what did not come");
    }

    [Fact]
    public async Task Escape_sequences_of_terminals_stay_out_of_messages()
    {
        using var connection = Connect(TimeSpan.Zero);
        _proxy.NextFault = _ =>
            new Fault(
                "text",
                _ =>
                    new Wire(
                        "HTTP/1.1 400 X\r\nContent-Type: text/plain\r\nContent-Length: 10\r\n\r\nbad \u001b]0;x\u0007"u8.ToArray()));
        var error = await Assert.ThrowsAsync<ApiException>(() => connection.CreateApi().GetAsync("a\u001b[31m"));
        Assert.DoesNotContain(error.Message, c => char.IsControl(c));
    }

    /// <summary>Runs one operation with the faults of a seed, and sees that it leaves no connection open: true for the right objects, false for one error.</summary>
    private async Task<bool> RunAsync(int seed, List<string> names)
    {
        await using var proxy = new FaultProxy(_server.Address, _upstream);
        var good = await RunAsync(seed, names, proxy);
        for (var i = 0; i < 6000 && proxy.OpenConnections > 0; i++)
        {
            await Task.Delay(5);
        }

        Assert.Equal(0, proxy.OpenConnections);
        return good;
    }

    private async Task<bool> RunAsync(int seed, List<string> names, FaultProxy proxy)
    {
        var random = new Random(seed);
        var left = random.Next(1, 4);
        proxy.NextFault = target =>
        {
            lock (random)
            {
                var fault = left > 0 && random.Next(3) > 0 && left-- > 0 ? Fault.Pick(random) : null;
                // A watch may be silent for as long as the server likes; that its stall is noticed at its deadline is another test.
                return fault is { Name: "stall" } && target.Contains("watch=true", StringComparison.Ordinal)
                    ? null
                    : fault;
            }
        };
        var operation = random.Next(5);
        using var connection = Connect(TimeSpan.FromMilliseconds(random.Next(2) * 500), proxy);
        var api = connection.CreateApi(operationTimeout: TimeSpan.FromSeconds(2));
        var name = names[random.Next(names.Count)];
        try
        {
            switch (operation)
            {
                case 0:
                    var listed = new List<string>();
                    await foreach (var page in api.ListAsync(new ListOptions { Limit = 5 }))
                    {
                        // To look at them is part of reading them.
                        listed.AddRange(page.Items.Select(image => image.Metadata!.Name!));
                    }

                    Assert.Equal(names, listed);
                    break;
                case 1:
                    Assert.Equal(name, (await api.GetAsync(name)).Name);
                    break;
                case 2:
                    Assert.Equal(
                        names,
                        (await api.ListMetadataPageAsync(new ListOptions())).Items.Select(item => item.Metadata!.Name));
                    break;
                case 3:
                    var seen = new HashSet<string>(StringComparer.Ordinal);
                    var watched = new SortedSet<string>(StringComparer.Ordinal);
                    await foreach (var item in new ImageWatcher(
                        api, new WatchSettings { SendInitialEvents = true }).WatchAsync())
                    {
                        // Other runs change labels meanwhile.
                        Assert.True(
                            seen.Add($"{item.Name} {item.Image.Metadata!.ResourceVersion}"), $"{item.Name} came twice");
                        watched.Add(item.Name!);
                        if (watched.Count == names.Count)
                        {
                            break;
                        }
                    }

                    Assert.Equal(names, watched);
                    break;
                default:
                    var patched = await api.PatchAsync(
                        name,
                        new ImagePatch(
                            PatchType.Merge,
                            Encoding.UTF8.GetBytes("{\"metadata\":{\"labels\":{\"seed\":\"" + seed + "\"}}}")));
                    Assert.Equal(name, patched.Name);
                    break;
            }

            return true;
        }
        catch (OpenShiftImageException e)
        {
            Assert.False(string.IsNullOrEmpty(e.ErrorId));
            Assert.DoesNotContain(e.Message, c => char.IsControl(c) && c is not ('\n' or '\t'));
            return false;
        }
        finally
        {
            Assert.True(proxy.WritesInDoubt <= 1, "a write was repeated");
        }
    }

    private ClusterConnection Connect(TimeSpan retries, FaultProxy? proxy = null) => new(new ClusterConfiguration
    {
        Server = (proxy ?? _proxy).Address,
        Credential = new TokenCredential(_server.AdminToken),
        DisableCompression = false,
        RetryTimeout = retries,
        FirstRetryPause = TimeSpan.FromMilliseconds(5),
        IdleTimeout = TimeSpan.FromMilliseconds(400),
    });
}
