using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using Gyre.Models.Providers;

namespace Gyre.Gateway.Forwarding;

/// <summary>What a request asks for that providers charge by the piece. Null is "not of this operation".</summary>
internal sealed record RequestPieces
{
    private static readonly RequestPieces None = new();

    /// <summary>Images to make.</summary>
    public long? Images { get; private init; }

    /// <summary>Of the images; null where the request leaves it to the provider.</summary>
    public string? Quality { get; private init; }

    /// <summary>Of the images, as <c>1024x1024</c>; null where the request leaves it to the provider.</summary>
    public string? Size { get; private init; }

    /// <summary>Characters to speak.</summary>
    public long? Characters { get; private init; }

    /// <summary>Documents to put in order.</summary>
    public long? Documents { get; private init; }

    /// <summary>The sound to write down.</summary>
    public AudioLength? Audio { get; private init; }

    /// <summary>Of a request; what is no valid body asks for nothing here, its provider will say so.</summary>
    public static RequestPieces Of(ModelOperation operation, ReadOnlySpan<byte> body, MultipartForm? form) => operation switch
    {
        ModelOperation.Transcription or ModelOperation.Translation => new() { Audio = AudioLength.Of(form is null ? body : form.Content(body, "file")) },
        ModelOperation.ImageGeneration or ModelOperation.ImageEdit when form is not null => new()
        {
            Images = Utf8Parser.TryParse(form.Content(body, "n"), out long n, out _) && n > 0 ? n : 1,
            Quality = Text(form.Content(body, "quality")),
            Size = Text(form.Content(body, "size")),
        },
        ModelOperation.ImageGeneration or ModelOperation.ImageEdit or ModelOperation.Speech or ModelOperation.Rerank => OfJson(operation, body),
        _ => None,
    };

    private static RequestPieces OfJson(ModelOperation operation, ReadOnlySpan<byte> body)
    {
        var image = operation is ModelOperation.ImageGeneration or ModelOperation.ImageEdit;
        var pieces = image ? new RequestPieces { Images = 1 } : operation == ModelOperation.Speech ? new RequestPieces { Characters = 0 } : new RequestPieces { Documents = 0 };
        var reader = new Utf8JsonReader(body, new JsonReaderOptions { MaxDepth = 256 });
        try
        {
            for (reader.Read(); reader.Read() && reader.TokenType == JsonTokenType.PropertyName;)
            {
                if (image && reader.ValueTextEquals("n"u8))
                {
                    pieces = pieces with { Images = reader.Read() && reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out var n) && n > 0 ? n : 1 };
                }
                else if (image && reader.ValueTextEquals("quality"u8))
                {
                    pieces = pieces with { Quality = Text(ref reader) };
                }
                else if (image && reader.ValueTextEquals("size"u8))
                {
                    pieces = pieces with { Size = Text(ref reader) };
                }
                else if (operation == ModelOperation.Speech && reader.ValueTextEquals("input"u8))
                {
                    pieces = pieces with { Characters = reader.Read() && reader.TokenType == JsonTokenType.String ? reader.GetString()!.EnumerateRunes().Count() : 0 };
                }
                else if (operation == ModelOperation.Rerank && reader.ValueTextEquals("documents"u8))
                {
                    reader.Read();
                    pieces = pieces with { Documents = Elements(ref reader) };
                }

                reader.Skip();
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // Told before, or the provider's to judge.
        }

        return pieces;
    }

    private static long Elements(ref Utf8JsonReader reader)
    {
        var count = 0L;
        if (reader.TokenType == JsonTokenType.StartArray)
        {
            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            {
                count++;
                reader.Skip();
            }
        }

        return count;
    }

    private static string? Text(ref Utf8JsonReader reader) =>
        reader.Read() && reader.TokenType == JsonTokenType.String && reader.GetString() is { Length: > 0 } text and not "auto" ? text : null;

    private static string? Text(ReadOnlySpan<byte> field) => field.Length is 0 or > 32 || field.SequenceEqual("auto"u8) ? null : Encoding.UTF8.GetString(field);
}
