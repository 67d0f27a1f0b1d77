namespace Gyre.Gateway.Forwarding;

/// <summary>Tokens of text whose tokenizer is not known.</summary>
internal static class Tokens
{
    /// <summary>The usual rule of thumb: four bytes are a token.</summary>
    public static long Estimate(long textBytes) => (textBytes + 3) / 4;

    /// <summary>More than a text can have: every token of a byte-level tokenizer covers at least one byte, and each message adds a few of its own.</summary>
    public static long Most(long textBytes, long bodyBytes) => textBytes + 64 + (bodyBytes / 32);
}
