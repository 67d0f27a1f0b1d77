using System.Net.Http.Json;
using System.Text.Json;

namespace Gyre.Models.Catalog;

/// <summary>The models of a running Ollama: <c>/api/tags</c>, then <c>/api/show</c> for each.</summary>
internal sealed class OllamaModels(ModelServer server, HttpClient http)
{
    private const int AtOnce = 4;

    public async Task<IReadOnlyList<CatalogModel>> ListAsync(CancellationToken cancellationToken)
    {
        using var tags = await SendAsync(server.Request(HttpMethod.Get, "/api/tags"), cancellationToken);
        var names = tags.RootElement.GetProperty("models").EnumerateArray().Select(m => m.GetProperty("name").GetString()!).ToList();
        var models = new CatalogModel[names.Count];
        await Parallel.ForAsync(0, names.Count, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken }, async (i, token) =>
        {
            using var shown = await SendAsync(server.Request(HttpMethod.Post, "/api/show", JsonContent.Create(new Dictionary<string, string>(StringComparer.Ordinal) { ["model"] = names[i] })), token);
            models[i] = Model(names[i], shown.RootElement);
        });
        return models;
    }

    private CatalogModel Model(string name, JsonElement shown)
    {
        var can = shown.TryGetProperty("capabilities", out var list) ? list.EnumerateArray().Select(c => c.GetString()).ToHashSet(StringComparer.Ordinal) : [];
        var info = shown.TryGetProperty("model_info", out var known) && known.ValueKind == JsonValueKind.Object ? known.EnumerateObject().ToList() : [];
        var kind = can.Contains("embedding") ? ModelKind.Embedding : ModelKind.Chat;
        return new CatalogModel
        {
            Id = name,
            Provider = server.Name,
            Kind = kind,
            Context = Number(info, ".context_length"),
            Dimensions = kind == ModelKind.Embedding ? (int?)Number(info, ".embedding_length") : null,
            Inputs = can.Contains("vision") ? [Modality.Text, Modality.Image] : [Modality.Text],
            Outputs = kind == ModelKind.Chat ? [Modality.Text] : [],
            Capabilities = [.. new[] { can.Contains("tools") ? ModelCapability.Tools : (ModelCapability?)null, can.Contains("thinking") ? ModelCapability.Reasoning : null }.OfType<ModelCapability>()],
            Licence = FirstLine(shown),
        };
    }

    private async Task<JsonDocument> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        using (request)
        {
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            response.EnsureSuccessStatusCode();
            return await JsonDocument.ParseAsync(await response.Content.ReadAsStreamAsync(cancellationToken), cancellationToken: cancellationToken);
        }
    }

    private static long? Number(List<JsonProperty> info, string ending) =>
        info.FirstOrDefault(p => p.Name.EndsWith(ending, StringComparison.Ordinal)).Value is { ValueKind: JsonValueKind.Number } number ? number.GetInt64() : null;

    // The whole licence is sent; its title says which it is.
    private static string? FirstLine(JsonElement shown) =>
        shown.TryGetProperty("license", out var text) && text.ValueKind == JsonValueKind.String
            ? text.GetString()!.Split('\n').Select(l => l.Trim()).FirstOrDefault(l => l.Length > 0)
            : null;
}
