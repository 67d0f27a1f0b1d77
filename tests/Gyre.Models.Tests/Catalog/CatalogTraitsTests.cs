using System.Buffers;
using System.Text;
using System.Text.Json.Nodes;
using Gyre.Models.Catalog;
using Gyre.Models.Connections;
using Gyre.Models.Dialects;
using Dialect = Gyre.Models.Providers.Dialect;

namespace Gyre.Models.Tests.Catalog;

/// <summary>What the catalog knows of a model shapes the requests that are translated to it.</summary>
public sealed class CatalogTraitsTests
{
    [Fact]
    public void Anthropic_is_given_the_models_own_limit_where_the_client_set_none()
    {
        Assert.Equal(64_000, Written("AnthropicConnection", "claude-sonnet-4-5", "{}")["max_tokens"]!.GetValue<long>());
        Assert.Equal(4096, Written("AnthropicConnection", "claude-3-haiku-20240307", "{}")["max_tokens"]!.GetValue<long>());
    }

    [Theory]
    [InlineData("AnthropicConnection", "claude-3-haiku-20240307", "max_tokens", 4096)]
    [InlineData("OpenAIConnection", "gpt-4o", "max_completion_tokens", 16_384)]
    [InlineData("GeminiConnection", "gemini-2.0-flash", "generationConfig.maxOutputTokens", 8192)]
    public void A_limit_above_the_models_own_is_lowered_to_it(string type, string model, string field, long limit) =>
        Assert.Equal(limit, Found(Written(type, model, """{"max_completion_tokens":1000000}"""), field)!.GetValue<long>());

    [Theory]
    [InlineData("claude-opus-4-6", "adaptive", "high")]
    [InlineData("claude-sonnet-4-5-20250929", "enabled", null)]
    public void Newer_Claudes_think_by_effort_and_older_ones_by_budget(string model, string thinking, string? effort)
    {
        var written = Written("AnthropicConnection", model, """{"reasoning_effort":"high"}""");
        Assert.Equal(thinking, Found(written, "thinking.type")!.GetValue<string>());
        Assert.Equal(effort, Found(written, "output_config.effort")?.GetValue<string>());
        Assert.Equal(effort is null, Found(written, "thinking.budget_tokens") is not null);
    }

    [Fact]
    public void A_wish_to_think_is_left_out_for_a_model_that_can_not()
    {
        Assert.Null(Written("AnthropicConnection", "claude-3-haiku-20240307", """{"reasoning_effort":"high"}""")["thinking"]);
        Assert.Null(Written("OpenAIConnection", "gpt-4.1", """{"reasoning_effort":"high"}""")["reasoning_effort"]);
    }

    [Theory]
    [InlineData("OpenAIConnection", "gpt-5", false)]
    [InlineData("OpenAIConnection", "o3", false)]
    [InlineData("OpenAIConnection", "gpt-4.1", true)]
    [InlineData("AnthropicConnection", "claude-opus-4-7", false)]
    [InlineData("AnthropicConnection", "claude-opus-4-6", true)]
    public void Temperature_goes_only_to_models_that_take_one(string type, string model, bool sent) =>
        Assert.Equal(sent, Written(type, model, """{"temperature":0.3}""")["temperature"] is not null);

    [Theory]
    [InlineData("gpt-5", "none", "minimal")]
    [InlineData("gpt-5", "xhigh", "high")]
    [InlineData("gpt-5.1", "minimal", "low")]
    [InlineData("gpt-5.4", "xhigh", "xhigh")]
    [InlineData("gpt-5.4", "none", "none")]
    [InlineData("o3", "minimal", "low")]
    public void Each_generation_of_OpenAI_gets_the_words_for_effort_it_knows(string model, string asked, string sent) =>
        Assert.Equal(sent, Written("OpenAIConnection", model, $$"""{"reasoning_effort":"{{asked}}"}""")["reasoning_effort"]!.GetValue<string>());

    [Fact]
    public void Temperature_goes_to_a_reasoning_model_that_shall_not_reason() =>
        Assert.NotNull(Written("OpenAIConnection", "gpt-5.4", """{"reasoning_effort":"none","temperature":0.3}""")["temperature"]);

    [Theory]
    [InlineData("gemini-2.5-pro", "none", 128)]
    [InlineData("gemini-2.5-flash", "none", 0)]
    [InlineData("gemini-2.5-flash", "max", 24_576)]
    public void A_thinking_budget_stays_within_what_a_Gemini_takes(string model, string effort, long budget) =>
        Assert.Equal(budget, Found(Written("GeminiConnection", model, $$"""{"reasoning_effort":"{{effort}}"}"""), "generationConfig.thinkingConfig.thinkingBudget")!.GetValue<long>());

    [Fact]
    public void A_model_behind_a_deployments_name_is_known_by_its_own()
    {
        var traits = ModelCatalog.BuiltIn.TraitsOf(Connection("AzureOpenAIConnection"), "gpt-5", ModelTraits.Current);
        Assert.Equal("minimal", Written(traits, Dialect.OpenAi, "our-best", """{"reasoning_effort":"none"}""")["reasoning_effort"]!.GetValue<string>());
    }

    [Fact]
    public void Of_a_model_that_no_catalog_has_the_servers_traits_hold()
    {
        var server = new ModelTraits { OldMaxTokens = true };
        Assert.Same(server, ModelCatalog.BuiltIn.TraitsOf(Connection("OpenAICompatibleConnection"), "my-own", server));
    }

    private static Connection Connection(string type) => new() { Name = "c", Type = type };

    private static JsonNode Written(string type, string model, string settings)
    {
        var dialect = type switch { "AnthropicConnection" => Dialect.Anthropic, "GeminiConnection" => Dialect.Gemini, _ => Dialect.OpenAi };
        return Written(ModelCatalog.BuiltIn.TraitsOf(Connection(type), model, ModelTraits.Current), dialect, model, settings);
    }

    private static JsonNode Written(ModelTraits traits, Dialect dialect, string model, string settings)
    {
        var body = JsonNode.Parse(settings)!.AsObject();
        body["model"] = model;
        body["messages"] = JsonNode.Parse("""[{"role":"user","content":"Hi"}]""");
        var to = new ArrayBufferWriter<byte>();
        ChatDialects.Of(dialect).WriteCall(ChatDialects.Of(Dialect.OpenAi).ReadCall(Encoding.UTF8.GetBytes(body.ToJsonString())), traits, to);
        return JsonNode.Parse(to.WrittenSpan)!;
    }

    private static JsonNode? Found(JsonNode? at, string path) => path.Split('.').Aggregate(at, (node, name) => node?[name]);
}
