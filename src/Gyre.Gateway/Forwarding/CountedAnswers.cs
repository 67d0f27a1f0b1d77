using Gyre.Models.Providers;
using Gyre.Wire.Taps;

namespace Gyre.Gateway.Forwarding;

/// <summary>Where an answer says what it used: by its operation, else by its provider's dialect.</summary>
internal static class CountedAnswers
{
    public static AnswerCounts Of(ModelOperation operation, Dialect dialect) => operation switch
    {
        ModelOperation.Responses or ModelOperation.KeptResponse => AnswerCounts.Responses,
        ModelOperation.ImageGeneration or ModelOperation.ImageEdit => AnswerCounts.Images,
        ModelOperation.Transcription or ModelOperation.Translation => AnswerCounts.Transcription,
        ModelOperation.Speech => AnswerCounts.Speech,
        ModelOperation.Rerank or ModelOperation.CohereEmbed => AnswerCounts.Rerank,
        _ => dialect switch
        {
            Dialect.Anthropic => AnswerCounts.Anthropic,
            Dialect.Gemini => AnswerCounts.Gemini,
            Dialect.Ollama => AnswerCounts.Ollama,
            _ => AnswerCounts.OpenAi,
        },
    };
}
