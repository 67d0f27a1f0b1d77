using System.Text;
using Gyre.Wire.Json;

namespace Gyre.Gateway.Surfaces;

/// <summary>The field <c>model</c> of a multipart form: audio and pictures are sent so.</summary>
/// <param name="Name">Null where there is none.</param>
/// <param name="At">Where its text stands in the body.</param>
internal readonly record struct MultipartModel(string? Name, JsonRange At)
{
    // A form's fields stand before its files for every client known; a megabyte of fields is none.
    private const int Searched = 1024 * 1024;

    /// <summary>Finds it.</summary>
    public static MultipartModel In(ReadOnlySpan<byte> body, string? contentType)
    {
        if (contentType is null || !contentType.StartsWith("multipart/", StringComparison.OrdinalIgnoreCase))
        {
            return default;
        }

        var searched = body[..Math.Min(body.Length, Searched)];
        var field = searched.IndexOf("name=\"model\""u8);
        field = field < 0 ? searched.IndexOf("name=model\r\n"u8) : field;
        if (field < 0)
        {
            return default;
        }

        var start = searched[field..].IndexOf("\r\n\r\n"u8);
        if (start < 0)
        {
            return default;
        }

        start += field + 4;
        var length = searched[start..].IndexOf("\r\n"u8);
        return length <= 0 ? default : new MultipartModel(Encoding.UTF8.GetString(searched.Slice(start, length)), new JsonRange(start, length));
    }
}
