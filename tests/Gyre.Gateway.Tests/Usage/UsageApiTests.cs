using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Gyre.Gateway.Administration;
using Gyre.Gateway.Ledger;
using Gyre.Gateway.Tests.Admission;
using Gyre.Gateway.Tests.Ledger;
using Gyre.Gateway.Usage;
using Gyre.Gateway.Usage.Reports;
using Gyre.Kernel;
using Gyre.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Gyre.Gateway.Tests.Usage;

/// <summary>The report over HTTP, on a real server.</summary>
public sealed class UsageApiTests : IAsyncLifetime
{
    private readonly TemporaryFolder folder = new();
    private AccountsPlace place = null!;
    private UsageLedger ledger = null!;
    private WebApplication app = null!;
    private HttpClient http = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        place = await AccountsPlace.MakeAsync("sqlite");
        ledger = await UsageLedger.OpenAsync(folder.At("ledger"), place.Database, TimeProvider.System, NullLogger<UsageLedger>.Instance, Stop);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        var accounts = await place.NodeAsync();
        builder.Services.AddAccounts(() => accounts);
        app = builder.Build();
        app.MapAccounts();
        app.MapUsage(new UsageReports(place.Database), ledger, TimeProvider.System);
        await app.StartAsync(Stop);
        http = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };
    }

    public async ValueTask DisposeAsync()
    {
        http.Dispose();
        await app.DisposeAsync();
        await ledger.DisposeAsync();
        await place.DisposeAsync();
        folder.Dispose();
    }

    [Fact]
    public async Task What_was_appended_a_moment_ago_is_in_the_report()
    {
        ledger.Append(Rows.Some("a", new NanoDollars(1)) with { Team = "search" });
        ledger.Append(Rows.Some("a", new NanoDollars(2_000_000_000)) with { Team = null });

        var report = await GetAsync("?by=team,model&from=2026-11-21&to=2026-11-22");

        Assert.Equal("""["team","model"]""", report["by"]!.ToJsonString());
        Assert.Null(report["lines"]![0]!["team"]);
        Assert.Equal(("search", "a"), ((string?)report["lines"]![1]!["team"], (string?)report["lines"]![1]!["model"]));
        Assert.Equal("2.000000001", report["total"]!["cost_usd"]!.ToJsonString());
    }

    [Fact]
    public async Task A_filter_that_is_spelled_both_ways_is_one()
    {
        ledger.Append(Rows.Some("a", new NanoDollars(1)) with { CostCenter = "a" });
        ledger.Append(Rows.Some("a", new NanoDollars(2)) with { CostCenter = "b" });
        ledger.Append(Rows.Some("a", new NanoDollars(4)) with { CostCenter = "c" });

        var report = await GetAsync("?from=2026-11-21&to=2026-11-22&cost-center=a&cost_center=b");

        Assert.Equal("0.000000003", report["total"]!["cost_usd"]!.ToJsonString());
    }

    [Fact]
    public async Task Every_dimension_has_its_field_in_a_line()
    {
        ledger.Append(Rows.Some("a", new NanoDollars(1)) with
        {
            Team = "a",
            Project = "a",
            CostCenter = "a",
            Deployment = "a",
            Provider = "a",
            Connection = "a",
            Region = "a",
            EndUser = "a",
            Cause = "a",
        });

        var report = await GetAsync($"?by={string.Join(',', UsageDimension.All.Select(d => d.Field))}&from=2026-11-21&to=2026-11-22");

        Assert.All(UsageDimension.All, d => Assert.False(string.IsNullOrEmpty((string?)report["lines"]![0]![d.Field]), d.Field));
    }

    [Fact]
    public async Task It_comes_as_a_sheet_where_that_is_asked_for()
    {
        ledger.Append(Rows.Some("a, \"b\"", new NanoDollars(1)));

        var text = await http.GetStringAsync(At("?by=model&from=2026-11-21&to=2026-11-22&format=csv"), Stop);

        Assert.StartsWith("model,calls,answered,", text, StringComparison.Ordinal);
        Assert.Contains("\r\n\"a, \"\"b\"\"\",1,1,0,0,0,0,0.000000001,0,0,0,24,0,", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("?by=teem", "usage-dimension", "by", "Did you mean 'team'?")]
    [InlineData("?from=soon", "usage-period", "from", "is no time")]
    [InlineData("?modle=x", "usage-filter", "modle", "Did you mean 'model'?")]
    [InlineData("?format=xml", "usage-format", "format", "json or csv")]
    public async Task A_wrong_question_is_explained(string query, string code, string field, string words)
    {
        using var answer = await http.GetAsync(At(query), Stop);
        var problem = (await answer.Content.ReadFromJsonAsync<JsonObject>(Stop))!;

        Assert.Equal((HttpStatusCode.BadRequest, "application/problem+json"), (answer.StatusCode, answer.Content.Headers.ContentType!.MediaType));
        Assert.Equal((code, field), ((string?)problem["code"], (string?)problem["field"]));
        Assert.Contains(words, (string?)problem["detail"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Once_there_are_keys_it_needs_one_that_may_administer()
    {
        using (await http.PostAsJsonAsync(new Uri("api/v1/keys", UriKind.Relative), new { name = "plain" }, Stop))
        {
            using var refused = await http.GetAsync(At(""), Stop);

            Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
        }
    }

    private static Uri At(string query) => new("api/v1/usage" + query, UriKind.Relative);

    private async Task<JsonObject> GetAsync(string query) => (await http.GetFromJsonAsync<JsonObject>(At(query), Stop))!;
}
