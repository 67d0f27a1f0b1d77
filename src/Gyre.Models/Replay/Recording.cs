using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Gyre.Kernel;

namespace Gyre.Models.Replay;

/// <summary>One recorded exchange with a provider: the request as compared, the answer byte for byte with its pieces and their times. Never a key.</summary>
internal sealed record Recording
{
    private static readonly JsonSerializerOptions Format = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Of the format; 1.</summary>
    public int Version { get; init; } = 1;

    public required string Operation { get; init; }

    public required string Model { get; init; }

    /// <summary>The normalised body; text where it was no JSON.</summary>
    public required JsonElement Request { get; init; }

    public required int Status { get; init; }

    public required IReadOnlyDictionary<string, string> Headers { get; init; }

    public required IReadOnlyList<Chunk> Chunks { get; init; }

    /// <summary>A piece of the body as it was read.</summary>
    /// <param name="At">Milliseconds after the request was sent.</param>
    /// <param name="Text">The piece, where it is whole UTF-8.</param>
    /// <param name="Base64">The piece, where it is not.</param>
    public sealed record Chunk(long At, string? Text, string? Base64)
    {
        public static Chunk Of(long at, byte[] bytes)
        {
            try
            {
                return new Chunk(at, new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(bytes), null);
            }
            catch (ArgumentException)
            {
                return new Chunk(at, null, Convert.ToBase64String(bytes));
            }
        }

        [JsonIgnore]
        public byte[] Bytes => Text is null ? Convert.FromBase64String(Base64 ?? "") : Encoding.UTF8.GetBytes(Text);
    }

    public static Recording Read(string file)
    {
        try
        {
            using var stream = File.OpenRead(file);
            var recording = JsonSerializer.Deserialize<Recording>(stream, Format);
            return recording is { Version: 1 } ? recording : throw Unreadable(file, "it is of another version", null);
        }
        catch (JsonException e)
        {
            throw Unreadable(file, e.Message, e);
        }
    }

    public string Write() => JsonSerializer.Serialize(this, Format) + "\n";

    private static ProblemException Unreadable(string file, string why, Exception? inner) =>
        new(new Problem("recording-unreadable", $"This recording cannot be read: {why}. Record it again, or remove the file.") { File = file }, inner);
}
