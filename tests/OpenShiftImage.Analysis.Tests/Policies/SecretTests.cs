using System.Text.Json;
using OpenShiftImage.Analysis.Rules;

namespace OpenShiftImage.Analysis.Tests.Policies;

/// <summary>What of an environment is a secret, by its name or by its value; no value is ever told.</summary>
public sealed class SecretTests
{
    private const string Letters = "Zz9Yy8Xx7Ww6Vv5Uu4Tt3Ss2Rr1Qq0Pp";

    [Theory]
    [InlineData("DB_PASSWORD")]
    [InlineData("POSTGRES_PASSWORD")]
    [InlineData("MYSQLPASSWORD")]
    [InlineData("dbPassword")]
    [InlineData("db.password")]
    [InlineData("DB_PASS")]
    [InlineData("DB_PWD")]
    [InlineData("PASSWORD_1")]
    [InlineData("CLIENT_SECRET")]
    [InlineData("API_KEY")]
    [InlineData("APIKEY")]
    [InlineData("AWS_SECRET_ACCESS_KEY")]
    [InlineData("SSH_PRIVATE_KEY")]
    [InlineData("GITHUB_TOKEN")]
    [InlineData("REGISTRY_CREDENTIALS")]
    [InlineData("KEY_PASSPHRASE")]
    public void A_name_tells_that_the_value_is_a_secret(string name)
    {
        var result = Test($"{name}={Letters}");
        Assert.False(result.Passed);
        Assert.Equal($"{name} (by its name)", result.Actual);
    }

    [Theory]
    [InlineData("PATH=/usr/local/bin:/usr/bin")]
    [InlineData("PWD=/work")]
    [InlineData("OLDPWD=/work")]
    [InlineData("DB_PASSWORD_FILE=/run/secrets/db")]
    [InlineData("DB_PASSWORD=/run/secrets/db")]
    [InlineData("PASSWORD_MIN_LENGTH=8")]
    [InlineData("TOKEN_TTL=3600")]
    [InlineData("MAX_TOKENS=4096")]
    [InlineData("SECRET_NAME=web")]
    [InlineData("KEYBOARD=us")]
    [InlineData("MONKEY=banana")]
    [InlineData("GPG_KEY=E3FF2839C048B25C084DEBE9B26995E310250568")]
    [InlineData("COMPASS=north")]
    [InlineData("DB_PASSWORD=")]
    [InlineData("DB_PASSWORD=\"\"")]
    [InlineData("DB_PASSWORD")]
    [InlineData("DB_PASSWORD=$(DB_PASSWORD)")]
    [InlineData("DB_PASSWORD=${DB_PASSWORD}")]
    [InlineData("DB_PASSWORD={{ .Values.password }}")]
    [InlineData("DB_PASSWORD=<set me>")]
    [InlineData("DB_PASSWORD=********")]
    [InlineData("ALLOW_EMPTY_PASSWORD=yes")]
    [InlineData("CA=LS0tLS1CRUdJTiBDRVJUSUZJQ0FURS0tLS0tCk1JSUM=")]
    [InlineData("DB=Server=db;User=me;Password=${DB_PASSWORD}")]
    [InlineData("URL=https://example.com:8443/a@b")]
    [InlineData("URL=postgres://user:${PASSWORD}@db/x")]
    [InlineData("DIGEST=sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef")]
    public void What_only_looks_like_one_is_none(string entry) => Assert.True(Test(entry).Passed, entry);

    public static TheoryData<string, string> Values => new()
    {
        { $"ghp_{Letters}Aa11", "a GitHub token" },
        { $"github_pat_{Letters}", "a GitHub token" },
        { "glpat-" + Letters[..20], "a GitLab token" },
        { "AKIAABCDEFGHIJKLMNOP", "an AWS access key" },
        { "xoxb-1234567890-abcdef", "a Slack token" },
        { $"npm_{Letters}Aa11", "an npm token" },
        { $"sha256~{Letters}", "an OpenShift token" },
        { $"Bearer eyJhbGciOiJIUzI1NiJ9.{Letters}.{Letters}", "a JSON Web Token" },
        { "-----BEGIN RSA PRIVATE KEY-----\nabc", "a private key" },
        { "-----BEGIN PRIVATE KEY-----", "a private key" },
        { "AIza" + Letters + "abc", "a Google API key" },
        { "dckr_pat_" + Letters, "a Docker Hub token" },
        { "SG." + Letters + "." + Letters, "a SendGrid key" },
        { "hf_" + Letters, "a Hugging Face token" },
        { "hvs." + Letters, "a Vault token" },
        { "glsa_" + Letters, "a Grafana token" },
        { "https://hooks.slack.com/services/T0000/B0000/" + Letters, "a Slack webhook" },
        { "LS0tLS1CRUdJTiBSU0EgUFJJVkFURSBLRVktLS0tLQ==", "a private key" },
        { "Server=db;User=me;Password=hunter2;Encrypt=yes", "a password in a connection string" },
        { "postgres://user:hunter2@db:5432/x", "a password in an address" },
    };

    [Theory]
    [MemberData(nameof(Values))]
    public void A_value_tells_by_its_shape_whatever_its_name_is(string value, string kind)
    {
        var result = Test("SETTING=" + value);
        Assert.False(result.Passed);
        Assert.Equal($"SETTING ({kind})", result.Actual);
        AssertHidden(result, value);
    }

    [Theory]
    [MemberData(nameof(Values))]
    public void A_secret_that_stands_for_the_name_is_not_told_either(string value, string kind)
    {
        AssertHidden(Test(value), value);
        var result = Test($"{value}=x", $"DB_PASSWORD={Letters}");
        AssertHidden(result, value);
        Assert.NotEmpty(kind);
    }

    [Fact]
    public void No_value_is_told_in_labels_either()
    {
        var policy = Document.Policy("{'DeniedLabel':'*'}");
        var image = Document.Image(
            $"{{'metadata':{{'name':'img','labels':{{'note':'ghp_{Letters}Aa11','db-password':'hunter2'}}}}}}");
        var result = Assert.Single(policy.Rules).Test(image, new ImageTestContext { Now = DateTimeOffset.UnixEpoch })!;
        Assert.False(result.Passed);
        Assert.DoesNotContain("ghp_", result.Actual + result.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", result.Actual + result.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_policy_names_more_and_leaves_others_alone()
    {
        Assert.False(TestWith("{'NoSecretInEnv':'LICENSE*'}", "LICENSE_CODE=abc").Passed);
        Assert.True(TestWith("{'NoSecretInEnv':{'Ignore':'DB_*'}}", "DB_PASSWORD=abc").Passed);
        Assert.True(TestWith("{'NoSecretInEnv':{'Ignore':'db_*'}}", "DB_PASSWORD=abc").Passed);
    }

    [Fact]
    public void Of_very_many_only_the_first_are_named()
    {
        var result = Test([.. Enumerable.Range(1, 12).Select(number => $"S{number}_SECRET=abc")]);
        Assert.EndsWith("S10_SECRET (by its name) and 2 more", result.Actual, StringComparison.Ordinal);
    }

    private static ImageTestResult Test(params string[] entries) => TestWith("{'NoSecretInEnv':true}", entries);

    private static ImageTestResult TestWith(string rules, params string[] entries)
    {
        var image = Serialization.ImageJson.ParseImage(JsonSerializer.SerializeToUtf8Bytes(new
        {
            metadata = new { name = "img" },
            dockerImageMetadata = new { Config = new { Env = entries } },
        }));
        return Assert.Single(Document.Policy(rules).Rules)
            .Test(image, new ImageTestContext { Now = DateTimeOffset.UnixEpoch })!;
    }

    private static void AssertHidden(ImageTestResult result, string value)
    {
        var told = $"{result.Actual}\n{result.Expected}\n{result.Message}\n{result}";
        var secret = value.Split("://")[^1].Split(' ')[^1];
        Assert.DoesNotContain(secret[..Math.Min(secret.Length, 12)], told, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", told, StringComparison.Ordinal);
    }
}
