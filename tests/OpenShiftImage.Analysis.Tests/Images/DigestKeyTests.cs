using System.Text;
using OpenShiftImage.Analysis.Images;

namespace OpenShiftImage.Analysis.Tests.Images;

public sealed class DigestKeyTests
{
    private static readonly string s_digest = "sha256:" + string.Concat(Enumerable.Repeat("0123456789abcdef", 4));

    private static readonly string[] s_names =
    [
        s_digest, s_digest.ToUpperInvariant(), "sha256:" + s_digest[7..].ToUpperInvariant(), s_digest[..^1],
        s_digest + "0", s_digest[..^1] + "g", "sha512:" + s_digest[7..], "sha256-" + s_digest[7..], s_digest[7..],
        s_digest[..^1] + "ä", s_digest[..^2] + "ä", "sha256:" + new string('0', 64), "sha256:", new string('x', 71),
        new string('ä', 71), "", " ", "a", "A", "ä",
    ];

    [Fact]
    public void Keys_are_equal_only_where_the_names_are()
    {
        foreach (var one in s_names)
        {
            foreach (var other in s_names)
            {
                var (a, b) = (DigestKey.Of(one), DigestKey.Of(other));
                Assert.Equal(one == other, a.Equals(b));
                Assert.Equal(one == other, a.Equals((object)b));
                if (one == other)
                {
                    Assert.Equal(a.GetHashCode(), b.GetHashCode());
                }
            }
        }
    }

    [Fact]
    public void A_name_has_the_same_key_as_text_and_as_UTF_8() =>
        Assert.All(s_names, name => Assert.Equal(DigestKey.Of(name), DigestKey.Of(Encoding.UTF8.GetBytes(name))));

    [Fact]
    public void A_name_comes_back_only_where_it_is_a_digest_in_lower_case()
    {
        foreach (var name in s_names)
        {
            var isWhole = name.Length == 71 && name.StartsWith("sha256:", StringComparison.Ordinal)
                && name[7..].All(c => c is (>= '0' and <= '9') or (>= 'a' and <= 'f'));
            Assert.Equal(isWhole, DigestKey.IsSha256(name));
            Assert.Equal(isWhole, DigestKey.Of(name).ToString() == name);
        }
    }
}
