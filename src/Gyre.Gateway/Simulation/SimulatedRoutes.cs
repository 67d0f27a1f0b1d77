using Gyre.Models.Providers;

namespace Gyre.Gateway.Simulation;

/// <summary>The addresses that vendors' clients use, Azure's among them.</summary>
internal static class SimulatedRoutes
{
    /// <summary>What a path asks for and, where the path names it, of which model; null where no vendor has the path.</summary>
    public static (ModelOperation Operation, string Model)? Of(string path)
    {
        const string Deployments = "/openai/deployments/";
        if (path.StartsWith(Deployments, StringComparison.Ordinal) && path.IndexOf('/', Deployments.Length) is > 0 and var end)
        {
            return OpenAi(path[(end + 1)..]) is { } azure ? (azure, path[Deployments.Length..end]) : null;
        }

        if (path.IndexOf("/models/", StringComparison.Ordinal) is >= 0 and var models && path.LastIndexOf(':') is var colon && colon > models)
        {
            return Gemini(path[(colon + 1)..]) is { } gemini ? (gemini, path[(models + "/models/".Length)..colon]) : null;
        }

        ModelOperation? operation = path switch
        {
            "/v1/messages" => ModelOperation.Messages,
            "/v1/messages/count_tokens" => ModelOperation.CountTokens,
            "/api/chat" => ModelOperation.OllamaChat,
            "/api/embed" => ModelOperation.OllamaEmbed,
            _ when path.StartsWith("/v1/", StringComparison.Ordinal) => OpenAi(path["/v1/".Length..]),
            _ when path.StartsWith("/openai/v1/", StringComparison.Ordinal) => OpenAi(path["/openai/v1/".Length..]),
            _ => null,
        };
        return operation is { } found ? (found, "") : null;
    }

    private static ModelOperation? OpenAi(string rest) => rest switch
    {
        "chat/completions" => ModelOperation.Chat,
        "completions" => ModelOperation.Completion,
        "responses" => ModelOperation.Responses,
        "embeddings" => ModelOperation.Embedding,
        _ => null,
    };

    private static ModelOperation? Gemini(string method) => method switch
    {
        "generateContent" => ModelOperation.GenerateContent,
        "streamGenerateContent" => ModelOperation.StreamGenerateContent,
        "countTokens" => ModelOperation.CountGeminiTokens,
        "embedContent" => ModelOperation.EmbedContent,
        "batchEmbedContents" => ModelOperation.BatchEmbedContents,
        _ => null,
    };
}
