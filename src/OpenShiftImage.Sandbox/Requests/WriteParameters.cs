using System.Globalization;
using System.Text;
using OpenShiftImage.Sandbox.Primitives;
using OpenShiftImage.Sandbox.Status;

namespace OpenShiftImage.Sandbox.Requests;

/// <summary>The query parameters of writes, read and validated as the server does.</summary>
internal sealed record WriteParameters
{
    private const int MaxManagerBytes = 128;

    public bool IsDryRun { get; init; }

    /// <summary>Gets the field manager: that of the query, or the product of the user agent.</summary>
    public required string FieldManager { get; init; }

    /// <summary>Whether the query names the field manager.</summary>
    public bool IsManagerExplicit { get; init; }

    /// <summary>Gets how unknown and repeated fields are taken: Ignore, Warn or Strict.</summary>
    public string FieldValidation { get; init; } = "Warn";

    public bool Force { get; init; }

    /// <summary>Returns the parameters of a query.</summary>
    /// <param name="query">The query.</param>
    /// <param name="kind">Name of the options, for messages: CreateOptions, UpdateOptions, PatchOptions.</param>
    /// <param name="userAgent">Whose product is the manager when the query names none.</param>
    /// <exception cref="StatusError">A parameter is wrong.</exception>
    public static WriteParameters Read(IQueryCollection query, string kind, string userAgent)
    {
        var errors = new List<FieldError>();
        var manager = query.GetText("fieldManager");
        ValidateManager(manager ?? "", errors);
        var isDryRun = DryRun.Read(query["dryRun"], errors);
        var validation = query.GetText("fieldValidation") ?? "Warn";
        if (validation is not ("Ignore" or "Warn" or "Strict"))
        {
            errors.Add(FieldError.NotSupported(
                "fieldValidation", GoFormat.Quote(validation), "", "Ignore", "Strict", "Warn"));
        }

        if (errors.Count > 0)
        {
            throw StatusError.InvalidOptions(kind, errors);
        }

        return new WriteParameters
        {
            IsDryRun = isDryRun,
            FieldManager = manager ?? userAgent.Split('/')[0],
            IsManagerExplicit = manager is not null,
            FieldValidation = validation,
            Force = query.GetBoolean("force") == true,
        };
    }

    private static void ValidateManager(string manager, List<FieldError> errors)
    {
        if (Encoding.UTF8.GetByteCount(manager) > MaxManagerBytes)
        {
            errors.Add(FieldError.TooLong("fieldManager", "may not be more than 128 bytes"));
        }

        var index = manager.TakeWhile(c => !char.IsControl(c)).Count();
        if (index < manager.Length)
        {
            errors.Add(FieldError.Invalid(
                "fieldManager",
                GoFormat.Quote(manager),
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"invalid character U+{(int)manager[index]:X4} (at position {index})")));
        }
    }
}
