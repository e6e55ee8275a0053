using System.Text.RegularExpressions;
using OpenShiftImage.Analysis.References;

namespace OpenShiftImage.Analysis.Tests.References;

/// <summary>
/// The reading of pull specs against the published grammar of distribution's references, as a regular expression.
/// </summary>
public sealed partial class PullSpecGrammarTests
{
    private const int Count = 20_000;

    /// <summary>Pieces of random texts: what the grammar knows, and what is next to it.</summary>
    private static readonly string[] s_pieces =
    [
        "a", "b", "z", "0", "9", "A", "Z", ".", "_", "__", "___", "-", "--", "..", "._", ":", "::", "/", "//", "@", "+",
        " ", "\n", "ä", "\u212A", "\u0130", "localhost", "quay.io", "host:5000", ":80", "/shop/app", "sha256:",
        "@sha256:", "@sha512:", "@md5:", "@a+b.c-d_e:", new string('a', 31), new string('f', 32), new string('0', 64),
        new string('F', 64), new string('c', 96), new string('d', 128), new string('x', 127), new string('y', 255),
    ];

    [Fact]
    public void Random_texts_are_read_as_the_grammar_has_it()
    {
        var random = new Random(20260601);
        var valid = 0;
        for (var i = 0; i < Count; i++)
        {
            var text = Next(random);
            var expected = Expect(text);
            var actual = ImageReference.Parse(text, out var fault);
            Assert.True(expected == (actual, fault), $"{text}: {actual} {fault}, not {expected}");
            valid += actual is null ? 0 : 1;
        }

        // A population of nothing but refusals would show little.
        Assert.InRange(valid, Count / 10, Count * 9 / 10);
    }

    [Fact]
    public void A_text_that_makes_the_published_expression_backtrack_is_read_at_once()
    {
        Assert.Null(ImageReference.Parse("quay.io/" + string.Concat(Enumerable.Repeat("a-", 50_000)) + "ä", out _));
        Assert.Null(ImageReference.Parse(new string('-', 100_000), out _));
    }

    /// <summary>Puts a text together as a pull spec mostly is, with any piece at any place.</summary>
    private static string Next(Random random)
    {
        string Pick(string[] texts) => texts[random.Next(texts.Length)];
        string Part(string[] usual) => Pick(random.Next(8) == 0 ? s_pieces : usual);
        var text = Part(["", "", "quay.io/", "localhost/", "host:5000/", "host/", "A.b/"]);
        for (var parts = random.Next(4); parts >= 0; parts--)
        {
            text += Part(["a", "shop", "a-b", "a--b", "a_b", "a__b", "a.b", "0"]) + (parts > 0 ? "/" : "");
        }

        text += Part(["", "", ":latest", ":1.0_x-y", ":_", ":" + new string('x', 128)]);
        text += Part(
        [
            "", "", "", "@sha256:" + new string('0', 64), "@sha256:" + new string('A', 64),
            "@sha512:" + new string('e', 128),
            "@sha256:" + new string('1', 40),
            "@md5:" + new string('2', 32),
            "@a+b:" + new string('3', 40),
        ]);
        return random.Next(10) == 0 ? text.Insert(random.Next(text.Length + 1), Pick(s_pieces)) : text;
    }

    private static (ImageReference? Reference, string? Fault) Expect(string text)
    {
        var match = Reference().Match(text);
        if (!match.Success)
        {
            // Go's lower case of these two characters is an ASCII letter.
            var lower = text.Replace('\u0130', 'i').Replace('\u212A', 'k').ToLowerInvariant();
            return (null, Reference().IsMatch(lower)
                ? "repository name must be lowercase"
                : "invalid reference format");
        }

        if (match.Groups["name"].Length > 255)
        {
            return (null, "repository name must not be more than 255 characters");
        }

        var (tag, digest) = (Text(match, "tag"), Text(match, "digest"));
        if (digest is not null)
        {
            var (algorithm, hex) = (digest.Split(':')[0], digest.Split(':')[1]);
            var lengths = new Dictionary<string, int> { ["sha256"] = 64, ["sha384"] = 96, ["sha512"] = 128 };
            if (!lengths.TryGetValue(algorithm, out var length))
            {
                return (null, "unsupported digest algorithm");
            }

            if (hex.Length != length)
            {
                return (null, "invalid checksum digest length");
            }
        }

        var path = match.Groups["name"].Value.Split('/');
        var hasHost = path is [var first, _, ..] && (first.Contains('.', StringComparison.Ordinal)
            || first.Contains(':', StringComparison.Ordinal) || first == "localhost");
        var tagOrLatest = digest is null ? tag ?? "latest" : null;
        return hasHost && path.Length == 3
            ? (new ImageReference(path[1], path[2], tagOrLatest, digest), null)
            : (new ImageReference(null, null, tagOrLatest, digest), null);
    }

    private static string? Text(Match match, string group) =>
        match.Groups[group].Success ? match.Groups[group].Value : null;

    [GeneratedRegex(
        """
        \A(?<name>
            (?:(?:[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9])
               (?:\.(?:[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9]))*(?::[0-9]+)?/)?
            [a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*(?:/[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*)*)
        (?::(?<tag>[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}))?
        (?:@(?<digest>[A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9a-fA-F]{32,}))?\z
        """,
        RegexOptions.IgnorePatternWhitespace | RegexOptions.CultureInvariant)]
    private static partial Regex Reference();
}
