using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Gyre.Server.Tests.Vendors;

/// <summary>A provider's format, from its side of the wire: as strict in reading as the real one, as rich in writing.</summary>
internal abstract class Vendor
{
    protected const string Words = "text/event-stream";

    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public virtual string StreamType => Words;

    /// <summary>Reads a request.</summary>
    /// <param name="body">Its body.</param>
    /// <param name="model">The model where the address has it.</param>
    /// <param name="stream">Whether the address asks for a stream, where it says.</param>
    public abstract Seen Read(JsonNode body, string? model, bool? stream);

    /// <summary>A whole answer, with a field that nobody knows.</summary>
    public abstract JsonNode Answer(Said said, Seen seen);

    /// <summary>A stream's events before its first words, one of its words each, and after them.</summary>
    public abstract (string[] Opening, string[] Middle, string[] Closing) Events(Said said, Seen seen);

    /// <summary>An error's body.</summary>
    public abstract JsonNode Error(int status, string message);

    /// <summary>An error inside a stream.</summary>
    public virtual string ErrorEvent(string message) => Data(Error(500, message));

    protected static string Data(JsonNode data) => $"data: {Text(data)}\n\n";

    protected static string Event(JsonNode data) => $"event: {(string)data["type"]!}\ndata: {Text(data)}\n\n";

    protected static string Text(JsonNode? node) => node is null ? "null" : node.ToJsonString(Plain);

    protected static JsonNode Json(string text) => JsonNode.Parse(text)!;

    protected static string Quoted(string text) => JsonSerializer.Serialize(text, Plain);

    protected static JsonArray Items(JsonNode? node) => node as JsonArray ?? [];

    protected static string Str(JsonNode? node) => node is JsonValue value && value.TryGetValue(out string? text) ? text : "";

    protected static string Is(JsonNode? item, string field) => Str(item?[field]);

    protected static string Picture(string type, string base64) => $"{type} {Convert.FromBase64String(base64).Length} bytes";

    protected static string PictureOfUrl(string url) =>
        url.StartsWith("data:", StringComparison.Ordinal) ? Picture(url[5..url.IndexOf(';', StringComparison.Ordinal)], url[(url.IndexOf(',', StringComparison.Ordinal) + 1)..]) : url;

    /// <summary>Text that is either a string or a list of parts of a type.</summary>
    protected static string Content(JsonNode? content) =>
        content is JsonArray parts ? string.Concat(parts.Select(p => Is(p, "text"))) : Str(content);

    /// <summary>"Paris=21" of the call's arguments and its result.</summary>
    protected static string Result(JsonNode? arguments, string result) => $"{Is(arguments, "city")}={result}";

    protected static string Result(string arguments, string result) => Result(Json(arguments), result);

    /// <summary>Two pieces of a text: arguments come in fragments.</summary>
    protected static string[] Halves(string text) => [text[..(text.Length / 2)], text[(text.Length / 2)..]];

    public static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);
}
