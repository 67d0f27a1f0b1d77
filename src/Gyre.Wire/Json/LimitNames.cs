namespace Gyre.Wire.Json;

/// <summary>The names by which requests limit an answer: its length, and how many there are.</summary>
[Flags]
public enum LimitNames
{
    /// <summary>No limit is understood.</summary>
    None = 0,

    /// <summary><c>max_tokens</c>.</summary>
    MaxTokens = 1,

    /// <summary><c>max_completion_tokens</c>.</summary>
    MaxCompletionTokens = 2,

    /// <summary><c>max_output_tokens</c>.</summary>
    MaxOutputTokens = 4,

    /// <summary><c>generationConfig</c> with <c>maxOutputTokens</c> and <c>candidateCount</c>.</summary>
    GenerationConfig = 8,

    /// <summary><c>options</c> with <c>num_predict</c>.</summary>
    Options = 16,

    /// <summary>Any of them.</summary>
    All = MaxTokens | MaxCompletionTokens | MaxOutputTokens | GenerationConfig | Options,
}
