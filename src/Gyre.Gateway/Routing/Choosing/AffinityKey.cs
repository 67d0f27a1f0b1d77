namespace Gyre.Gateway.Routing.Choosing;

/// <summary>Makes the keys that keep related requests together.</summary>
public static class AffinityKey
{
    /// <summary>Of a session's name.</summary>
    public static ulong OfSession(ReadOnlySpan<char> session) => StableHash.Of(session);

    /// <summary>Of the beginning of a prompt, since a provider's cache works from the beginning.</summary>
    /// <param name="instructions">JSON, as sent; empty where they are among the messages. Wherever they stand, the model reads them first.</param>
    /// <param name="prompt">The JSON of the messages, as sent; the model and other parameters are not part of it.</param>
    /// <param name="prefix">How many bytes of both together count.</param>
    /// <returns>Null where there is neither.</returns>
    public static ulong? OfPrompt(ReadOnlySpan<byte> instructions, ReadOnlySpan<byte> prompt, int prefix)
    {
        instructions = instructions[..Math.Min(prefix, instructions.Length)];
        prompt = prompt[..Math.Min(prefix - instructions.Length, prompt.Length)];
        return instructions.IsEmpty && prompt.IsEmpty ? null : StableHash.Of(instructions, prompt);
    }
}
