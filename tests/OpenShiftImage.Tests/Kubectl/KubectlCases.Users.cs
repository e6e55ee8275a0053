using System.Security.Cryptography.X509Certificates;

namespace OpenShiftImage.Tests.Kubectl;

/// <summary>The rows about who one is, and as whom one acts.</summary>
internal static partial class KubectlCases
{
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
        yield return Row(
            "a certificate as data",
            $"client-certificate-data: {Base64(files["me.crt"])}\nclient-key-data: {Base64(files["me.key"])}");
        yield return Row(
            "a certificate as data with a key from a file",
            $"client-certificate-data: {Base64(files["me.crt"])}\nclient-key: me.key");
        yield return Row("a certificate with a PKCS#1 key", "client-certificate: me.crt\nclient-key: rsa.key");
        yield return Row(
            "a certificate with its intermediate", "client-certificate: chained.crt\nclient-key: chained.key");
        yield return Row(
            "a certificate with its intermediate as data",
            $"client-certificate-data: {Base64(files["chained.crt"])}\nclient-key-data: {Base64(files["chained.key"])}");
        yield return Row("a certificate and a token", "client-certificate: me.crt\nclient-key: me.key\ntoken: t");
        yield return Row(
            "a certificate and a password",
            "client-certificate: me.crt\nclient-key: me.key\nusername: me\npassword: p");
        yield return Row("a certificate without a key", "client-certificate: me.crt\ntoken: t");
        yield return Row("a key without a certificate", "client-key: me.key\ntoken: t");
        yield return Row(
            "a key as data without a certificate", $"client-key-data: {Base64(files["me.key"])}\ntoken: t");
        yield return Row("an empty certificate", "client-certificate-data: ''\nclient-key-data: ''\ntoken: t");
        yield return Row(
            "a certificate file and data",
            $"client-certificate: me.crt\nclient-certificate-data: {Base64(files["me.crt"])}\nclient-key: me.key");
        yield return Row(
            "a key file and data",
            $"client-certificate: me.crt\nclient-key: me.key\nclient-key-data: {Base64(files["me.key"])}");
        yield return Row("a certificate that is none", "client-certificate: broken.crt\nclient-key: me.key");
        yield return Row("a key of another certificate", "client-certificate: me.crt\nclient-key: chained.key");
        yield return Row("a certificate file that is missing", "client-certificate: missing\nclient-key: me.key");
        yield return Row("a certificate that is not base64", "client-certificate-data: '%%'\nclient-key: me.key");
        yield return Row("a certificate is not shown over http", "client-certificate: me.crt\nclient-key: me.key") with
        {
            Kubeconfig = Config("client-certificate: me.crt\nclient-key: me.key", "server: 'http://127.0.0.1:{plain}'"),
        };
        yield return Row("a certificate over http to elsewhere", "") with
        {
            Kubeconfig = Config(
                "client-certificate: me.crt\nclient-key: me.key", "server: 'http://api.table.test:{plain}'"),
            Environment = new() { ["HTTP_PROXY"] = "http://127.0.0.1:{proxy}" },
            ChosenDifference =
                "kubectl leaves out the certificate in silence, so one would be nobody without being told",
            Expected = Refuses,
        };
        yield return Row(
            "a plugin and a provider",
            "exec: {apiVersion: client.authentication.k8s.io/v1, command: x, interactiveMode: Never}\nauth-provider: {name: oidc, config: {}}");
        yield return Row("a provider that is gone", "auth-provider: {name: gcp, config: {}}");
    }

    private static IEnumerable<KubectlCase> Impersonation()
    {
        yield return User("as", "token: t\nas: bob");
        yield return User("as, with one group", "token: t\nas: bob\nas-groups: [devs]");
        yield return User("as, with three groups", "token: t\nas: bob\nas-groups: [developers, admins, 'cn=x,dc=y']");
        yield return User(
            "as, a group with a comma is one group", "token: t\nas: bob\nas-groups: ['developers, admins']");
        yield return User("as, with a uid", "token: t\nas: bob\nas-uid: u-1") with { Since = Recent };
        yield return User(
            "as, with extra fields",
            "token: t\nas: bob\nas-user-extra: {scopes: [view, edit], 'example.org/Reason %x': [why]}");
        yield return User(
            "as, with everything",
            "token: t\nas: bob\nas-uid: u\nas-groups: [a, b]\nas-user-extra: {k: [v, w, x], l: [m]}") with
        {
            Since = Recent,
        };
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
        yield return User(
            "as, a line break in a group", "token: t\nas: bob\nas-groups: [\"a\\nImpersonate-Group: system:masters\"]");
        yield return User("as, a line break in the uid", "token: t\nas: bob\nas-uid: \"u\\rx\"") with
        {
            Since = Recent,
        };
        yield return User(
            "as, a line break in an extra value",
            "token: t\nas: bob\nas-user-extra: {k: [\"a\\r\\n\\r\\nDELETE / HTTP/1.1\"]}");
        yield return User("as, a line break in an extra key", "token: t\nas: bob\nas-user-extra: {\"a\\r\\nb\": [v]}");
        yield return User("as, a control character", "token: t\nas: \"bo\\x01b\"");
        yield return User("as, a tab", "token: t\nas: \"bo\\tb\"") with
        {
            ChosenDifference = "no user has a tab in his name, and a terminal obeys it",
            Expected = Refuses,
        };
        yield return User("as white space", "token: t\nas: ' '") with
        {
            ChosenDifference = "a server reads it as nobody, and kubectl so acts as oneself",
            Expected = Refuses,
        };
        yield return User("as, white space around the user", "token: t\nas: ' bob '") with
        {
            ChosenDifference = "a server trims it, so that it would be another user than the one that is shown",
            Expected = Refuses,
        };
        yield return User("as, an empty group", "token: t\nas: bob\nas-groups: ['']") with
        {
            ChosenDifference = "a group without a name is a slip, such as a variable that is not set",
            Expected = Refuses,
        };
        yield return new("parameters: as", Config()) { Arguments = ["--as", "bob"], Parameters = "-As bob" };
        yield return new("parameters: as, with groups", Config())
        {
            Arguments = ["--as", "bob", "--as-group", "a", "--as-group", "b"],
            Parameters = "-As bob -AsGroup a, b",
        };
        yield return new("parameters: as, instead of the kubeconfig's", Config("token: t\nas: alice\nas-uid: u"))
        {
            Arguments = ["--as", "bob"],
            Parameters = "-As bob",
            Since = Recent,
            ChosenDifference = "the uid of the kubeconfig is another user's",
            Expected = "as='impersonate-user: bob'",
        };
        yield return new("parameters: as, a line break", Config())
        {
            Arguments = ["--as", "bob\r\nX-Injected: yes"],
            Parameters = "-As \"bob`r`nX-Injected: yes\"",
        };
        yield return new("parameters: as, a line break in a group", Config())
        {
            Arguments = ["--as", "bob", "--as-group", "a\r\nX: y"],
            Parameters = "-As bob -AsGroup \"a`r`nX: y\"",
        };
        yield return new("parameters: a group without a user", Config())
        {
            Arguments = ["--as-group", "a"],
            Parameters = "-AsGroup a",
        };
    }
}
