namespace OpenShiftImage.Tests.Kubectl;

/// <summary>The rows about the server's certificate and its authorities.</summary>
internal static partial class KubectlCases
{
    private static IEnumerable<KubectlCase> Certificates(TestCertificates pki, RecordingServer server)
    {
        string Listener(string name, string authority = "ca.crt") =>
            $"server: 'https://127.0.0.1:{{{name}}}'\ncertificate-authority: {authority}";
        var root = pki.Root.ExportCertificatePem();
        var good = server.Certificate("good").ExportCertificatePem();
        KubectlCase Bundle(string name, string listener, string bundle) =>
            Cluster(name, Listener(listener, "bundle.pem")) with { Files = new() { ["bundle.pem"] = bundle } };
        yield return Cluster("CA as data", "server: 'https://127.0.0.1:{good}'\ncertificate-authority-data: {ca-data}");
        yield return Cluster("CA file and data", ByCa + "\ncertificate-authority-data: {ca-data}");
        yield return Cluster("CA file that is missing", Listener("good", "missing.crt"));
        yield return Cluster("no CA, a server that the machine does not know", "server: 'https://127.0.0.1:{good}'");
        yield return Cluster(
            "empty CA data is no CA", "server: 'https://127.0.0.1:{good}'\ncertificate-authority-data: ''");
        yield return Cluster(
            "CA data that is not base64", "server: 'https://127.0.0.1:{good}'\ncertificate-authority-data: '%%'");
        yield return Cluster("a server with its intermediate", Listener("chain"));
        yield return Cluster("a server without its intermediate", Listener("nochain"));
        yield return Cluster("the intermediate is the anchor", Listener("nochain", "intermediate.crt"));
        yield return Cluster("the intermediate is the anchor of a whole chain", Listener("chain", "intermediate.crt"));
        yield return Bundle(
            "root and intermediate in the bundle", "nochain", root + "\n" + pki.Intermediate.ExportCertificatePem());
        yield return Bundle("the server's own certificate is the anchor", "good", good);
        yield return Bundle(
            "the server's own certificate, issued by an intermediate",
            "nochain",
            server.Certificate("nochain").ExportCertificatePem());
        yield return Bundle("another server's certificate is no anchor", "chain", good);
        yield return Cluster("a forgery in the name of the anchor", Listener("forged", "intermediate.crt"));
        yield return Cluster("a forgery in the name of an intermediate", Listener("forged"));
        yield return Cluster("a stranger", Listener("stranger"));
        yield return Cluster("another host", Listener("otherhost"));
        yield return Cluster("a common name only", Listener("cnonly"));
        yield return Bundle(
            "a common name only, itself the anchor", "cnonly", server.Certificate("127.0.0.1").ExportCertificatePem());
        yield return Cluster("an address that is no alternative name", Listener("dnsip"));
        yield return Cluster("signed with SHA-1", Listener("sha1"));
        yield return Bundle(
            "signed with SHA-1, itself the anchor", "sha1", server.Certificate("sha1").ExportCertificatePem());
        yield return Cluster("expired", Listener("expired"));
        yield return Bundle(
            "expired, itself the anchor", "expired", server.Certificate("expired").ExportCertificatePem());
        yield return Cluster("not valid yet", Listener("future"));
        yield return Cluster("for clients only", Listener("clientusage"));
        yield return Cluster("without a usage", Listener("nousage"));
        yield return Bundle(
            "a broken block before the good one",
            "good",
            "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n" + root);
        yield return Bundle(
            "a block that is not base64 before the good one",
            "good",
            "-----BEGIN CERTIFICATE-----\n%%%%\n-----END CERTIFICATE-----\n" + root);
        yield return Bundle(
            "a block without its end before the good one", "good", "-----BEGIN CERTIFICATE-----\nAAAA\n" + root);
        yield return Bundle(
            "a broken block after the good one",
            "good",
            root + "\n-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");
        yield return Bundle(
            "text around the certificate", "good", "# the root of the table\n" + root + "\nthat is all\n");
        yield return Bundle(
            "nothing but broken blocks", "good", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");
        yield return Bundle("nothing but a key", "good", TestCertificates.KeyPem(pki.Root));
        yield return Bundle("no PEM at all", "good", "hello");
        yield return Bundle("an authority of others", "good", pki.Stranger.ExportCertificatePem());
        yield return Bundle(
            "an authority of others, then ours", "good", pki.Stranger.ExportCertificatePem() + "\n" + root);
        yield return Cluster("another name that the certificate has", ByCa + "\ntls-server-name: api.table.test");
        yield return Cluster("another name that the certificate has not", ByCa + "\ntls-server-name: no.table.test");
        yield return Cluster(
            "another name, which makes the host right", Listener("otherhost") + "\ntls-server-name: other.table.test");
        yield return Cluster("another name, by a wildcard", Listener("wildcard") + "\ntls-server-name: any.table.test");
        yield return Cluster(
            "another name, too deep for the wildcard", Listener("wildcard") + "\ntls-server-name: a.b.table.test");
        yield return Cluster("another name, an address", Listener("good") + "\ntls-server-name: 127.0.0.1");
        yield return Cluster(
            "another name, with groups to act as",
            ByCa + "\ntls-server-name: api.table.test",
            "token: t\nas: bob\nas-groups: [a, b]");
    }
}
