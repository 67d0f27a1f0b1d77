using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using Gyre.Gateway.Administration;
using Gyre.Gateway.Callers;
using Gyre.Gateway.Tests.Admission;
using Gyre.Models.Catalog;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;

namespace Gyre.Gateway.Tests.Administration;

/// <summary>The catalog over HTTP, on a real server.</summary>
public sealed class ModelsApiTests : IAsyncLifetime
{
    private AccountsPlace place = null!;
    private Accounts accounts = null!;
    private WebApplication app = null!;
    private HttpClient http = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        place = await AccountsPlace.MakeAsync("sqlite");
        accounts = await place.NodeAsync();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Services.AddAccounts(() => accounts);
        app = builder.Build();
        app.MapModels(ModelCatalog.BuiltIn, TimeProvider.System);
        await app.StartAsync(Stop);
        http = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };
    }

    public async ValueTask DisposeAsync()
    {
        http.Dispose();
        await app.DisposeAsync();
        await place.DisposeAsync();
    }

    [Theory]
    [InlineData("provider=anthropic", "anthropic/claude-sonnet-5", "openai/gpt-4.1")]
    [InlineData("kind=embedding", "openai/text-embedding-3-small", "openai/gpt-4.1")]
    [InlineData("capability=tools,vision&capability=reasoning", "openai/gpt-5", "openai/gpt-4.1")]
    [InlineData("text=GPT-4.1&max_price=2", "openai/gpt-4.1-mini", "openai/gpt-4.1")]
    [InlineData("min_context=1000000", "openai/gpt-4.1", "openai/gpt-4o")]
    public async Task The_list_is_narrowed(string query, string with, string without)
    {
        var names = (await ListAsync(query)).Select(m => $"{m!["provider"]}/{m["id"]}").ToList();

        Assert.Contains(with, names);
        Assert.DoesNotContain(without, names);
    }

    [Fact]
    public async Task A_row_is_that_of_the_command_line()
    {
        var row = (await GetAsync("/api/v1/models/openai/gpt-4.1-2025-04-14")).AsObject();

        Assert.Equal(JsonSerializer.Serialize(ModelView.Of(ModelCatalog.BuiltIn.One("openai/gpt-4.1"))), row.ToJsonString());
        Assert.Equal(2m, (decimal)row["prices"]![0]!["input"]!);
        Assert.Equal("groq/openai/gpt-oss-120b", (await GetAsync("/api/v1/models/groq/openai/gpt-oss-120b")) is var one ? $"{one["provider"]}/{one["id"]}" : "");
    }

    [Fact]
    public async Task A_price_is_that_of_its_time()
    {
        // Before the price cut of 10 June 2025 and since.
        var before = (await GetAsync("/api/v1/models/openai/o3?at=2025-06-01"))["prices"]!.AsArray();
        var since = (await GetAsync("/api/v1/models/openai/o3?at=2025-06-10T00:00Z"))["prices"]!.AsArray();

        Assert.Equal([10m, 2m], [(decimal)before.Single()!["input"]!, (decimal)since.Single()!["input"]!]);
        Assert.DoesNotContain(await ListAsync("provider=openai&max_price=10&at=2025-06-01"), m => (string)m!["id"]! == "o3");
        Assert.Contains(await ListAsync("provider=openai&max_price=10&at=2025-06-11"), m => (string)m!["id"]! == "o3");
    }

    [Fact]
    public async Task Traffic_is_priced_side_by_side()
    {
        var compared = await GetAsync("/api/v1/models/compare?model=gpt-4.1&model=perplexity/sonar&calls=100&input_tokens=10000&cached_tokens=8000&output_tokens=1000");

        // 100 × (2,000 × $2 + 8,000 × $0.50 + 1,000 × $8) per million.
        Assert.Equal(1.6m, (decimal)compared["models"]![0]!["cost"]!);
        Assert.Null(compared["models"]![1]!["cost"]);
    }

    [Theory]
    [InlineData("?provider=antropic", 400, "model-filter", "Did you mean 'anthropic'?")]
    [InlineData("?kind=chatt", 400, "model-filter", "Did you mean 'chat'?")]
    [InlineData("?capability=tols", 400, "model-filter", "Did you mean 'tools'?")]
    [InlineData("?at=soon", 400, "model-moment", "2026-11-21")]
    [InlineData("/gpt-41", 404, "model-not-found", "'gpt-4.1'")]
    [InlineData("/compare", 400, "model-missing", "?model=")]
    [InlineData("/compare?model=gpt-4.1&input_tokens=1&cached_tokens=2", 400, "model-traffic", "not more than the input")]
    public async Task A_slip_is_told_with_the_remedy(string path, int status, string code, string words)
    {
        using var answer = await http.GetAsync("/api/v1/models" + path, Stop);
        var problem = (await answer.Content.ReadFromJsonAsync<JsonObject>(Stop))!;

        Assert.Equal((status, code, "application/problem+json"), ((int)answer.StatusCode, (string?)problem["code"], answer.Content.Headers.ContentType!.MediaType));
        Assert.Contains(words, (string)problem["detail"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Once_there_are_keys_one_that_may_administer_is_needed()
    {
        await accounts.Keys.CreateAsync(new CallerKey { Id = Guid.Empty, Name = "app" }, "test", Stop);
        await accounts.RefreshAsync(Stop);

        using var answer = await http.GetAsync("/api/v1/models", Stop);

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
    }

    private async Task<JsonArray> ListAsync(string query) => (await GetAsync("/api/v1/models?" + query)).AsArray();

    private async Task<JsonNode> GetAsync(string path) => (await http.GetFromJsonAsync<JsonNode>(path, Stop))!;
}
