namespace Gyre.Models.Dialects;

/// <summary>Effort in words and thinking in tokens, each for the other: OpenAI says it in words, Anthropic's and Gemini's older models in tokens.</summary>
internal static class Efforts
{
    /// <summary>The words for a budget; null where the model shall decide, or where thinking is off.</summary>
    public static string? Word(ReasoningWish wish) => wish.Effort ?? wish.Budget switch
    {
        null or <= 0 => null,
        <= 4096 => "low",
        <= 16_384 => "medium",
        _ => "high",
    };

    /// <summary>The tokens for a word; 0 for none, null where the wish says nothing.</summary>
    public static long? Tokens(ReasoningWish wish) => wish.Budget ?? wish.Effort switch
    {
        null => null,
        "none" => 0,
        "minimal" => 1024,
        "low" => 4096,
        "medium" => 10_240,
        "high" => 24_576,
        _ => 32_768,
    };
}
