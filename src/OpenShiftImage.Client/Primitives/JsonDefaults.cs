using System.Text.Encodings.Web;
using System.Text.Json;

namespace OpenShiftImage.Primitives;

/// <summary>How deep the JSON that is read may be, and how JSON is written.</summary>
internal static class JsonDefaults
{
    /// <summary>The most levels of an object, or of a document or an answer that holds objects.</summary>
    public const int MaxDepth = 256;

    /// <summary>
    /// The most levels of what the module itself puts around an object of <see cref="MaxDepth"/> levels.
    /// </summary>
    public const int MaxEnvelopeDepth = MaxDepth + 4;

    /// <summary>
    /// Gets the encoder for all JSON that is written: it leaves text readable, because no HTML is made of it.
    /// </summary>
    public static JavaScriptEncoder Encoder => JavaScriptEncoder.UnsafeRelaxedJsonEscaping;

    /// <summary>Gets the options of a reader of objects.</summary>
    public static JsonReaderOptions Reader => new() { MaxDepth = MaxDepth };

    /// <summary>Gets the options of a document that holds an object.</summary>
    public static JsonDocumentOptions Document => new() { MaxDepth = MaxDepth };

    /// <summary>Gets the options of a document that holds what the module itself puts around an object.</summary>
    public static JsonDocumentOptions Envelope => new() { MaxDepth = MaxEnvelopeDepth };

    /// <summary>Gets the options of a writer of JSON without white space.</summary>
    public static JsonWriterOptions Writer => new() { Encoder = Encoder };

    /// <summary>Gets the options of a writer of JSON for people.</summary>
    public static JsonWriterOptions IndentedWriter => new() { Encoder = Encoder, Indented = true };
}
