using System.Text.Json;
using Gyre.Wire.Json;

namespace Gyre.Models.Dialects.Ollama;

/// <summary>Pictures as Ollama has them: base64 without a type, which their first bytes tell.</summary>
internal static class OllamaImages
{
    /// <summary>The bytes of a picture.</summary>
    /// <exception cref="Kernel.ProblemException"><c>not-carried</c>: it is an address or lies in a store.</exception>
    public static string Base64(ImagePart image) =>
        image.Source.Base64 ?? throw Untranslatable.NotCarried("image_url", "Ollama's format", "Send the picture's bytes as a data: address, or reach the server as open_ai_compatible.");

    /// <summary>The pictures of a message or a prompt.</summary>
    public static IEnumerable<ImagePart> Read(JsonElement from) =>
        from.Items("images").Where(i => i.ValueKind == JsonValueKind.String).Select(i => i.GetString()!).Select(i => new ImagePart(new Media { Base64 = i, Type = TypeOf(i) }));

    private static string TypeOf(string base64) =>
        base64.StartsWith("/9j/", StringComparison.Ordinal) ? "image/jpeg"
        : base64.StartsWith("UklGR", StringComparison.Ordinal) ? "image/webp"
        : base64.StartsWith("R0lGOD", StringComparison.Ordinal) ? "image/gif"
        : "image/png";
}
