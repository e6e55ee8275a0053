namespace OpenShiftImage.Tests.Kubectl;

/// <summary>The rows of the table.</summary>
internal static partial class KubectlCases
{
    /// <summary>By 1.30 kubectl had plugins of v1 with all they are told, uids to act with, and disable-compression.</summary>
    private const int Recent = 30;

    private const string Asks =
        "kubectl asks for a user and password here, which the module never does; the server says what nobody may do";

    private const string Nobody = " auth='' ";
    private const string Refuses = "refuses";

    private const string ByCa = "server: 'https://127.0.0.1:{good}'\ncertificate-authority: ca.crt";

    public static IEnumerable<KubectlCase> All(TestCertificates pki, RecordingServer server) =>
        [
            .. Kubeconfigs(),
            .. Servers(),
            .. Users(pki),
            .. Impersonation(),
            .. Certificates(pki, server),
            .. Proxies(),
            .. Plugins(pki).Select(row => row with { Since = Recent }),
        ];

    /// <summary>A kubeconfig of one context.</summary>
    private static string Config(string user = "token: t", string cluster = ByCa) => $"""
        apiVersion: v1
        kind: Config
        current-context: c
        contexts:
        - {"{name: c, context: {cluster: k, user: u}}"}
        clusters:
        - name: k
          cluster:
        {Indent(cluster)}
        users:
        - name: u
          user:
        {Indent(user)}
        """;

    private static KubectlCase User(string name, string user) => new($"user: {name}", Config(user));

    private static KubectlCase Cluster(string name, string cluster, string user = "token: t") =>
        new($"cluster: {name}", Config(user, cluster));

    private static string Indent(string text) =>
        text.Length == 0 ? "    {}" : string.Join('\n', text.Split('\n').Select(line => "    " + line));

    private static string Base64(string text) => Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(text));

    private static IEnumerable<KubectlCase> Kubeconfigs()
    {
        yield return new("file: as it usually is", Config());
        yield return new(
            "file: JSON",
            """{"apiVersion":"v1","kind":"Config","current-context":"c","contexts":[{"name":"c","context":{"cluster":"k","user":"u"}}],"clusters":[{"name":"k","cluster":{"server":"https://127.0.0.1:{good}","certificate-authority":"ca.crt"}}],"users":[{"name":"u","user":{"token":"t"}}]}""");
        yield return new("file: with a byte order mark", "\ufeff" + Config());
        yield return new("file: with CR LF", Config().ReplaceLineEndings("\r\n"));
        yield return new("file: the first of two documents", Config() + "\n---\n" + Config("token: other"));
        yield return new("file: begins with three dashes", "---\n" + Config());
        yield return new(
            "file: neither kind nor apiVersion",
            Config().Replace("apiVersion: v1\nkind: Config\n", "", StringComparison.Ordinal));
        yield return new("file: unknown fields", Config("token: t\ncolour: red") + "\nmore: [1, 2]");
        yield return new("file: names in the wrong case do not count", Config("Token: other"))
        {
            ChosenDifference = Asks,
            Expected = Nobody,
        };
        yield return new("file: a merge key", "x: &x {token: merged}\n" + Config("<<: *x"));
        yield return new("file: an anchor and an alias", "x: &x t2\n" + Config("token: *x"));
        yield return new("file: not YAML", "a: b\nclusters: [}");
        yield return new("file: a list", "- a\n- b");
        yield return new("file: clusters is a mapping", "current-context: c\nclusters: {a: b}");
        yield return new("file: two users of one name", Config() + "\n- {name: u, user: {token: other}}");
        yield return new(
            "file: two clusters of one name",
            Config().Replace(
                "users:",
                "- {name: k, cluster: {server: 'https://127.0.0.1:{good}'}}\nusers:",
                StringComparison.Ordinal));
        yield return new(
            "file: two contexts of one name",
            Config().Replace("clusters:", "- {name: c, context: {cluster: k}}\nclusters:", StringComparison.Ordinal));
        yield return new(
            "file: two other users of one name", Config() + "\n- {name: v, user: {}}\n- {name: v, user: {}}");
        yield return new(
            "file: a context named nothing, where none is current",
            Config().Replace("current-context: c\n", "", StringComparison.Ordinal)
                .Replace("name: c,", "name: '',", StringComparison.Ordinal));
        yield return new(
            "file: a context without a name",
            Config().Replace("current-context: c\n", "", StringComparison.Ordinal)
                .Replace("name: c, ", "", StringComparison.Ordinal));
        yield return new(
            "file: the current context is not there",
            Config().Replace("current-context: c", "current-context: d", StringComparison.Ordinal));
        yield return new(
            "file: a context by parameter",
            Config().Replace("current-context: c", "current-context: d", StringComparison.Ordinal))
        {
            Arguments = ["--context", "c"],
            Parameters = "-Context c",
        };
        yield return new("file: a context by parameter that is not there", Config())
        {
            Arguments = ["--context", "d"],
            Parameters = "-Context d",
        };
        yield return new(
            "file: a context named by a number needs quotes",
            Config().Replace("current-context: c", "current-context: 1", StringComparison.Ordinal)
                .Replace("name: c", "name: 1", StringComparison.Ordinal));
        yield return new(
            "file: the cluster of the context is not there",
            Config().Replace("cluster: k,", "cluster: x,", StringComparison.Ordinal));
        yield return new(
            "file: the user of the context is not there",
            Config().Replace("user: u}", "user: x}", StringComparison.Ordinal));
        yield return new("file: a key twice in one mapping", Config("token: t\ntoken: t2"))
        {
            ChosenDifference = "kubectl takes the last, and of two tokens nobody can say which is meant",
            Expected = Refuses,
        };
        yield return new("KUBECONFIG: relative to where one is", Config())
        {
            Environment = new() { ["KUBECONFIG"] = "here/it" },
            Location = "sub",
            Files = new()
            {
                ["sub/here/it"] = Config("token: sub").Replace("ca.crt", "../../ca.crt", StringComparison.Ordinal),
                ["here/it"] = Config("token: wrong"),
            },
        };
        yield return new("KUBECONFIG: two files, the first entry wins", "")
        {
            Environment = new() { ["KUBECONFIG"] = "{folder}/a:{folder}/b" },
            Files = new() { ["a"] = Config("token: a"), ["b"] = Config("token: b") },
        };
        yield return new("KUBECONFIG: entries are not mixed", "")
        {
            Environment = new() { ["KUBECONFIG"] = "{folder}/a:{folder}/b" },
            Files = new() { ["a"] = "users: [{name: u, user: {}}]", ["b"] = Config("token: b") },
            ChosenDifference = Asks,
            Expected = Nobody,
        };
        yield return new("KUBECONFIG: the first current context counts", "")
        {
            Environment = new() { ["KUBECONFIG"] = "{folder}/a:{folder}/b" },
            Files = new()
            {
                ["a"] =
                    "current-context: e\ncontexts: [{name: e, context: {cluster: k, user: v}}]\nusers: [{name: v, user: {token: v}}]",
                ["b"] = Config(),
            },
        };
        yield return new("KUBECONFIG: missing files and empty entries", "")
        {
            Environment = new() { ["KUBECONFIG"] = ":{folder}/missing::{folder}/b:" },
            Files = new() { ["b"] = Config("token: b") },
        };
        yield return new("KUBECONFIG: the same file twice", Config())
        {
            Environment = new() { ["KUBECONFIG"] = "{folder}/config:{folder}/config" },
        };
        yield return new("KUBECONFIG: a folder", Config()) { Environment = new() { ["KUBECONFIG"] = "{folder}" } };
        yield return new("KUBECONFIG: a folder beside a file", Config())
        {
            Environment = new() { ["KUBECONFIG"] = "{folder}/home:{folder}/config" },
        };
        yield return new("KUBECONFIG: a broken file beside a good one", Config())
        {
            Environment = new() { ["KUBECONFIG"] = "{folder}/config:{folder}/bad" },
            Files = new() { ["bad"] = "a: [}" },
        };
        yield return new("KUBECONFIG: a parameter instead", Config("token: wrong"))
        {
            Files = new() { ["other"] = Config("token: other") },
            Arguments = ["--kubeconfig", "other"],
            Parameters = "-Kubeconfig other",
        };
        yield return new("KUBECONFIG: a parameter that leads nowhere", Config())
        {
            Arguments = ["--kubeconfig", "missing"],
            Parameters = "-Kubeconfig missing",
        };
        yield return new("KUBECONFIG: not set, ~/.kube/config", "")
        {
            Environment = new() { ["KUBECONFIG"] = null },
            Files = new()
            {
                ["home/.kube/config"] = Config("token: home").Replace(
                    "ca.crt", "../../ca.crt", StringComparison.Ordinal),
            },
        };
        yield return new("KUBECONFIG: an empty file", "");
    }

    private static IEnumerable<KubectlCase> Servers()
    {
        yield return Cluster("the name localhost", "server: 'https://localhost:{good}'\ncertificate-authority: ca.crt");
        yield return Cluster(
            "an address in capitals", "server: 'HTTPS://LOCALHOST:{good}'\ncertificate-authority: ca.crt");
        yield return Cluster(
            "with a slash at its end", "server: 'https://127.0.0.1:{good}/'\ncertificate-authority: ca.crt");
        yield return Cluster("with a query", "server: 'https://127.0.0.1:{good}?a=b'\ncertificate-authority: ca.crt");
        yield return Cluster("http to this machine sends no token", "server: 'http://127.0.0.1:{plain}'");
        yield return Cluster("without a scheme it is http", "server: '127.0.0.1:{plain}'");
        yield return Cluster("a name without a scheme is http", "server: 'localhost:{plain}'");
        yield return Cluster(
            "without a scheme but with a CA it is http", "server: 'localhost:{plain}'\ncertificate-authority: ca.crt");
        yield return Cluster(
            "http with a password sends none", "server: 'http://127.0.0.1:{plain}'", "username: me\npassword: secret");
        yield return Cluster(
            "http still impersonates", "server: 'http://127.0.0.1:{plain}'", "as: bob\nas-groups: [a, b]");
        yield return Cluster("ftp", "server: 'ftp://127.0.0.1:{good}'");
        yield return Cluster("a number", "server: 12345");
        yield return Cluster(
            "a space before the address", "server: ' https://127.0.0.1:{good}'\ncertificate-authority: ca.crt");
        yield return Cluster("no host", "server: 'https://'\ncertificate-authority: ca.crt");
        yield return Cluster(
            "a user and password in the address",
            "server: 'https://us:pw@127.0.0.1:{good}'\ncertificate-authority: ca.crt") with
        {
            ChosenDifference =
                "a password in an address ends up in messages and lists of processes; kubectl sends it in place of the token",
            Expected = Refuses,
        };
        yield return Cluster("a user and password in an http address", "server: 'http://us:pw@127.0.0.1:{plain}'") with
        {
            ChosenDifference = "kubectl sends the password in the clear",
            Expected = Refuses,
        };
        yield return Cluster("insecure", "server: 'https://127.0.0.1:{stranger}'\ninsecure-skip-tls-verify: true");
        yield return Cluster(
            "insecure, said with yes", "server: 'https://127.0.0.1:{stranger}'\ninsecure-skip-tls-verify: yes");
        yield return Cluster(
            "insecure, said with on", "server: 'https://127.0.0.1:{stranger}'\ninsecure-skip-tls-verify: on");
        yield return Cluster(
            "insecure, said with a text", "server: 'https://127.0.0.1:{stranger}'\ninsecure-skip-tls-verify: 'true'");
        yield return Cluster(
            "insecure, said with a number", "server: 'https://127.0.0.1:{stranger}'\ninsecure-skip-tls-verify: 1");
        yield return Cluster("insecure with no", ByCa + "\ninsecure-skip-tls-verify: no");
        yield return Cluster("insecure beside a CA", ByCa + "\ninsecure-skip-tls-verify: true");
        yield return Cluster(
            "insecure beside CA data",
            "server: 'https://127.0.0.1:{good}'\ncertificate-authority-data: {ca-data}\ninsecure-skip-tls-verify: true");
        yield return Cluster(
            "insecure with another name",
            "server: 'https://127.0.0.1:{stranger}'\ninsecure-skip-tls-verify: true\ntls-server-name: api.table.test");
        yield return Cluster("disable-compression", ByCa + "\ndisable-compression: true");
        yield return Cluster("disable-compression as text", ByCa + "\ndisable-compression: 'yes'") with
        {
            Since = Recent,
        };
    }
}
