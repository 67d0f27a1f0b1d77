namespace Gyre.Gateway.Routing.Choosing;

/// <summary>Makes the keys that keep related requests together.</summary>
public static class AffinityKey
{
    /// <summary>Of a session's name.</summary>
    public static ulong OfSession(ReadOnlySpan<char> session) => StableHash.Of(session);

    /// <summary>Of the beginning of a prompt, since a provider's cache works from the beginning.</summary>
    /// <param name="prompt">The JSON of the messages, as sent; the model and other parameters are not part of it.</param>
    /// <param name="prefix">How many bytes count.</param>
    public static ulong OfPrompt(ReadOnlySpan<byte> prompt, int prefix) => StableHash.Of(prompt[..Math.Min(prefix, prompt.Length)]);
}
