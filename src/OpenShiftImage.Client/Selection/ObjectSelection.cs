using System.Net;

namespace OpenShiftImage.Selection;

/// <summary>Both selectors of a list.</summary>
/// <param name="labels">The label selector.</param>
/// <param name="fields">The field selector.</param>
internal sealed class ObjectSelection(LabelSelector labels, FieldSelector fields)
{
    /// <summary>Gets whether everything is selected.</summary>
    public bool IsEmpty => labels.IsEmpty && fields.IsEmpty;

    /// <summary>Returns the selection of two texts.</summary>
    /// <param name="labelSelector">The label selector; null for none.</param>
    /// <param name="fieldSelector">The field selector; null for none.</param>
    /// <exception cref="ApiException">One is no selector: a BadRequest, as a server answers.</exception>
    public static ObjectSelection Parse(string? labelSelector, string? fieldSelector)
    {
        var parameter = ("labelSelector", Value: labelSelector);
        try
        {
            var labels = LabelSelector.Parse(labelSelector);
            parameter = ("fieldSelector", fieldSelector);
            return new ObjectSelection(labels, FieldSelector.Parse(fieldSelector));
        }
        catch (InvalidSelectorException e)
        {
            throw new ApiException(
                HttpStatusCode.BadRequest,
                new Status { Code = 400, Reason = "BadRequest", Message = e.Message },
                null,
                null,
                $"GET images?{parameter.Item1}={Uri.EscapeDataString(parameter.Value!)}",
                null);
        }
    }

    /// <summary>Returns whether an object is selected.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="readLabels">Reads its labels; not called where no label is asked for.</param>
    public bool Matches(string name, Func<IReadOnlyDictionary<string, string>> readLabels) =>
        fields.Matches(name) && (labels.IsEmpty || labels.Matches(readLabels()));
}
