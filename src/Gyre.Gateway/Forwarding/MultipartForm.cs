using System.Text;
using Gyre.Wire.Json;
using Microsoft.Net.Http.Headers;

namespace Gyre.Gateway.Forwarding;

/// <summary>A multipart form: audio and pictures are sent so.</summary>
/// <param name="Model">The field <c>model</c>; null where there is none.</param>
/// <param name="ModelAt">Where its text stands in the body; before the first part, and empty, where there is none.</param>
/// <param name="Parts">Where each part's content stands, by its field; several may have the same.</param>
/// <param name="Boundary">Between the parts.</param>
/// <param name="Fault">Why the form can't be used; null where it can.</param>
internal sealed record MultipartForm(string? Model, JsonRange ModelAt, IReadOnlyList<(string Field, JsonRange At)> Parts, string Boundary, string? Fault)
{
    // What is checked, priced or limited by must be what is run.
    private static readonly string[] Once = ["model", "n", "quality", "size", "file"];

    /// <summary>Walks the parts of a form to its end: another file's content may look like a field, and servers disagree which of two fields counts.</summary>
    public static MultipartForm In(ReadOnlySpan<byte> body, string contentType)
    {
        if (!MediaTypeHeaderValue.TryParse(contentType, out var type) || HeaderUtilities.RemoveQuotes(type.Boundary).Value is not { Length: > 0 } boundary)
        {
            return Faulty("The content type of the form names no boundary.");
        }

        var line = Encoding.UTF8.GetBytes("\r\n--" + boundary);
        var first = body.StartsWith(line.AsSpan(2)) ? 0 : body.IndexOf(line) + 2;
        if (first == 1)
        {
            return Faulty("The form does not begin with its boundary.");
        }

        string? name = null;
        var parts = new List<(string, JsonRange)>(4);
        var found = new JsonRange(first, 0);
        var at = first + line.Length - 2;
        while (!body[at..].StartsWith("--"u8))
        {
            // Behind the boundary comes the end of its line, then headers, an empty line, and the content up to the next boundary.
            var headers = body[at..].IndexOf("\r\n\r\n"u8);
            var content = at + headers + 4;
            var length = headers < 0 ? -1 : body[content..].IndexOf(line);
            if (length < 0)
            {
                return Faulty("The form is cut: a part has no end.");
            }

            var field = Field(body.Slice(at, headers));
            if (Once.FirstOrDefault(f => field.Equals(f, StringComparison.OrdinalIgnoreCase)) is { } once && parts.Exists(p => p.Item1.Equals(once, StringComparison.OrdinalIgnoreCase)))
            {
                return Faulty($"The form has '{once}' twice: send it once.");
            }

            parts.Add((field, new JsonRange(content, length)));
            if (field.Equals("model", StringComparison.OrdinalIgnoreCase))
            {

                name = Encoding.UTF8.GetString(body.Slice(content, length));
                found = new JsonRange(content, length);
            }

            at = content + length + line.Length;
        }

        return new MultipartForm(name, found, parts, boundary, null);
    }

    /// <summary>The content of a field that is sent once; empty where there is none.</summary>
    public ReadOnlySpan<byte> Content(ReadOnlySpan<byte> body, string field)
    {
        foreach (var (name, at) in Parts)
        {
            if (name.Equals(field, StringComparison.OrdinalIgnoreCase))
            {
                return at.In(body);
            }
        }

        return default;
    }

    /// <summary>Puts a model in the place of the one that is there, or adds the field.</summary>
    public JsonEdit Named(string model) => new(
        ModelAt,
        Encoding.UTF8.GetBytes(Model is not null ? model : $"--{Boundary}\r\nContent-Disposition: form-data; name=\"model\"\r\n\r\n{model}\r\n"));

    private static MultipartForm Faulty(string fault) => new(null, default, [], "", fault);

    // Without a name it is none that anybody looks for.
    private static string Field(ReadOnlySpan<byte> headers)
    {
        foreach (var line in Encoding.UTF8.GetString(headers).Split("\r\n"))
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            if (colon > 0
                && line.AsSpan(0, colon).Trim().Equals("content-disposition", StringComparison.OrdinalIgnoreCase)
                && ContentDispositionHeaderValue.TryParse(line[(colon + 1)..], out var disposition))
            {
                return HeaderUtilities.RemoveQuotes(disposition.Name).ToString();
            }
        }

        return "";
    }
}
