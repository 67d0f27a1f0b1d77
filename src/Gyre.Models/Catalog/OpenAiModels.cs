using System.Text.Json;

namespace Gyre.Models.Catalog;

/// <summary>The models of a server with OpenAI's <c>/models</c>; many say more of them than OpenAI does.</summary>
internal static class OpenAiModels
{
    private static readonly string[] ContextFields = ["context_length", "context_window", "max_model_len", "max_context_length"];

    public static async Task<IReadOnlyList<CatalogModel>> ListAsync(ModelServer server, HttpClient http, CancellationToken cancellationToken)
    {
        using var request = server.Request(HttpMethod.Get, "/models");
        using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        response.EnsureSuccessStatusCode();
        using var document = await JsonDocument.ParseAsync(await response.Content.ReadAsStreamAsync(cancellationToken), cancellationToken: cancellationToken);
        return [.. document.RootElement.GetProperty("data").EnumerateArray().Select(m => Model(server.Name, m))];
    }

    private static CatalogModel Model(string provider, JsonElement model)
    {
        var id = model.GetProperty("id").GetString()!;
        return new CatalogModel
        {
            Id = id,
            Provider = provider,

            // The list does not say what a model makes; names of embedding and reranking models do.
            Kind = id.Contains("rerank", StringComparison.OrdinalIgnoreCase) ? ModelKind.Rerank : id.Contains("embed", StringComparison.OrdinalIgnoreCase) ? ModelKind.Embedding : ModelKind.Chat,
            Context = ContextFields.Select(f => Number(model, f)).FirstOrDefault(n => n is not null)
                ?? (model.TryGetProperty("meta", out var meta) && meta.ValueKind == JsonValueKind.Object ? Number(meta, "n_ctx_train") : null),
        };
    }

    private static long? Number(JsonElement from, string field) =>
        from.TryGetProperty(field, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var number) && number > 0 ? number : null;
}
