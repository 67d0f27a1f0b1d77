using Gyre.Models.Dialects;
using Gyre.Models.Providers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Gyre.Gateway.Surfaces;

/// <summary>The addresses that clients of each vendor use, as they use them.</summary>
public static class GatewaySurfaces
{
    private static readonly (string Path, ModelOperation Operation)[] OpenAi =
    [
        ("chat/completions", ModelOperation.Chat),
        ("completions", ModelOperation.Completion),
        ("embeddings", ModelOperation.Embedding),
        ("responses", ModelOperation.Responses),
        ("images/generations", ModelOperation.ImageGeneration),
        ("images/edits", ModelOperation.ImageEdit),
        ("audio/speech", ModelOperation.Speech),
        ("audio/transcriptions", ModelOperation.Transcription),
        ("audio/translations", ModelOperation.Translation),
        ("moderations", ModelOperation.Moderation),
        ("rerank", ModelOperation.Rerank),
    ];

    private static readonly (string Path, ModelOperation Operation)[] Ollama =
    [
        ("chat", ModelOperation.OllamaChat),
        ("generate", ModelOperation.OllamaGenerate),
        ("embed", ModelOperation.OllamaEmbed),
        ("embeddings", ModelOperation.OllamaEmbeddings),
    ];

    // Of Ollama's own keeping of models: told by name, for the rest below /api is Gyre's.
    private static readonly string[] OllamaKeeping = ["pull", "push", "create", "copy", "delete", "ps", "blobs/{digest}"];

    /// <summary>Maps every surface.</summary>
    public static IEndpointRouteBuilder MapGateway(this IEndpointRouteBuilder routes, GatewayRoom gateway)
    {
        var (door, list) = (gateway.Door, gateway.Models);
        foreach (var (path, operation) in OpenAi)
        {
            routes.MapPost($"/v1/{path}", http => door.EnterAsync(http, operation));
            routes.MapPost($"/openai/v1/{path}", http => door.EnterAsync(http, operation));
        }

        // Azure's dated addresses have no version before them.
        routes.MapPost("/openai/responses", http => door.EnterAsync(http, ModelOperation.Responses));
        foreach (var root in (string[])["/v1", "/openai/v1", "/openai"])
        {
            routes.MapGet(root + "/responses/{id}", http => gateway.Responses.AskAsync(http, ""));
            routes.MapDelete(root + "/responses/{id}", http => gateway.Responses.AskAsync(http, ""));
            routes.MapPost(root + "/responses/{id}/cancel", http => gateway.Responses.AskAsync(http, "/cancel"));
            routes.MapGet(root + "/responses/{id}/input_items", http => gateway.Responses.AskAsync(http, "/input_items"));
        }

        routes.MapPost("/openai/deployments/{**call}", http => DeploymentAsync(door, http));
        routes.MapPost("/v2/rerank", http => door.EnterAsync(http, ModelOperation.Rerank));
        routes.MapPost("/v2/embed", http => door.EnterAsync(http, ModelOperation.CohereEmbed));
        routes.MapPost("/v1/messages", http => door.EnterAsync(http, ModelOperation.Messages));
        routes.MapPost("/v1/messages/count_tokens", http => door.EnterAsync(http, ModelOperation.CountTokens));
        routes.MapPost("/v1beta/models/{**call}", http => GeminiAsync(door, http));
        routes.MapGet("/v1/models", list.OfOpenAiAsync);
        routes.MapGet("/openai/v1/models", list.OfOpenAiAsync);
        routes.MapGet("/v1/models/{**model}", http => list.OneOfOpenAiAsync(http, Name(http, "model")));
        routes.MapGet("/v1beta/models", list.OfGeminiAsync);
        routes.Map("/providers/{connection}/{**path}", http => door.EnterAsync(http, ModelOperation.Raw, new CallTarget(Name(http, "connection") + "/*", null), "/" + RawPath(http)));

        foreach (var (path, operation) in Ollama)
        {
            routes.MapPost($"/api/{path}", http => door.EnterAsync(http, operation));
        }

        routes.MapGet("/api/tags", gateway.OllamaModels.ListAsync);
        routes.MapPost("/api/show", gateway.OllamaModels.ShowAsync);
        routes.MapGet("/api/version", OllamaModels.OfVersionAsync);
        foreach (var path in OllamaKeeping)
        {
            routes.Map($"/api/{path}", UnservedPath.AnswerAsync);
        }

        // Everything else below these is told apart from a model that is not there.
        foreach (var root in (string[])["/v1", "/v1beta", "/openai"])
        {
            routes.Map(root + "/{**path}", UnservedPath.AnswerAsync);
        }

        return routes;
    }

    // The operation is the end of the path, and the deployment's name may hold slashes.
    private static Task DeploymentAsync(CallDoor door, HttpContext http)
    {
        var call = Name(http, "call");
        foreach (var (path, operation) in OpenAi)
        {
            if (call.Length > path.Length && call.EndsWith(path, StringComparison.Ordinal) && call[^(path.Length + 1)] == '/')
            {
                return door.EnterAsync(http, operation, new CallTarget(call[..^(path.Length + 1)], null));
            }
        }

        return UnservedPath.AnswerAsync(http);
    }

    // The verb stands behind a colon, and the model's name may hold slashes.
    private static Task GeminiAsync(CallDoor door, HttpContext http)
    {
        var call = Name(http, "call");
        var colon = call.LastIndexOf(':');
        var verb = colon < 0 ? "" : call[(colon + 1)..];
        ModelOperation? operation = verb switch
        {
            "generateContent" => ModelOperation.GenerateContent,
            "streamGenerateContent" => ModelOperation.StreamGenerateContent,
            "countTokens" => ModelOperation.CountGeminiTokens,
            "embedContent" => ModelOperation.EmbedContent,
            "batchEmbedContents" => ModelOperation.BatchEmbedContents,
            _ => null,
        };
        if (operation is not { } known)
        {
            return UnservedPath.AnswerAsync(http);
        }

        var streams = known == ModelOperation.StreamGenerateContent;
        var target = new CallTarget(call[..colon], streams);
        return streams && http.Request.Query["alt"] != "sse"
            ? JsonArrayStream.OverAsync(http, () => door.EnterAsync(http, known, target))
            : door.EnterAsync(http, known, target);
    }

    // The server has unescaped all but slashes.
    private static string Name(HttpContext http, string value) => (http.Request.RouteValues[value] as string ?? "").Replace("%2F", "/", StringComparison.OrdinalIgnoreCase);

    // As sent, still escaped.
    private static string RawPath(HttpContext http)
    {
        var path = http.Request.Path.ToUriComponent();
        var start = path.IndexOf('/', "/providers/".Length);
        return start < 0 ? "" : path[(start + 1)..];
    }
}
