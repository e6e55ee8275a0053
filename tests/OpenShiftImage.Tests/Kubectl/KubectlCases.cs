using System.Security.Cryptography.X509Certificates;

namespace OpenShiftImage.Tests.Kubectl;

/// <summary>The rows of the table.</summary>
internal static partial class KubectlCases
{
    /// <summary>By 1.30 kubectl had plugins of v1 with all they are told, uids to act with, and disable-compression.</summary>
    private const int Recent = 30;

    private const string Asks = "kubectl asks for a user and password here, which the module never does; the server says what nobody may do";

    private const string Nobody = " auth='' ";
    private const string Refuses = "refuses";

    private const string ByCa = "server: 'https://127.0.0.1:{good}'\ncertificate-authority: ca.crt";

    public static IEnumerable<KubectlCase> All(TestCertificates pki, RecordingServer server) =>
        [.. Kubeconfigs(), .. Servers(), .. Users(pki), .. Impersonation(), .. Certificates(pki, server), .. Proxies(), .. Plugins(pki).Select(row => row with { Since = Recent })];

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

    private static KubectlCase Cluster(string name, string cluster, string user = "token: t") => new($"cluster: {name}", Config(user, cluster));

    private static string Indent(string text) => text.Length == 0 ? "    {}" : string.Join('\n', text.Split('\n').Select(line => "    " + line));

    private static string Base64(string text) => Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(text));

    private static IEnumerable<KubectlCase> Kubeconfigs()
    {
        yield return new("file: as it usually is", Config());
        yield return new("file: JSON", """{"apiVersion":"v1","kind":"Config","current-context":"c","contexts":[{"name":"c","context":{"cluster":"k","user":"u"}}],"clusters":[{"name":"k","cluster":{"server":"https://127.0.0.1:{good}","certificate-authority":"ca.crt"}}],"users":[{"name":"u","user":{"token":"t"}}]}""");
        yield return new("file: with a byte order mark", "\ufeff" + Config());
        yield return new("file: with CR LF", Config().ReplaceLineEndings("\r\n"));
        yield return new("file: the first of two documents", Config() + "\n---\n" + Config("token: other"));
        yield return new("file: begins with three dashes", "---\n" + Config());
        yield return new("file: neither kind nor apiVersion", Config().Replace("apiVersion: v1\nkind: Config\n", "", StringComparison.Ordinal));
        yield return new("file: unknown fields", Config("token: t\ncolour: red") + "\nmore: [1, 2]");
        yield return new("file: names in the wrong case do not count", Config("Token: other")) { ChosenDifference = Asks, Expected = Nobody };
        yield return new("file: a merge key", "x: &x {token: merged}\n" + Config("<<: *x"));
        yield return new("file: an anchor and an alias", "x: &x t2\n" + Config("token: *x"));
        yield return new("file: not YAML", "a: b\nclusters: [}");
        yield return new("file: a list", "- a\n- b");
        yield return new("file: clusters is a mapping", "current-context: c\nclusters: {a: b}");
        yield return new("file: two users of one name", Config() + "\n- {name: u, user: {token: other}}");
        yield return new("file: two clusters of one name", Config().Replace("users:", "- {name: k, cluster: {server: 'https://127.0.0.1:{good}'}}\nusers:", StringComparison.Ordinal));
        yield return new("file: two contexts of one name", Config().Replace("clusters:", "- {name: c, context: {cluster: k}}\nclusters:", StringComparison.Ordinal));
        yield return new("file: two other users of one name", Config() + "\n- {name: v, user: {}}\n- {name: v, user: {}}");
        yield return new("file: a context named nothing, where none is current", Config().Replace("current-context: c\n", "", StringComparison.Ordinal).Replace("name: c,", "name: '',", StringComparison.Ordinal));
        yield return new("file: a context without a name", Config().Replace("current-context: c\n", "", StringComparison.Ordinal).Replace("name: c, ", "", StringComparison.Ordinal));
        yield return new("file: the current context is not there", Config().Replace("current-context: c", "current-context: d", StringComparison.Ordinal));
        yield return new("file: a context by parameter", Config().Replace("current-context: c", "current-context: d", StringComparison.Ordinal)) { Arguments = ["--context", "c"], Parameters = "-Context c" };
        yield return new("file: a context by parameter that is not there", Config()) { Arguments = ["--context", "d"], Parameters = "-Context d" };
        yield return new("file: a context named by a number needs quotes", Config().Replace("current-context: c", "current-context: 1", StringComparison.Ordinal).Replace("name: c", "name: 1", StringComparison.Ordinal));
        yield return new("file: the cluster of the context is not there", Config().Replace("cluster: k,", "cluster: x,", StringComparison.Ordinal));
        yield return new("file: the user of the context is not there", Config().Replace("user: u}", "user: x}", StringComparison.Ordinal));
        yield return new("file: a key twice in one mapping", Config("token: t\ntoken: t2"))
        {
            ChosenDifference = "kubectl takes the last, and of two tokens nobody can say which is meant",
            Expected = Refuses,
        };
        yield return new("KUBECONFIG: relative to where one is", Config())
        {
            Environment = new() { ["KUBECONFIG"] = "here/it" },
            Location = "sub",
            Files = new() { ["sub/here/it"] = Config("token: sub").Replace("ca.crt", "../../ca.crt", StringComparison.Ordinal), ["here/it"] = Config("token: wrong") },
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
            Files = new() { ["a"] = "current-context: e\ncontexts: [{name: e, context: {cluster: k, user: v}}]\nusers: [{name: v, user: {token: v}}]", ["b"] = Config() },
        };
        yield return new("KUBECONFIG: missing files and empty entries", "") { Environment = new() { ["KUBECONFIG"] = ":{folder}/missing::{folder}/b:" }, Files = new() { ["b"] = Config("token: b") } };
        yield return new("KUBECONFIG: the same file twice", Config()) { Environment = new() { ["KUBECONFIG"] = "{folder}/config:{folder}/config" } };
        yield return new("KUBECONFIG: a folder", Config()) { Environment = new() { ["KUBECONFIG"] = "{folder}" } };
        yield return new("KUBECONFIG: a folder beside a file", Config()) { Environment = new() { ["KUBECONFIG"] = "{folder}/home:{folder}/config" } };
        yield return new("KUBECONFIG: a broken file beside a good one", Config()) { Environment = new() { ["KUBECONFIG"] = "{folder}/config:{folder}/bad" }, Files = new() { ["bad"] = "a: [}" } };
        yield return new("KUBECONFIG: a parameter instead", Config("token: wrong"))
        {
            Files = new() { ["other"] = Config("token: other") },
            Arguments = ["--kubeconfig", "other"],
            Parameters = "-Kubeconfig other",
        };
        yield return new("KUBECONFIG: a parameter that leads nowhere", Config()) { Arguments = ["--kubeconfig", "missing"], Parameters = "-Kubeconfig missing" };
        yield return new("KUBECONFIG: not set, ~/.kube/config", "") { Environment = new() { ["KUBECONFIG"] = null }, Files = new() { ["home/.kube/config"] = Config("token: home").Replace("ca.crt", "../../ca.crt", StringComparison.Ordinal) } };
        yield return new("KUBECONFIG: an empty file", "");
    }

    private static IEnumerable<KubectlCase> Servers()
    {
        yield return Cluster("the name localhost", "server: 'https://localhost:{good}'\ncertificate-authority: ca.crt");
        yield return Cluster("an address in capitals", "server: 'HTTPS://LOCALHOST:{good}'\ncertificate-authority: ca.crt");
        yield return Cluster("with a slash at its end", "server: 'https://127.0.0.1:{good}/'\ncertificate-authority: ca.crt");
        yield return Cluster("with a query", "server: 'https://127.0.0.1:{good}?a=b'\ncertificate-authority: ca.crt");
        yield return Cluster("http to this machine sends no token", "server: 'http://127.0.0.1:{plain}'");
        yield return Cluster("without a scheme it is http", "server: '127.0.0.1:{plain}'");
        yield return Cluster("a name without a scheme is http", "server: 'localhost:{plain}'");
        yield return Cluster("without a scheme but with a CA it is http", "server: 'localhost:{plain}'\ncertificate-authority: ca.crt");
        yield return Cluster("http with a password sends none", "server: 'http://127.0.0.1:{plain}'", "username: me\npassword: secret");
        yield return Cluster("http still impersonates", "server: 'http://127.0.0.1:{plain}'", "as: bob\nas-groups: [a, b]");
        yield return Cluster("ftp", "server: 'ftp://127.0.0.1:{good}'");
        yield return Cluster("a number", "server: 12345");
        yield return Cluster("a space before the address", "server: ' https://127.0.0.1:{good}'\ncertificate-authority: ca.crt");
        yield return Cluster("no host", "server: 'https://'\ncertificate-authority: ca.crt");
        yield return Cluster("a user and password in the address", "server: 'https://us:pw@127.0.0.1:{good}'\ncertificate-authority: ca.crt") with
        {
            ChosenDifference = "a password in an address ends up in messages and lists of processes; kubectl sends it in place of the token",
            Expected = Refuses,
        };
        yield return Cluster("a user and password in an http address", "server: 'http://us:pw@127.0.0.1:{plain}'") with
        {
            ChosenDifference = "kubectl sends the password in the clear",
            Expected = Refuses,
        };
        yield return Cluster("insecure", "server: 'https://127.0.0.1:{stranger}'\ninsecure-skip-tls-verify: true");
        yield return Cluster("insecure, said with yes", "server: 'https://127.0.0.1:{stranger}'\ninsecure-skip-tls-verify: yes");
        yield return Cluster("insecure, said with on", "server: 'https://127.0.0.1:{stranger}'\ninsecure-skip-tls-verify: on");
        yield return Cluster("insecure, said with a text", "server: 'https://127.0.0.1:{stranger}'\ninsecure-skip-tls-verify: 'true'");
        yield return Cluster("insecure, said with a number", "server: 'https://127.0.0.1:{stranger}'\ninsecure-skip-tls-verify: 1");
        yield return Cluster("insecure with no", ByCa + "\ninsecure-skip-tls-verify: no");
        yield return Cluster("insecure beside a CA", ByCa + "\ninsecure-skip-tls-verify: true");
        yield return Cluster("insecure beside CA data", "server: 'https://127.0.0.1:{good}'\ncertificate-authority-data: {ca-data}\ninsecure-skip-tls-verify: true");
        yield return Cluster("insecure with another name", "server: 'https://127.0.0.1:{stranger}'\ninsecure-skip-tls-verify: true\ntls-server-name: api.table.test");
        yield return Cluster("disable-compression", ByCa + "\ndisable-compression: true");
        yield return Cluster("disable-compression as text", ByCa + "\ndisable-compression: 'yes'") with { Since = Recent };
    }

    private static IEnumerable<KubectlCase> Users(TestCertificates pki)
    {
        var client = TestCertificates.Issue(pki.Root, "me", ["me"], usage: "client");
        var chained = TestCertificates.Issue(pki.Intermediate, "chained", ["chained"], usage: "client");
        var files = new Dictionary<string, string>
        {
            ["me.crt"] = client.ExportCertificatePem(),
            ["me.key"] = TestCertificates.KeyPem(client),
            ["chained.crt"] = chained.ExportCertificatePem() + "\n" + pki.Intermediate.ExportCertificatePem(),
            ["chained.key"] = TestCertificates.KeyPem(chained),
            ["rsa.key"] = client.GetRSAPrivateKey()!.ExportRSAPrivateKeyPem(),
            ["token"] = "from-file\n",
            ["spaced"] = "  from-file \n\n",
            ["empty"] = "",
            ["broken.crt"] = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n",
        };
        KubectlCase Row(string name, string user) => User(name, user) with { Files = files };
        yield return User("nothing", "") with { ChosenDifference = Asks, Expected = Nobody };
        yield return User("a token", "token: abc");
        yield return User("a token that is a number", "token: 12345");
        yield return User("a token that is a boolean", "token: true");
        yield return User("a token that is null", "token: null") with { ChosenDifference = Asks, Expected = Nobody };
        yield return User("an empty token", "token: ''") with { ChosenDifference = Asks, Expected = Nobody };
        yield return User("a token with a line break in it", "token: \"a\\nb\"");
        yield return Row("a token file", "tokenFile: token");
        yield return Row("a token file with white space", "tokenFile: spaced");
        yield return Row("a token file by a full path", "tokenFile: '{folder}/token'");
        yield return Row("a token file wins over a token", "tokenFile: token\ntoken: inline");
        yield return Row("a token where the file is missing", "tokenFile: missing\ntoken: inline");
        yield return Row("a token where the file is empty", "tokenFile: empty\ntoken: inline");
        yield return Row("a token file that is missing", "tokenFile: missing");
        yield return Row("a password", "username: me\npassword: secret");
        yield return Row("a password with a colon", "username: me\npassword: 'a:b'");
        yield return Row("a user without a password", "username: me");
        yield return Row("a token and a password", "token: t\nusername: me\npassword: secret");
        yield return Row("a token file and a password", "tokenFile: token\nusername: me\npassword: secret");
        yield return Row("a certificate", "client-certificate: me.crt\nclient-key: me.key");
        yield return Row("a certificate as data", $"client-certificate-data: {Base64(files["me.crt"])}\nclient-key-data: {Base64(files["me.key"])}");
        yield return Row("a certificate as data with a key from a file", $"client-certificate-data: {Base64(files["me.crt"])}\nclient-key: me.key");
        yield return Row("a certificate with a PKCS#1 key", "client-certificate: me.crt\nclient-key: rsa.key");
        yield return Row("a certificate with its intermediate", "client-certificate: chained.crt\nclient-key: chained.key");
        yield return Row("a certificate with its intermediate as data", $"client-certificate-data: {Base64(files["chained.crt"])}\nclient-key-data: {Base64(files["chained.key"])}");
        yield return Row("a certificate and a token", "client-certificate: me.crt\nclient-key: me.key\ntoken: t");
        yield return Row("a certificate and a password", "client-certificate: me.crt\nclient-key: me.key\nusername: me\npassword: p");
        yield return Row("a certificate without a key", "client-certificate: me.crt\ntoken: t");
        yield return Row("a key without a certificate", "client-key: me.key\ntoken: t");
        yield return Row("a key as data without a certificate", $"client-key-data: {Base64(files["me.key"])}\ntoken: t");
        yield return Row("an empty certificate", "client-certificate-data: ''\nclient-key-data: ''\ntoken: t");
        yield return Row("a certificate file and data", $"client-certificate: me.crt\nclient-certificate-data: {Base64(files["me.crt"])}\nclient-key: me.key");
        yield return Row("a key file and data", $"client-certificate: me.crt\nclient-key: me.key\nclient-key-data: {Base64(files["me.key"])}");
        yield return Row("a certificate that is none", "client-certificate: broken.crt\nclient-key: me.key");
        yield return Row("a key of another certificate", "client-certificate: me.crt\nclient-key: chained.key");
        yield return Row("a certificate file that is missing", "client-certificate: missing\nclient-key: me.key");
        yield return Row("a certificate that is not base64", "client-certificate-data: '%%'\nclient-key: me.key");
        yield return Row("a certificate is not shown over http", "client-certificate: me.crt\nclient-key: me.key") with { Kubeconfig = Config("client-certificate: me.crt\nclient-key: me.key", "server: 'http://127.0.0.1:{plain}'") };
        yield return Row("a certificate over http to elsewhere", "") with
        {
            Kubeconfig = Config("client-certificate: me.crt\nclient-key: me.key", "server: 'http://api.table.test:{plain}'"),
            Environment = new() { ["HTTP_PROXY"] = "http://127.0.0.1:{proxy}" },
            ChosenDifference = "kubectl leaves out the certificate in silence, so one would be nobody without being told",
            Expected = Refuses,
        };
        yield return Row("a plugin and a provider", "exec: {apiVersion: client.authentication.k8s.io/v1, command: x, interactiveMode: Never}\nauth-provider: {name: oidc, config: {}}");
        yield return Row("a provider that is gone", "auth-provider: {name: gcp, config: {}}");
    }

    private static IEnumerable<KubectlCase> Impersonation()
    {
        yield return User("as", "token: t\nas: bob");
        yield return User("as, with one group", "token: t\nas: bob\nas-groups: [devs]");
        yield return User("as, with three groups", "token: t\nas: bob\nas-groups: [developers, admins, 'cn=x,dc=y']");
        yield return User("as, a group with a comma is one group", "token: t\nas: bob\nas-groups: ['developers, admins']");
        yield return User("as, with a uid", "token: t\nas: bob\nas-uid: u-1") with { Since = Recent };
        yield return User("as, with extra fields", "token: t\nas: bob\nas-user-extra: {scopes: [view, edit], 'example.org/Reason %x': [why]}");
        yield return User("as, with everything", "token: t\nas: bob\nas-uid: u\nas-groups: [a, b]\nas-user-extra: {k: [v, w, x], l: [m]}") with { Since = Recent };
        yield return User("as, with empty lists", "token: t\nas: bob\nas-groups: []\nas-user-extra: {}");
        yield return User("as, a user that is not ASCII", "token: t\nas: 'jörg'\nas-groups: ['gruppe-ä', 'b']");
        yield return User("as nobody, with empty lists", "token: t\nas-groups: []\nas-user-extra: {}");
        yield return User("as nobody, with a group", "token: t\nas-groups: [a]");
        yield return User("as nobody, with a uid", "token: t\nas-uid: u") with { Since = Recent };
        yield return User("as nobody, with extra fields", "token: t\nas-user-extra: {k: [v]}");
        yield return User("as a number", "token: t\nas: 5");
        yield return User("as, groups that are no list", "token: t\nas: bob\nas-groups: devs");
        yield return User("as, a group that is a number", "token: t\nas: bob\nas-groups: [5]");
        yield return User("as, extra that is no list", "token: t\nas: bob\nas-user-extra: {a: b}");
        yield return User("as, a line break in the user", "token: t\nas: \"bob\\r\\nX-Injected: yes\"");
        yield return User("as, a line break in a group", "token: t\nas: bob\nas-groups: [\"a\\nImpersonate-Group: system:masters\"]");
        yield return User("as, a line break in the uid", "token: t\nas: bob\nas-uid: \"u\\rx\"") with { Since = Recent };
        yield return User("as, a line break in an extra value", "token: t\nas: bob\nas-user-extra: {k: [\"a\\r\\n\\r\\nDELETE / HTTP/1.1\"]}");
        yield return User("as, a line break in an extra key", "token: t\nas: bob\nas-user-extra: {\"a\\r\\nb\": [v]}");
        yield return User("as, a control character", "token: t\nas: \"bo\\x01b\"");
        yield return User("as, a tab", "token: t\nas: \"bo\\tb\"") with { ChosenDifference = "no user has a tab in his name, and a terminal obeys it", Expected = Refuses };
        yield return User("as white space", "token: t\nas: ' '") with { ChosenDifference = "a server reads it as nobody, and kubectl so acts as oneself", Expected = Refuses };
        yield return User("as, white space around the user", "token: t\nas: ' bob '") with { ChosenDifference = "a server trims it, so that it would be another user than the one that is shown", Expected = Refuses };
        yield return User("as, an empty group", "token: t\nas: bob\nas-groups: ['']") with { ChosenDifference = "a group without a name is a slip, such as a variable that is not set", Expected = Refuses };
        yield return new("parameters: as", Config()) { Arguments = ["--as", "bob"], Parameters = "-As bob" };
        yield return new("parameters: as, with groups", Config()) { Arguments = ["--as", "bob", "--as-group", "a", "--as-group", "b"], Parameters = "-As bob -AsGroup a, b" };
        yield return new("parameters: as, instead of the kubeconfig's", Config("token: t\nas: alice\nas-uid: u"))
        {
            Arguments = ["--as", "bob"],
            Parameters = "-As bob",
            Since = Recent,
            ChosenDifference = "the uid of the kubeconfig is another user's",
            Expected = "as='impersonate-user: bob'",
        };
        yield return new("parameters: as, a line break", Config()) { Arguments = ["--as", "bob\r\nX-Injected: yes"], Parameters = "-As \"bob`r`nX-Injected: yes\"" };
        yield return new("parameters: as, a line break in a group", Config()) { Arguments = ["--as", "bob", "--as-group", "a\r\nX: y"], Parameters = "-As bob -AsGroup \"a`r`nX: y\"" };
        yield return new("parameters: a group without a user", Config()) { Arguments = ["--as-group", "a"], Parameters = "-AsGroup a" };
    }

    private static IEnumerable<KubectlCase> Certificates(TestCertificates pki, RecordingServer server)
    {
        string Listener(string name, string authority = "ca.crt") => $"server: 'https://127.0.0.1:{{{name}}}'\ncertificate-authority: {authority}";
        var root = pki.Root.ExportCertificatePem();
        var good = server.Certificate("good").ExportCertificatePem();
        KubectlCase Bundle(string name, string listener, string bundle) => Cluster(name, Listener(listener, "bundle.pem")) with { Files = new() { ["bundle.pem"] = bundle } };
        yield return Cluster("CA as data", "server: 'https://127.0.0.1:{good}'\ncertificate-authority-data: {ca-data}");
        yield return Cluster("CA file and data", ByCa + "\ncertificate-authority-data: {ca-data}");
        yield return Cluster("CA file that is missing", Listener("good", "missing.crt"));
        yield return Cluster("no CA, a server that the machine does not know", "server: 'https://127.0.0.1:{good}'");
        yield return Cluster("empty CA data is no CA", "server: 'https://127.0.0.1:{good}'\ncertificate-authority-data: ''");
        yield return Cluster("CA data that is not base64", "server: 'https://127.0.0.1:{good}'\ncertificate-authority-data: '%%'");
        yield return Cluster("a server with its intermediate", Listener("chain"));
        yield return Cluster("a server without its intermediate", Listener("nochain"));
        yield return Cluster("the intermediate is the anchor", Listener("nochain", "intermediate.crt"));
        yield return Cluster("the intermediate is the anchor of a whole chain", Listener("chain", "intermediate.crt"));
        yield return Bundle("root and intermediate in the bundle", "nochain", root + "\n" + pki.Intermediate.ExportCertificatePem());
        yield return Bundle("the server's own certificate is the anchor", "good", good);
        yield return Bundle("the server's own certificate, issued by an intermediate", "nochain", server.Certificate("nochain").ExportCertificatePem());
        yield return Bundle("another server's certificate is no anchor", "chain", good);
        yield return Cluster("a forgery in the name of the anchor", Listener("forged", "intermediate.crt"));
        yield return Cluster("a forgery in the name of an intermediate", Listener("forged"));
        yield return Cluster("a stranger", Listener("stranger"));
        yield return Cluster("another host", Listener("otherhost"));
        yield return Cluster("a common name only", Listener("cnonly"));
        yield return Bundle("a common name only, itself the anchor", "cnonly", server.Certificate("127.0.0.1").ExportCertificatePem());
        yield return Cluster("an address that is no alternative name", Listener("dnsip"));
        yield return Cluster("signed with SHA-1", Listener("sha1"));
        yield return Bundle("signed with SHA-1, itself the anchor", "sha1", server.Certificate("sha1").ExportCertificatePem());
        yield return Cluster("expired", Listener("expired"));
        yield return Bundle("expired, itself the anchor", "expired", server.Certificate("expired").ExportCertificatePem());
        yield return Cluster("not valid yet", Listener("future"));
        yield return Cluster("for clients only", Listener("clientusage"));
        yield return Cluster("without a usage", Listener("nousage"));
        yield return Bundle("a broken block before the good one", "good", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n" + root);
        yield return Bundle("a block that is not base64 before the good one", "good", "-----BEGIN CERTIFICATE-----\n%%%%\n-----END CERTIFICATE-----\n" + root);
        yield return Bundle("a block without its end before the good one", "good", "-----BEGIN CERTIFICATE-----\nAAAA\n" + root);
        yield return Bundle("a broken block after the good one", "good", root + "\n-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");
        yield return Bundle("text around the certificate", "good", "# the root of the table\n" + root + "\nthat is all\n");
        yield return Bundle("nothing but broken blocks", "good", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");
        yield return Bundle("nothing but a key", "good", TestCertificates.KeyPem(pki.Root));
        yield return Bundle("no PEM at all", "good", "hello");
        yield return Bundle("an authority of others", "good", pki.Stranger.ExportCertificatePem());
        yield return Bundle("an authority of others, then ours", "good", pki.Stranger.ExportCertificatePem() + "\n" + root);
        yield return Cluster("another name that the certificate has", ByCa + "\ntls-server-name: api.table.test");
        yield return Cluster("another name that the certificate has not", ByCa + "\ntls-server-name: no.table.test");
        yield return Cluster("another name, which makes the host right", Listener("otherhost") + "\ntls-server-name: other.table.test");
        yield return Cluster("another name, by a wildcard", Listener("wildcard") + "\ntls-server-name: any.table.test");
        yield return Cluster("another name, too deep for the wildcard", Listener("wildcard") + "\ntls-server-name: a.b.table.test");
        yield return Cluster("another name, an address", Listener("good") + "\ntls-server-name: 127.0.0.1");
        yield return Cluster("another name, with groups to act as", ByCa + "\ntls-server-name: api.table.test", "token: t\nas: bob\nas-groups: [a, b]");
    }
}
