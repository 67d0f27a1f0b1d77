using System.Buffers;

namespace Gyre.Evaluation.Evaluators.Grounding;

/// <summary>What a sentence of a response does.</summary>
internal enum SentenceKind
{
    /// <summary>States something, which the context can support or not.</summary>
    Claim,

    /// <summary>Says that the answer is not known or not in the documents.</summary>
    Refusal,

    /// <summary>Greets, thanks, offers or asks.</summary>
    Courtesy,
}

/// <summary>Tells claims from refusals and courtesies by English phrases.</summary>
internal static class SentenceKinds
{
    private const int LongestCourtesy = 160;

    private static readonly SearchValues<string> NotThere = SearchValues.Create(
        [.. from no in new[] { "not", "don't", "don’t", "doesn't", "doesn’t", "didn't", "didn’t", "cannot", "can't", "can’t", "couldn't", "couldn’t" }
            from verb in new[] { "have", "contain", "provide", "include", "mention", "specify", "state", "discuss", "address", "find", "answer", "know", "cover", "give", "say", "indicate", "explicitly" }
            select $"{no} {verb}",
         "no information", "no specific information", "no explicit information", "no mention", "no details", "not mentioned", "not provided", "not specified", "not stated", "not available", "not included", "unable to", "i'm sorry", "i am sorry", "sorry, "],
        StringComparison.OrdinalIgnoreCase);

    private static readonly SearchValues<string> Source = SearchValues.Create(
        ["information", "document", "context", "passage", "the text", "source", "article", "details", "i do ", "i don", "i can", "i cannot", "i could", "i am ", "i'm ", "unable", "sorry", "the answer"], StringComparison.OrdinalIgnoreCase);

    private static readonly SearchValues<string> Phrases = SearchValues.Create(
        ["you're welcome", "you are welcome", "thank you", "thanks for", "let me know", "feel free", "hope this", "hope that helps", "hope the information", "happy to help", "glad to", "can i help", "i help you", "good question", "great question", "have a great", "have a nice"],
        StringComparison.OrdinalIgnoreCase);

    /// <summary>What a sentence does.</summary>
    public static SentenceKind Of(ReadOnlySpan<char> sentence) =>
        sentence.ContainsAny(NotThere) && sentence.ContainsAny(Source) ? SentenceKind.Refusal
        : EndsAsQuestion(sentence) || (sentence.Length <= LongestCourtesy && sentence.ContainsAny(Phrases)) ? SentenceKind.Courtesy
        : SentenceKind.Claim;

    private static bool EndsAsQuestion(ReadOnlySpan<char> sentence) => sentence.TrimEnd("\"'”’)*_ ") is [.., '?' or '？'];
}
