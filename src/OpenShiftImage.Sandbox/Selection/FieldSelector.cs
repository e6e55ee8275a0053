using OpenShiftImage.Sandbox.Api;
using OpenShiftImage.Sandbox.Storage;

namespace OpenShiftImage.Sandbox.Selection;

/// <summary>A field selector; the resource has <c>metadata.name</c> and <c>metadata.namespace</c>.</summary>
public sealed class FieldSelector
{
    private readonly List<Func<string, bool>> _requirements = [];

    public bool IsEmpty => _requirements.Count == 0;

    /// <summary>The one name that can match; null when there may be several.</summary>
    public string? SingleName { get; private set; }

    public bool Matches(string name) => _requirements.TrueForAll(holds => holds(name));

    /// <summary>Selects one name.</summary>
    public static FieldSelector ForName(string name)
    {
        var selector = new FieldSelector { SingleName = name };
        selector._requirements.Add(other => other == name);
        return selector;
    }

    /// <exception cref="StatusError">The text is no selector, or names another field.</exception>
    public static FieldSelector Parse(string? text)
    {
        var selector = new FieldSelector();
        foreach (var term in (text ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries))
        {
            var at = term.IndexOf('=');
            if (at <= 0)
            {
                throw StatusError.BadRequest($"invalid selector: '{text}'; can't understand '{term}'");
            }

            var not = term[at - 1] == '!';
            var field = term[..(not ? at - 1 : at)];
            var value = term[(at + 1)..].TrimStart('=').Replace("\\=", "=", StringComparison.Ordinal);
            switch (field)
            {
                case "metadata.name":
                    selector._requirements.Add(name => (name == value) != not);
                    selector.SingleName ??= not ? null : value;
                    break;
                case "metadata.namespace":
                    selector._requirements.Add(_ => (value.Length == 0) != not);
                    break;
                default:
                    throw StatusError.BadRequest($"\"{field}\" is not a known field selector: only \"metadata.name\", \"metadata.namespace\"");
            }
        }

        return selector;
    }
}

/// <summary>Both selectors of a request.</summary>
public sealed record ImageSelection(LabelSelector Labels, FieldSelector Fields)
{
    public bool IsEmpty => Labels.IsEmpty && Fields.IsEmpty;

    public bool Matches(StoredImage image) => Fields.Matches(image.Name) && Labels.Matches(image.Labels);
}
