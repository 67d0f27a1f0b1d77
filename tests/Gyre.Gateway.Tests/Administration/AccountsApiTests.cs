using System.ComponentModel.DataAnnotations;
using System.Net;
using System.Net.Http.Json;
using System.Reflection;
using System.Text;
using System.Text.Json.Nodes;
using Gyre.Gateway.Administration;
using Gyre.Gateway.Admission;
using Gyre.Gateway.Tests.Admission;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;

namespace Gyre.Gateway.Tests.Administration;

/// <summary>The administration over HTTP, on a real server.</summary>
public sealed class AccountsApiTests : IAsyncLifetime
{
    private AccountsPlace place = null!;
    private WebApplication app = null!;
    private HttpClient http = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        place = await AccountsPlace.MakeAsync("sqlite");
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        var accounts = await place.NodeAsync();
        builder.Services.AddAccounts(() => accounts);
        app = builder.Build();
        app.MapAccounts();
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
    [InlineData("X-Forwarded-For", "203.0.113.7", "1.1")]
    [InlineData("X-Real-IP", "203.0.113.7", "1.1")]
    [InlineData("Forwarded", "for=203.0.113.7", "1.1")]
    [InlineData("Via", "1.1 proxy", "1.1")]
    [InlineData("Accept", "*/*", "1.0")]
    public async Task Who_comes_through_a_proxy_of_this_machine_is_no_administrator_before_the_first_key(string header, string value, string version)
    {
        using var asked = new HttpRequestMessage(HttpMethod.Post, "api/v1/keys") { Content = new StringContent("""{"name": "root", "endpoints": ["admin"]}""", Encoding.UTF8, "application/json"), Version = new Version(version) };
        asked.Headers.TryAddWithoutValidation(header, value);

        using var refused = await http.SendAsync(asked, Stop);

        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        Assert.Equal("policy_cross_site", (string?)(await refused.Content.ReadFromJsonAsync<JsonObject>(Stop))!["code"]);
    }

    [Fact]
    public async Task Before_the_first_key_anybody_on_this_machine_may_and_then_only_who_holds_an_admin_key()
    {
        var admin = await PostAsync("keys", """{"name": "root", "endpoints": ["admin"]}""");
        Assert.Equal(HttpStatusCode.Unauthorized, (await http.GetAsync(new Uri("api/v1/keys", UriKind.Relative), Stop)).StatusCode);

        http.DefaultRequestHeaders.Authorization = new("Bearer", (string?)admin["key"]);
        var plain = await PostAsync("keys", """{"name": "plain"}""");
        http.DefaultRequestHeaders.Authorization = new("Bearer", (string?)plain["key"]);
        using var forbidden = await http.GetAsync(new Uri("api/v1/keys", UriKind.Relative), Stop);

        Assert.Equal(HttpStatusCode.Forbidden, forbidden.StatusCode);
        Assert.Equal("application/problem+json", forbidden.Content.Headers.ContentType!.MediaType);
        Assert.Equal("policy_endpoint_forbidden", (string?)(await forbidden.Content.ReadFromJsonAsync<JsonObject>(Stop))!["code"]);
    }

    [Theory]
    [InlineData("Host", "evil.example")]
    [InlineData("Origin", "https://evil.example")]
    [InlineData("Sec-Fetch-Site", "cross-site")]
    public async Task Before_the_first_key_no_web_page_of_elsewhere_may(string header, string value)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "api/v1/keys") { Content = JsonContent.Create(new { name = "root", endpoints = new[] { "admin" } }) };
        request.Headers.TryAddWithoutValidation(header, value);
        using var refused = await http.SendAsync(request, Stop);

        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        Assert.Equal("policy_cross_site", (string?)(await refused.Content.ReadFromJsonAsync<JsonObject>(Stop))!["code"]);
    }

    [Fact]
    public async Task A_budget_is_made_changed_overridden_reset_and_deleted()
    {
        await PostAsync("cost-centers", """{"name": "cc-1"}""");
        await PostAsync("teams", """{"name": "search", "cost_center": "cc-1"}""");
        var made = await PostAsync("budgets", """{"name": "b", "level": "team", "subject": "search", "unit": "usd", "amount": 12.5, "per": "calendar_month", "warn_at": [80]}""");
        Assert.Equal(("team", "search", 12.5m, "calendar_month"), ((string?)made["level"], (string?)made["subject"], (decimal)made["amount"]!, (string?)made["per"]));

        using var patched = await http.PatchAsync(new Uri("api/v1/budgets/b", UriKind.Relative), JsonContent.Create(new { amount = 20 }), Stop);
        Assert.Equal(20m, (decimal)(await patched.Content.ReadFromJsonAsync<JsonObject>(Stop))!["amount"]!);
        Assert.Equal(50m, (decimal)(await PostAsync("budgets/b/override", $$"""{"amount": 50, "until": "{{DateTimeOffset.MaxValue.AddDays(-2):O}}"}"""))["override_amount"]!);
        await PostAsync("budgets/b/suspend", "{}");
        await PostAsync("budgets/b/resume", "{}");
        await PostAsync("budgets/b/reset", "{}");
        Assert.Equal(HttpStatusCode.NoContent, (await http.DeleteAsync(new Uri("api/v1/budgets/b", UriKind.Relative), Stop)).StatusCode);

        var audit = (await http.GetFromJsonAsync<JsonArray>("api/v1/audit?subject=b", Stop))!;
        Assert.Equal(["budget.deleted", "budget.reset", "budget.resumed", "budget.suspended", "budget.overridden", "budget.changed", "budget.created"], audit.Select(e => (string?)e!["action"]));
        Assert.All(audit, e => Assert.Equal("local", (string?)e!["actor"]));
    }

    [Fact]
    public async Task What_a_change_gives_empty_is_taken_away_and_what_it_does_not_give_stays()
    {
        await PostAsync("cost-centers", """{"name": "cc-1"}""");
        await PostAsync("teams", """{"name": "search", "description": "Finds things", "cost_center": "cc-1"}""");

        using var cleared = await http.PatchAsync(new Uri("api/v1/teams/search", UriKind.Relative), JsonContent.Create(new { cost_center = "" }), Stop);

        var team = (await cleared.Content.ReadFromJsonAsync<JsonObject>(Stop))!;
        Assert.Equal("Finds things", (string?)team["description"]);
        Assert.Null(team["cost_center"]);
        Assert.Equal(HttpStatusCode.NoContent, (await http.DeleteAsync(new Uri("api/v1/cost-centers/cc-1", UriKind.Relative), Stop)).StatusCode);
    }

    [Theory]
    [InlineData("budgets", """{"name": "b", "unit": "euro", "amount": 1, "per": "day"}""", 400, "quota-invalid", "unit")]
    [InlineData("budgets", """{"name": "b", "unit": "usd", "amount": -1, "per": "day"}""", 400, "quota-invalid", "amount")]
    [InlineData("budgets", """{"name": "b", "unit": "usd", "amount": 1, "per": "minute"}""", 400, "quota-invalid", "span")]
    [InlineData("budgets", """{"name": "b", "unit": "usd", "amount": 1}""", 400, "quota-invalid", "per")]
    [InlineData("limits", """{"name": "l", "unit": "usd", "amount": 1, "per": "day"}""", 400, "quota-invalid", "unit")]
    [InlineData("limits", """{"name": "l", "unit": "requests", "amount": 1.5, "per": "day"}""", 400, "quota-invalid", "amount")]
    [InlineData("budgets", """{"name": "b", "level": "team", "subject": "nobody", "unit": "usd", "amount": 1, "per": "day"}""", 404, "team-not-found", null)]
    [InlineData("keys", """{"name": " "}""", 400, "name-invalid", "name")]
    [InlineData("keys/none/revoke", "{}", 404, "key-not-found", null)]
    public async Task What_is_wrong_is_told_with_its_field(string path, string body, int status, string code, string? field)
    {
        using var answer = await http.PostAsync(new Uri("api/v1/" + path, UriKind.Relative), new StringContent(body, null, "application/json"), Stop);
        var problem = (await answer.Content.ReadFromJsonAsync<JsonObject>(Stop))!;

        Assert.Equal((status, code, field, $"urn:gyre:problem:{code}"), ((int)answer.StatusCode, (string?)problem["code"], (string?)problem["field"], (string?)problem["type"]));
    }

    [Theory]
    [InlineData("keys", """{"team": "t"}""", "application/json", 400, null, "lacks 'name'")]
    [InlineData("keys", """{"name": oops}""", "application/json", 400, null, "The body is no JSON: see line 1, byte 10.")]
    [InlineData("budgets", """{"name": "b", "unit": "usd", "per": "day", "amount": "1"}""", "application/json", 400, "amount", "'amount' holds what can't stand there")]
    [InlineData("budgets", """{"name": """, "application/json", 400, null, "The body is no JSON: see line 1, byte 1")]
    [InlineData("budgets", "[]", "application/json", 400, null, "not the JSON")]
    [InlineData("keys", """{"name": "a"}""", "text/plain", 415, null, "must be JSON")]
    public async Task A_body_that_cannot_be_read_is_told_without_a_word_of_our_types(string path, string body, string type, int status, string? field, string words)
    {
        using var answer = await http.PostAsync(new Uri("api/v1/" + path, UriKind.Relative), new StringContent(body, null, type), Stop);
        var problem = (await answer.Content.ReadFromJsonAsync<JsonObject>(Stop))!;

        Assert.Equal((status, "application/problem+json", field), ((int)answer.StatusCode, answer.Content.Headers.ContentType!.MediaType, (string?)problem["field"]));
        Assert.Contains(words, (string?)problem["detail"], StringComparison.Ordinal);
        Assert.DoesNotContain("System.", (string?)problem["detail"], StringComparison.Ordinal);
        Assert.DoesNotContain("NewKey", (string?)problem["detail"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_who_may_not_administer_no_body_is_read_and_of_others_no_endless_one()
    {
        using var large = await http.PostAsync(new Uri("api/v1/keys", UriKind.Relative), new StringContent($$"""{"name": "{{new string('a', 2 * 1024 * 1024)}}"}""", null, "application/json"), Stop);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, large.StatusCode);

        await PostAsync("keys", """{"name": "root", "endpoints": ["admin"]}""");
        using var refused = await http.PostAsync(new Uri("api/v1/keys", UriKind.Relative), new StringContent("no JSON at all", null, "application/json"), Stop);
        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
    }

    [Theory]
    [InlineData(typeof(NewQuota))]
    [InlineData(typeof(QuotaView))]
    public void The_words_of_limits_and_budgets_that_clients_are_told_of_are_those_there_are(Type type)
    {
        Assert.Equal(Enum.GetValues<QuotaLevel>().Select(QuotaWords.Word).Order(), Told("Level"));
        Assert.Equal(Enum.GetValues<QuotaUnit>().Select(QuotaWords.Word).Order(), Told("Unit"));
        Assert.Equal(Enum.GetValues<QuotaSpan>().Select(QuotaWords.Word).Order(), Told("Per"));

        IEnumerable<string?> Told(string property) => type.GetProperty(property)!.GetCustomAttribute<AllowedValuesAttribute>()!.Values.Select(v => v?.ToString()).Order();
    }

    private async Task<JsonObject> PostAsync(string path, string body)
    {
        using var answer = await http.PostAsync(new Uri("api/v1/" + path, UriKind.Relative), new StringContent(body, null, "application/json"), Stop);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(Stop));
        return (await answer.Content.ReadFromJsonAsync<JsonObject>(Stop))!;
    }
}
