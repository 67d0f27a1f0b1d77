using System.Text.Json;

namespace Gyre.Models.Dialects.Gemini;

/// <summary>Pictures, documents and sound as parts.</summary>
internal static class GeminiMedia
{
    private static readonly (string Ending, string Type)[] Endings =
    [
        (".png", "image/png"), (".jpg", "image/jpeg"), (".jpeg", "image/jpeg"), (".webp", "image/webp"), (".gif", "image/gif"), (".heic", "image/heic"),
        (".pdf", "application/pdf"), (".txt", "text/plain"), (".html", "text/html"), (".csv", "text/csv"), (".mp4", "video/mp4"), (".mp3", "audio/mp3"), (".wav", "audio/wav"),
    ];

    public static bool IsImage(string address) => TypeOf(address) is { } type && type.StartsWith("image/", StringComparison.Ordinal);

    /// <summary>A whole part.</summary>
    /// <exception cref="Kernel.ProblemException"><c>not-carried</c>: it lies in another provider's store.</exception>
    public static void Write(Utf8JsonWriter json, Media source, string usual)
    {
        json.WriteStartObject();
        if (source.Base64 is { } data)
        {
            json.WriteStartObject("inlineData"u8);
            json.WriteString("mimeType"u8, source.Type ?? usual);
            json.WriteString("data"u8, data);
        }
        else if (source.Url is { } url)
        {
            json.WriteStartObject("fileData"u8);
            json.Text("mimeType"u8, source.Type ?? TypeOf(url));
            json.WriteString("fileUri"u8, url);
        }
        else
        {
            throw Untranslatable.NotCarried("file_id", "Gemini", "Send the bytes or an https address: the file lies in another provider's store.");
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }

    // Gemini demands a type; addresses say it in their ending, mostly.
    private static string? TypeOf(string address)
    {
        var path = address.Split('?', '#')[0];
        return Endings.FirstOrDefault(e => path.EndsWith(e.Ending, StringComparison.OrdinalIgnoreCase)).Type;
    }
}
