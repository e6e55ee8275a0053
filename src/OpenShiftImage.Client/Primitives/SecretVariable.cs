namespace OpenShiftImage.Primitives;

/// <summary>Tells from the name of a variable whether its value is a secret.</summary>
internal static class SecretVariable
{
    /// <summary>
    /// A name that ends so is that of a secret: <c>DB_PASSWORD</c> is, <c>PASSWORD_MIN_LENGTH</c> not.
    /// </summary>
    private static readonly string[] s_endings =
    [
        "PASSWORD", "PASSWD", "PASSPHRASE", "SECRET", "TOKEN", "APIKEY", "SECRETKEY", "PRIVATEKEY", "ACCESSKEY",
        "CREDENTIAL", "CREDENTIALS",
    ];

    /// <summary>Words that say it only as a word of their own.</summary>
    private static readonly HashSet<string> s_words =
        new(StringComparer.Ordinal) { "PASS", "PWD", "SECRETS", "CREDS", "PASSWORDS", "DOCKERCONFIGJSON" };

    /// <summary>What makes a key a secret one; others, such as those of GPG, are often public.</summary>
    private static readonly HashSet<string> s_keys = new(StringComparer.Ordinal)
    {
        "API", "ACCESS", "PRIVATE", "SECRET", "ENCRYPTION", "SIGNING", "AUTH", "MASTER", "ACCOUNT", "STORAGE",
        "SESSION", "SSH", "DEPLOY",
    };

    /// <summary>What is set where nothing is to be set.</summary>
    private static readonly HashSet<string> s_empty = new(StringComparer.OrdinalIgnoreCase)
    {
        "true", "false", "yes", "no", "on", "off", "none", "null", "nil", "undefined", "0", "1",
    };

    /// <summary>Returns whether a name is that of a secret.</summary>
    public static bool IsNamed(string name)
    {
        // The working directory of a shell.
        if (name is "PWD" or "OLDPWD")
        {
            return false;
        }

        var words = Words(name);
        while (words.Count > 1 && words[^1].All(char.IsAsciiDigit))
        {
            words.RemoveAt(words.Count - 1);
        }

        return words is [.., var last]
            && (s_words.Contains(last)
                || Array.Exists(s_endings, ending => last.EndsWith(ending, StringComparison.Ordinal))
                || (words is [.., var before, "KEY"] && s_keys.Contains(before)));
    }

    /// <summary>Returns whether a value is one: not empty, no reference to another, and no path of a file.</summary>
    public static bool IsTold(string value)
    {
        var text = value.Trim().Trim('"', '\'');
        return text.Length > 0 && !s_empty.Contains(text)
            && !(text.StartsWith('$') || text.StartsWith("{{", StringComparison.Ordinal)
                || (text.StartsWith('<') && text.EndsWith('>')))
            && text.AsSpan().ContainsAnyExcept('*', 'x', 'X') && !IsPath(text);
    }

    private static bool IsPath(string text) =>
        (text.StartsWith('/') || text.StartsWith("./", StringComparison.Ordinal)
            || text.StartsWith("file:", StringComparison.OrdinalIgnoreCase))
        && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '/' or '.' or '-' or '_' or ':');

    /// <summary>
    /// Takes a name apart at what is neither letter nor digit, and where a small letter meets a large.
    /// </summary>
    private static List<string> Words(string name)
    {
        var words = new List<string>();
        var start = 0;
        for (var i = 0; i <= name.Length; i++)
        {
            var ends = i == name.Length || !char.IsAsciiLetterOrDigit(name[i]);
            if (ends || (i > start && char.IsAsciiLetterUpper(name[i]) && char.IsAsciiLetterLower(name[i - 1])))
            {
                if (i > start)
                {
                    words.Add(name[start..i].ToUpperInvariant());
                }

                start = ends ? i + 1 : i;
            }
        }

        return words;
    }
}
