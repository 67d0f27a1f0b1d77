namespace Gyre.Gateway.Forwarding;

/// <summary>Tokens of text whose tokenizer is not known.</summary>
internal static class Tokens
{
    // A large picture at the finest detail, or a file of a few pages; longer files add by their bytes.
    private const long MostPerMedia = 16 * 1024;

    /// <summary>The usual rule of thumb: four bytes are a token.</summary>
    public static long Estimate(long textBytes) => (textBytes + 3) / 4;

    /// <summary>More than a text can have: every token of a byte-level tokenizer covers at least one byte, and each message adds a few of its own.</summary>
    /// <param name="textBytes">Of the strings a model reads.</param>
    /// <param name="bodyBytes">Of the whole request.</param>
    /// <param name="mediaItems">Pictures, sounds and files.</param>
    public static long Most(long textBytes, long bodyBytes, int mediaItems) => textBytes + 64 + (bodyBytes / 32) + (mediaItems * MostPerMedia);
}
