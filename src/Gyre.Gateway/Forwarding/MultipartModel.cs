using System.Text;
using Gyre.Wire.Json;
using Microsoft.Net.Http.Headers;

namespace Gyre.Gateway.Forwarding;

/// <summary>The field <c>model</c> of a multipart form: audio and pictures are sent so.</summary>
/// <param name="Name">Null where there is none.</param>
/// <param name="At">Where its text stands in the body; before the first part, and empty, where there is none.</param>
/// <param name="Boundary">Between the parts.</param>
/// <param name="Fault">Why the form can't be used; null where it can.</param>
internal sealed record MultipartModel(string? Name, JsonRange At, string Boundary, string? Fault)
{
    /// <summary>Walks the parts of a form to its end: another file's content may look like a field, and servers disagree which of two fields counts.</summary>
    public static MultipartModel In(ReadOnlySpan<byte> body, string contentType)
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

            if (IsModel(body.Slice(at, headers)))
            {
                if (name is not null)
                {
                    return Faulty("The form has 'model' twice: send it once.");
                }

                name = Encoding.UTF8.GetString(body.Slice(content, length));
                found = new JsonRange(content, length);
            }

            at = content + length + line.Length;
        }

        return new MultipartModel(name, found, boundary, null);
    }

    /// <summary>Puts a model in the place of the one that is there, or adds the field.</summary>
    public JsonEdit Named(string model) => new(
        At,
        Encoding.UTF8.GetBytes(Name is not null ? model : $"--{Boundary}\r\nContent-Disposition: form-data; name=\"model\"\r\n\r\n{model}\r\n"));

    private static MultipartModel Faulty(string fault) => new(null, default, "", fault);

    private static bool IsModel(ReadOnlySpan<byte> headers)
    {
        foreach (var line in Encoding.UTF8.GetString(headers).Split("\r\n"))
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            if (colon > 0
                && line.AsSpan(0, colon).Trim().Equals("content-disposition", StringComparison.OrdinalIgnoreCase)
                && ContentDispositionHeaderValue.TryParse(line[(colon + 1)..], out var disposition)
                && HeaderUtilities.RemoveQuotes(disposition.Name).Equals("model", StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }
}
