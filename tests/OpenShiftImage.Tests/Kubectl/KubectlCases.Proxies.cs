using System.Security.Cryptography.X509Certificates;

namespace OpenShiftImage.Tests.Kubectl;

/// <summary>The rows about proxies and credential plugins.</summary>
internal static partial class KubectlCases
{
    private const string Named = "server: 'https://api.table.test:{good}'\ncertificate-authority: ca.crt";
    private const string V1 = "client.authentication.k8s.io/v1";

    /// <summary>A plugin that writes down how it was run, and gives the token in <c>TOKEN</c>.</summary>
    private const string Plugin = """
        #!/bin/sh
        printf '%s' "$KUBERNETES_EXEC_INFO" > '{folder}/plugin.json'
        { echo "in $(pwd)"; printf 'arg %s\n' "$@"; } > '{folder}/plugin.log'
        echo '{"kind":"ExecCredential","apiVersion":"client.authentication.k8s.io/v1","status":{"token":"'${TOKEN:-plugged}'"}}'

        """;

    private static IEnumerable<KubectlCase> Proxies()
    {
        KubectlCase By(string name, string cluster, params (string Name, string Value)[] environment) =>
            new($"proxy: {name}", Config(cluster: cluster))
            {
                Environment = environment.ToDictionary(item => item.Name, item => (string?)item.Value),
            };
        var https = ("HTTPS_PROXY", "http://127.0.0.1:{proxy}");
        yield return By("HTTPS_PROXY", Named, https);
        yield return By("https_proxy", Named, ("https_proxy", "http://127.0.0.1:{proxy}"));
        yield return By("capitals win", Named, https, ("https_proxy", "http://127.0.0.1:1"));
        yield return By(
            "an empty one in capitals does not count",
            Named,
            ("HTTPS_PROXY", ""),
            ("https_proxy", "http://127.0.0.1:{proxy}"));
        yield return By("without a scheme", Named, ("HTTPS_PROXY", "127.0.0.1:{proxy}"));
        yield return By("with a user and password", Named, ("HTTPS_PROXY", "http://us:p%40w@127.0.0.1:{proxy}")) with
        {
            ProxyWantsCredentials = true,
        };
        yield return By("that asks for a password and gets none", Named, https) with { ProxyWantsCredentials = true };
        yield return By("HTTP_PROXY is not for https", Named, ("HTTP_PROXY", "http://127.0.0.1:{proxy}"));
        yield return By("ALL_PROXY does not count", Named, ("ALL_PROXY", "http://127.0.0.1:{proxy}"));
        yield return By("with a path", Named, ("HTTPS_PROXY", "http://127.0.0.1:{proxy}/a/b"));
        yield return By("that is dead", Named, ("HTTPS_PROXY", "http://127.0.0.1:1"));
        yield return By("this machine by address, https", ByCa, https);
        yield return By(
            "this machine by name, https", "server: 'https://localhost:{good}'\ncertificate-authority: ca.crt", https);
        yield return By(
            "this machine by address, http",
            "server: 'http://127.0.0.1:{plain}'",
            ("HTTP_PROXY", "http://127.0.0.1:{proxy}"));
        yield return By(
            "this machine by name, http",
            "server: 'http://localhost:{plain}'",
            ("HTTP_PROXY", "http://127.0.0.1:{proxy}"));
        yield return By(
            "this machine by another loopback address",
            "server: 'http://127.9.9.9:{plain}'",
            ("HTTP_PROXY", "http://127.0.0.1:{proxy}"));
        yield return new("proxy: http to elsewhere", Config("", "server: 'http://api.table.test:{plain}'"))
        {
            Environment = new() { ["HTTP_PROXY"] = "http://127.0.0.1:{proxy}" },
        };
        yield return new(
            "proxy: http to elsewhere, with a token", Config("token: t", "server: 'http://api.table.test:{plain}'"))
        {
            Environment = new() { ["HTTP_PROXY"] = "http://127.0.0.1:{proxy}" },
            ChosenDifference = "kubectl leaves out the token in silence, so one would be nobody without being told",
            Expected = Refuses,
        };
        yield return By("NO_PROXY: *", Named, https, ("NO_PROXY", "*"));
        yield return By("NO_PROXY: the name", Named, https, ("NO_PROXY", "api.table.test"));
        yield return By("NO_PROXY: the domain", Named, https, ("NO_PROXY", "table.test"));
        yield return By("NO_PROXY: the domain with a dot", Named, https, ("NO_PROXY", ".table.test"));
        yield return By("NO_PROXY: the domain with a star", Named, https, ("NO_PROXY", "*.table.test"));
        yield return By(
            "NO_PROXY: the name with a dot is below it only", Named, https, ("NO_PROXY", ".api.table.test"));
        yield return By("NO_PROXY: in capitals", Named, https, ("NO_PROXY", "TABLE.TEST"));
        yield return By("NO_PROXY: a part of a label", Named, https, ("NO_PROXY", "able.test"));
        yield return By("NO_PROXY: other names", Named, https, ("NO_PROXY", "other.test,api.other.test"));
        yield return By(
            "NO_PROXY: one of several, with spaces", Named, https, ("NO_PROXY", "other.test, table.test ,x"));
        yield return By("NO_PROXY: only commas part", Named, https, ("NO_PROXY", "other.test table.test"));
        yield return By("NO_PROXY: name and port", Named, https, ("NO_PROXY", "api.table.test:{good}"));
        yield return By("NO_PROXY: name and another port", Named, https, ("NO_PROXY", "api.table.test:1"));
        yield return By("no_proxy", Named, https, ("no_proxy", "table.test"));
        var byAddress =
            "server: 'https://10.1.2.3:{good}'\ncertificate-authority: ca.crt\ntls-server-name: api.table.test";
        yield return By("an address elsewhere", byAddress, https);
        yield return By("NO_PROXY: a network that it is not in", byAddress, https, ("NO_PROXY", "10.2.0.0/16"));
        yield return By("NO_PROXY: a part of the address", byAddress, https, ("NO_PROXY", "10."));
        yield return By("NO_PROXY: a name ends as the address does", byAddress, https, ("NO_PROXY", ".2.3")) with
        {
            Since = Recent,
        };
        yield return By("NO_PROXY: another address", byAddress, https, ("NO_PROXY", "10.1.2.4"));
        yield return By("NO_PROXY: the address with another port", byAddress, https, ("NO_PROXY", "10.1.2.3:1"));
        yield return By(
            "another name goes to the server, not to the proxy", Named + "\ntls-server-name: localhost", https);
        yield return By("groups through a proxy", Named, https) with
        {
            Kubeconfig = Config("token: t\nas: bob\nas-groups: [a, b]", Named),
        };
        var direct = Named + "\nproxy-url: 'http://127.0.0.1:{proxy}'";
        yield return By("proxy-url", direct);
        yield return By(
            "proxy-url with a user and password", Named + "\nproxy-url: 'http://us:pw@127.0.0.1:{proxy}'") with
        {
            ProxyWantsCredentials = true,
        };
        yield return By("proxy-url wins over HTTPS_PROXY", direct, ("HTTPS_PROXY", "http://127.0.0.1:1"));
        yield return By("proxy-url wins over NO_PROXY", direct, ("NO_PROXY", "*"));
        yield return By("proxy-url also for this machine", ByCa + "\nproxy-url: 'http://127.0.0.1:{proxy}'");
        yield return By(
            "proxy-url for http", "server: 'http://127.0.0.1:{plain}'\nproxy-url: 'http://127.0.0.1:{proxy}'");
        yield return By("proxy-url and another name", direct + "\ntls-server-name: localhost");
        yield return By("proxy-url in capitals", Named + "\nproxy-url: 'HTTP://127.0.0.1:{proxy}'");
        yield return By("proxy-url without a scheme", Named + "\nproxy-url: '127.0.0.1:{proxy}'");
        yield return By("proxy-url of ftp", Named + "\nproxy-url: 'ftp://us:pw@127.0.0.1:{proxy}'");
        yield return By("proxy-url of socks5h", Named + "\nproxy-url: 'socks5h://127.0.0.1:{proxy}'");
        yield return By("proxy-url that is a number", Named + "\nproxy-url: 5");
    }

    private static IEnumerable<KubectlCase> Plugins(TestCertificates pki)
    {
        KubectlCase Row(string name, string exec, string cluster = ByCa, string more = "") =>
            new($"plugin: {name}", Config($"exec: {{apiVersion: {V1}, interactiveMode: Never, {exec}}}{more}", cluster))
            {
                Files = new()
                {
                    ["bin/plug"] = Plugin,
                    ["tools/plug"] = Plugin.Replace("plugged", "from-tools", StringComparison.Ordinal),
                },
            };
        KubectlCase Answers(string name, string answer) =>
            Row(name, "command: say") with
            {
                Files = new() { ["bin/say"] = "#!/bin/sh\ncat '{folder}/answer'\n", ["answer"] = answer },
            };
        static string Answer(string status, string version = V1) =>
            "{\"kind\":\"ExecCredential\",\"apiVersion\":\"" + version + "\",\"status\":" + status + "}";
        yield return Row("on the PATH", "command: plug");
        yield return Row("by a relative path, from the kubeconfig's folder", "command: ./tools/plug") with
        {
            Location = "sub",
        };
        yield return Row("by a full path", "command: '{folder}/tools/plug'") with { Location = "sub" };
        yield return Row("in the current folder only", "command: trap") with
        {
            Files = new() { ["sub/trap"] = Plugin, ["trap"] = Plugin },
            Location = "sub",
        };
        yield return Row("in the current folder, before the PATH", "command: plug") with
        {
            Files = new()
            {
                ["bin/plug"] = Plugin,
                ["sub/plug"] = Plugin.Replace("plugged", "trapped", StringComparison.Ordinal),
            },
            Location = "sub",
        };
        yield return Row("the PATH has a dot", "command: trap") with
        {
            Files = new() { ["sub/trap"] = Plugin },
            Location = "sub",
            Environment = new() { ["PATH"] = ".:/usr/bin:/bin" },
        };
        yield return Row("the PATH has an empty entry", "command: trap") with
        {
            Files = new() { ["sub/trap"] = Plugin },
            Location = "sub",
            Environment = new() { ["PATH"] = ":/usr/bin:/bin" },
        };
        yield return Row("runs where one is", "command: plug") with { Location = "sub/deep" };
        yield return Row("arguments", "command: plug, args: ['a b', '--c=d', '', '$HOME']");
        yield return Row("environment", "command: plug, env: [{name: TOKEN, value: from-env}]");
        yield return Row(
            "cannot forge what it is told", "command: plug, env: [{name: KUBERNETES_EXEC_INFO, value: forged}]");
        yield return Row("is told the cluster", "command: plug, provideClusterInfo: true");
        yield return Row(
            "is told the server as it was written",
            "command: plug, provideClusterInfo: true",
            "server: 'https://LOCALHOST:{good}'\ncertificate-authority-data: {ca-data}");
        yield return Row(
            "is told of the proxy",
            "command: plug, provideClusterInfo: true",
            Named + "\nproxy-url: 'http://127.0.0.1:{proxy}'");
        yield return Row(
            "is told the name and the compression",
            "command: plug, provideClusterInfo: true",
            ByCa + "\ntls-server-name: localhost\ndisable-compression: true");
        yield return Row(
            "is told what the extension says",
            "command: plug, provideClusterInfo: true",
            ByCa
                + "\nextensions:\n- {name: client.authentication.k8s.io/exec, extension: {audience: a, sizes: [1, 2]}}\n- {name: other, extension: {x: y}}");
        yield return Row(
            "is told of an insecure server",
            "command: plug, provideClusterInfo: true",
            "server: 'https://127.0.0.1:{stranger}'\ninsecure-skip-tls-verify: true");
        yield return Row("does not run beside a token", "command: plug", more: "\ntoken: t");
        yield return Row("does not run over http", "command: plug", "server: 'http://127.0.0.1:{plain}'");
        yield return Row("is not there", "command: no-such-plugin");
        yield return Row("fails", "command: bad") with
        {
            Files = new() { ["bin/bad"] = "#!/bin/sh\necho no >&2\nexit 3\n" },
        };
        yield return Row("must ask, without a terminal", "command: plug") with
        {
            Kubeconfig = Config($"exec: {{apiVersion: {V1}, interactiveMode: Always, command: plug}}"),
        };
        yield return Row("no mode", "command: plug") with
        {
            Kubeconfig = Config($"exec: {{apiVersion: {V1}, command: plug}}"),
        };
        yield return Row("an unknown mode", "command: plug") with
        {
            Kubeconfig = Config($"exec: {{apiVersion: {V1}, interactiveMode: Sometimes, command: plug}}"),
        };
        yield return Row("no version", "command: plug") with
        {
            Kubeconfig = Config("exec: {interactiveMode: Never, command: plug}"),
        };
        yield return Row("an old version", "command: plug") with
        {
            Kubeconfig = Config(
                "exec: {apiVersion: client.authentication.k8s.io/v1alpha1, interactiveMode: Never, command: plug}"),
        };
        yield return Row("no command", "args: []");
        yield return Row("v1beta1 needs no mode", "command: say") with
        {
            Kubeconfig = Config("exec: {apiVersion: client.authentication.k8s.io/v1beta1, command: say}"),
            Files = new()
            {
                ["bin/say"] = "#!/bin/sh\ncat '{folder}/answer'\n",
                ["answer"] = Answer("{\"token\":\"beta\"}", "client.authentication.k8s.io/v1beta1"),
            },
        };
        yield return Answers(
            "answers in YAML", $"kind: ExecCredential\napiVersion: {V1}\nstatus:\n  token: from-yaml\n");
        yield return Answers("answers without a kind", $$$"""{"apiVersion":"{{{V1}}}","status":{"token":"x"}}""");
        yield return Answers(
            "answers with another kind", $$$"""{"kind":"Other","apiVersion":"{{{V1}}}","status":{"token":"x"}}""");
        yield return Answers(
            "answers in another version", Answer("{\"token\":\"x\"}", "client.authentication.k8s.io/v1beta1"));
        yield return Answers("answers with nothing", "");
        yield return Answers("answers without a status", $$$"""{"kind":"ExecCredential","apiVersion":"{{{V1}}}"}""");
        yield return Answers("answers with an empty status", Answer("{}"));
        yield return Answers("answers with an empty token", Answer("{\"token\":\"\"}"));
        yield return Answers("answers with a token that is a number", Answer("{\"token\":5}"));
        yield return Answers(
            "answers with a token and empty certificates",
            Answer("{\"token\":\"x\",\"clientCertificateData\":\"\",\"clientKeyData\":\"\"}"));
        yield return Answers(
            "answers with a token and half a certificate", Answer("{\"token\":\"x\",\"clientKeyData\":\"k\"}"));
        yield return Answers(
            "answers with a time", Answer("{\"token\":\"x\",\"expirationTimestamp\":\"2099-01-01T00:00:00Z\"}"));
        yield return Answers(
            "answers with a time that is null", Answer("{\"token\":\"x\",\"expirationTimestamp\":null}"));
        yield return Answers(
            "answers with a time that is none", Answer("{\"token\":\"x\",\"expirationTimestamp\":\"soon\"}"));
        yield return Answers("answers with unknown fields", Answer("{\"token\":\"x\",\"more\":1}"));
        yield return Answers("answers with a line break in the token", Answer("{\"token\":\"a\\nb\"}"));
        yield return Answers("answers with a blank token", Answer("{\"token\":\"  \"}")) with
        {
            ChosenDifference = "kubectl sends an empty token, which a server answers as nobody's",
            Expected = Refuses,
        };
        yield return Answers("answers with blanks around the token", Answer("{\"token\":\"x \"}")) with
        {
            ChosenDifference = "white space is no part of a token, and servers differ in what they make of it",
            Expected = "auth='Bearer x'",
        };
        var client = TestCertificates.Issue(pki.Intermediate, "plugged", ["plugged"], usage: "client");
        var pem = System.Text.Json.JsonSerializer.Serialize(
            client.ExportCertificatePem() + "\n" + pki.Intermediate.ExportCertificatePem());
        var key = System.Text.Json.JsonSerializer.Serialize(TestCertificates.KeyPem(client));
        yield return Answers(
            "answers with a certificate and its intermediate",
            Answer($"{{\"clientCertificateData\":{pem},\"clientKeyData\":{key}}}"));
        yield return Answers(
            "answers with a certificate and a token",
            Answer($"{{\"token\":\"x\",\"clientCertificateData\":{pem},\"clientKeyData\":{key}}}"));
        yield return Answers(
            "answers with a certificate that is none",
            Answer("{\"clientCertificateData\":\"a\",\"clientKeyData\":\"b\"}"));
        yield return Row("a child keeps its output", "command: fork") with
        {
            Files = new()
            {
                ["bin/fork"] = "#!/bin/sh\nsleep 3 &\ncat '{folder}/answer'\n",
                ["answer"] = Answer("{\"token\":\"forked\"}"),
            },
        };
    }
}
