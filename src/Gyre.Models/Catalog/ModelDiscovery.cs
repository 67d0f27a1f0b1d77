using System.Text.Json;
using Gyre.Kernel;
using Gyre.Models.Connections;

namespace Gyre.Models.Catalog;

/// <summary>Asks running servers which models they have: Ollama, and anything with OpenAI's <c>/v1/models</c>.</summary>
public static class ModelDiscovery
{
    private const string OllamaAddress = "http://127.0.0.1:11434";

    /// <summary>Where local servers usually listen: Ollama (or <c>OLLAMA_HOST</c>), LM Studio, vLLM, llama.cpp.</summary>
    /// <param name="environment">Reads a variable.</param>
    public static IReadOnlyList<ModelServer> Local(Func<string, string?> environment)
    {
        var host = environment("OLLAMA_HOST") is { Length: > 0 } set ? set.Contains("://", StringComparison.Ordinal) ? set : $"http://{(set.Contains(':', StringComparison.Ordinal) ? set : set + ":11434")}" : OllamaAddress;

        // What a server listens on is not always what it can be reached by.
        var ollama = Uri.TryCreate(host.Replace("0.0.0.0", "127.0.0.1", StringComparison.Ordinal), UriKind.Absolute, out var address) ? address : new Uri(OllamaAddress);
        return
        [
            new("ollama", ollama, IsOllama: true),
            new("lm-studio", new Uri("http://127.0.0.1:1234/v1"), IsOllama: false),
            new("vllm", new Uri("http://127.0.0.1:8000/v1"), IsOllama: false),
            new("llama.cpp", new Uri("http://127.0.0.1:8080/v1"), IsOllama: false),
        ];
    }

    /// <summary>The server of a connection, or null where its type has no list of models in these formats.</summary>
    public static ModelServer? Of(Connection connection)
    {
        var type = ConnectionTypes.Find(connection.Type)?.Name;
        var written = connection["base_url"] ?? (type == "open_ai" ? "https://api.openai.com/v1" : null);
        return type is "open_ai" or "open_ai_compatible" or "ollama" or "custom" && Uri.TryCreate(written, UriKind.Absolute, out var address)
            ? new ModelServer(connection.Name, address, type == "ollama") { Key = connection["api_key"] }
            : null;
    }

    /// <summary>Asks all at once; one that does not answer in time is left out or told, and holds nobody up.</summary>
    /// <param name="servers">Whom to ask.</param>
    /// <param name="http">Sends the requests.</param>
    /// <param name="patience">For each server as a whole.</param>
    /// <param name="cancellationToken">Stops all.</param>
    public static async Task<IReadOnlyList<DiscoveredServer>> AskAsync(IReadOnlyList<ModelServer> servers, HttpClient http, TimeSpan patience, CancellationToken cancellationToken) =>
        await Task.WhenAll(servers.Select(s => AskAsync(s, http, patience, cancellationToken)));

    private static async Task<DiscoveredServer> AskAsync(ModelServer server, HttpClient http, TimeSpan patience, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(patience);
        try
        {
            var models = server.IsOllama ? await new OllamaModels(server, http).ListAsync(limit.Token) : await OpenAiModels.ListAsync(server, http, limit.Token);
            return new DiscoveredServer(server, models, null);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new DiscoveredServer(server, [], new Problem("server-silent", $"{server.Address} did not answer within {patience.TotalSeconds:0.#} s."));
        }
        catch (HttpRequestException e)
        {
            var why = e.StatusCode is { } status ? $"answered {(int)status} {status}" : $"can't be reached: {e.InnerException?.Message ?? e.Message}";
            return new DiscoveredServer(server, [], new Problem("server-unreachable", $"{server.Address} {why.TrimEnd('.')}."));
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return new DiscoveredServer(server, [], new Problem("server-unknown", $"{server.Address} answered something that is no list of models."));
        }
    }
}

/// <summary>A server to ask.</summary>
/// <param name="Name">A connection's name, or what usually listens there.</param>
/// <param name="Address">As a connection has it.</param>
/// <param name="IsOllama">Whether it is asked in Ollama's own format.</param>
public sealed record ModelServer(string Name, Uri Address, bool IsOllama)
{
    /// <summary>Sent as a bearer token, where there is one.</summary>
    internal string? Key { get; init; }

    internal HttpRequestMessage Request(HttpMethod method, string path, HttpContent? content = null)
    {
        var root = Address.GetLeftPart(UriPartial.Path).TrimEnd('/');
        if (IsOllama)
        {
            root = root.EndsWith("/v1", StringComparison.Ordinal) ? root[..^3] : root.EndsWith("/api", StringComparison.Ordinal) ? root[..^4] : root;
        }

        var request = new HttpRequestMessage(method, root + path) { Content = content };
        if (!string.IsNullOrEmpty(Key))
        {
            request.Headers.TryAddWithoutValidation("Authorization", "Bearer " + Key);
        }

        return request;
    }
}

/// <summary>What a server said.</summary>
/// <param name="Server">Whom.</param>
/// <param name="Models">With the server's name as provider; without prices.</param>
/// <param name="Problem">Why there are none; null where it answered.</param>
public sealed record DiscoveredServer(ModelServer Server, IReadOnlyList<CatalogModel> Models, Problem? Problem);
