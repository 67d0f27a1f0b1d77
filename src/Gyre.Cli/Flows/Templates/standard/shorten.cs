/// <summary>A tool is a public static method; its parameters are the node's inputs, its result the node's output.</summary>
public static class ShortenTool
{
    public static Shortened Shorten(string text, int most)
    {
        var words = text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        return new Shortened(string.Join(' ', words.Take(most)), words.Length);
    }
}

/// <param name="Text">At most so many words.</param>
/// <param name="Words">How many there were.</param>
public sealed record Shortened(string Text, int Words);
