using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using Gyre.Kernel;
using Gyre.Models.Embeddings;
using Gyre.Models.Providers;
using Gyre.Models.Simulated;

namespace Gyre.Models.Tests.Embeddings;

public sealed class EmbeddingTranslationTests
{
    private const string OpenAi = """{"model":"client","input":["a tank","a cord"],"dimensions":16}""";
    private const string Gemini = """{"requests":[{"content":{"parts":[{"text":"a tank"}]},"outputDimensionality":16},{"content":{"parts":[{"text":"a cord"}]},"outputDimensionality":16}]}""";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(ModelOperation.Embedding, OpenAi, ModelOperation.BatchEmbedContents)]
    [InlineData(ModelOperation.Embedding, OpenAi, ModelOperation.OllamaEmbed)]
    [InlineData(ModelOperation.OllamaEmbed, OpenAi, ModelOperation.Embedding)]
    [InlineData(ModelOperation.OllamaEmbed, OpenAi, ModelOperation.BatchEmbedContents)]
    [InlineData(ModelOperation.BatchEmbedContents, Gemini, ModelOperation.Embedding)]
    [InlineData(ModelOperation.BatchEmbedContents, Gemini, ModelOperation.OllamaEmbed)]
    public async Task Vectors_are_the_same_whoever_is_asked(ModelOperation client, string body, ModelOperation provider)
    {
        var simulated = new SimulatedProvider(new SimulationOptions());
        var request = new ModelRequest(client, "m", Encoding.UTF8.GetBytes(body), false);
        using var direct = await simulated.SendAsync(request, Stop);
        using var translated = await new EmbeddingTranslation(new Only(simulated, provider)).SendAsync(request, Stop);
        var (wanted, got) = (Numbers(JsonElement.Parse(await direct.TextAsync())), Numbers(JsonElement.Parse(await translated.TextAsync())));
        Assert.Equal(32, got.Count);
        Assert.Equal(wanted, got);
    }

    [Fact]
    public async Task A_client_of_Cohere_is_answered_by_any_provider()
    {
        const string Asked = """{"model":"client","texts":["a tank","a cord"],"input_type":"search_query","embedding_types":["float"],"output_dimension":16}""";
        var simulated = new SimulatedProvider(new SimulationOptions());
        using var direct = await simulated.SendAsync(new ModelRequest(ModelOperation.Embedding, "m", Encoding.UTF8.GetBytes(OpenAi), false), Stop);
        using var translated = await new EmbeddingTranslation(new Only(simulated, ModelOperation.Embedding)).SendAsync(new ModelRequest(ModelOperation.CohereEmbed, "m", Encoding.UTF8.GetBytes(Asked), false), Stop);
        var answer = JsonElement.Parse(await translated.TextAsync());
        Assert.Equal(Numbers(JsonElement.Parse(await direct.TextAsync())), [.. answer.GetProperty("embeddings").GetProperty("float").EnumerateArray().SelectMany(v => v.EnumerateArray()).Select(n => n.GetSingle())]);
        Assert.Equal(["a tank", "a cord"], answer.GetProperty("texts").EnumerateArray().Select(t => t.GetString()));
        Assert.True(answer.GetProperty("meta").GetProperty("billed_units").GetProperty("input_tokens").GetInt64() > 0);
    }

    [Theory]
    [InlineData("""{"texts":["a"],"embedding_types":["int8"]}""", "embedding_types")]
    [InlineData("""{"texts":["a"],"input_type":"image"}""", "input_type")]
    [InlineData("""{"images":["data:image/png;base64,AA=="]}""", "images")]
    public async Task What_only_Cohere_has_is_refused_by_name(string body, string field)
    {
        var asked = new ModelRequest(ModelOperation.CohereEmbed, "m", Encoding.UTF8.GetBytes(body), false);
        var refused = await Assert.ThrowsAsync<ProblemException>(() => new EmbeddingTranslation(new Only(new SimulatedProvider(new SimulationOptions()), ModelOperation.Embedding)).SendAsync(asked, Stop));
        Assert.Equal(("not-carried", field), (refused.Problem.Code, refused.Problem.Field));
    }

    [Fact]
    public async Task OpenAIs_clients_get_base64_where_they_want_it()
    {
        var request = new ModelRequest(ModelOperation.Embedding, "m", """{"model":"client","input":"a tank","dimensions":16,"encoding_format":"base64"}"""u8.ToArray(), false);
        using var response = await new EmbeddingTranslation(new Only(new SimulatedProvider(new SimulationOptions()), ModelOperation.OllamaEmbed)).SendAsync(request, Stop);
        var answer = JsonElement.Parse(await response.TextAsync());
        Assert.Equal(16, MemoryMarshal.Cast<byte, float>(answer.GetProperty("data")[0].GetProperty("embedding").GetBytesFromBase64()).Length);
        Assert.Equal(("m", 1), (answer.GetProperty("model").GetString(), answer.GetProperty("usage").GetProperty("prompt_tokens").GetInt32()));
    }

    [Fact]
    public async Task A_gemini_client_may_ask_for_one_alone()
    {
        var request = new ModelRequest(ModelOperation.EmbedContent, "m", """{"content":{"parts":[{"text":"a tank"}]},"output_dimensionality":16}"""u8.ToArray(), false);
        using var response = await new EmbeddingTranslation(new Only(new SimulatedProvider(new SimulationOptions()), ModelOperation.Embedding)).SendAsync(request, Stop);
        Assert.Equal(16, JsonElement.Parse(await response.TextAsync()).GetProperty("embedding").GetProperty("values").GetArrayLength());
    }

    [Fact]
    public async Task An_error_comes_in_the_clients_form_with_its_wait()
    {
        var busy = new SimulatedProvider(new SimulationOptions { Faults = [new Fault(FaultKind.Status, 1, 429)] });
        using var response = await new EmbeddingTranslation(new Only(busy, ModelOperation.BatchEmbedContents)).SendAsync(new ModelRequest(ModelOperation.Embedding, "m", Encoding.UTF8.GetBytes(OpenAi), false), Stop);
        Assert.Equal((429, "1"), (response.Status, response.Headers["retry-after"]));
        Assert.Equal("Simulated 429.", JsonElement.Parse(await response.TextAsync()).GetProperty("error").GetProperty("message").GetString());
    }

    [Theory]
    [InlineData("""{"model":"m","input":[1,2]}""", "not-carried")]
    [InlineData("""{"model":"m","input":[]}""", "invalid-request")]
    [InlineData("""{"model":"m"}""", "invalid-request")]
    public async Task What_can_not_be_asked_is_refused(string body, string code)
    {
        var provider = new Only(new SimulatedProvider(new SimulationOptions()), ModelOperation.OllamaEmbed);
        var e = await Assert.ThrowsAsync<ProblemException>(() => new EmbeddingTranslation(provider).SendAsync(new ModelRequest(ModelOperation.Embedding, "m", Encoding.UTF8.GetBytes(body), false), Stop));
        Assert.Equal((code, "input"), (e.Problem.Code, e.Problem.Field));
    }

    private static List<float> Numbers(JsonElement e) => e.ValueKind switch
    {
        JsonValueKind.Object => [.. e.EnumerateObject().Where(p => p.Name is "data" or "embeddings" or "embedding" or "values").SelectMany(p => Numbers(p.Value))],
        JsonValueKind.Array => [.. e.EnumerateArray().SelectMany(Numbers)],
        JsonValueKind.Number => [e.GetSingle()],
        _ => [],
    };

    private sealed class Only(IModelProvider inner, ModelOperation operation) : IModelProvider
    {
        public bool Speaks(ModelOperation asked) => asked == operation;

        public Task<ModelResponse> SendAsync(ModelRequest request, CancellationToken cancellationToken) =>
            request.Operation == operation ? inner.SendAsync(request, cancellationToken) : throw new InvalidOperationException("It does not speak this.");
    }
}
