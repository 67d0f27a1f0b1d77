using System.Globalization;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using Gyre.Gateway.Ledger;
using Gyre.Gateway.Tests.Ledger;
using Gyre.Gateway.Usage.Exports;
using Gyre.Gateway.Usage.Reports;
using Gyre.Kernel;
using Gyre.Models.Catalog;
using Gyre.Models.Prices;
using Gyre.Testing;
using Gyre.Wire.Usage;

namespace Gyre.Gateway.Tests.Usage;

public abstract class UsageExportsTests(string kind) : IAsyncLifetime
{
    private static readonly ModelCatalog Catalog = CatalogFiles.Open(null);

    private readonly TemporaryFolder folder = new();
    private UsagePlace place = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private string File => folder.At("out.csv");

    public async ValueTask InitializeAsync() => place = await UsagePlace.MakeAsync(kind);

    public async ValueTask DisposeAsync()
    {
        await place.DisposeAsync();
        folder.Dispose();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Charges_make_up_the_ledger_to_the_nano_dollar_and_each_is_quantity_times_price()
    {
        var rows = UsagePlace.Some(UsagePlace.Start, 300).Concat(Priced.Sample(50, 300)).ToArray();
        await place.AddAsync(rows);
        var report = (await new UsageReports(place.Database).ReportAsync(UsagePlace.Query(), Stop)).Total;

        var written = await WriteAsync(UsageFormat.Focus);
        var charges = Csv.Read(File);

        Assert.Equal(report.Cost, written.Cost);
        Assert.Equal(report.Cost.Dollars, charges.Sum(c => Number(c["BilledCost"])));
        Assert.Equal(report.UnknownCost, written.Unpriced);
        Assert.Equal(report.UnknownCost, written.UnpricedFile is null ? 0 : Csv.Read(written.UnpricedFile).Sum(c => long.Parse(c["calls"], CultureInfo.InvariantCulture)));
        Assert.All(charges, c =>
        {
            Assert.Equal(Number(c["ListCost"]), Number(c["ListUnitPrice"]) * Number(c["PricingQuantity"]));
            Assert.Equal(Number(c["ContractedCost"]), Number(c["ContractedUnitPrice"]) * Number(c["PricingQuantity"]));
        });
        Assert.All(charges, c => Assert.DoesNotContain('E', c["BilledCost"] + c["ListCost"] + c["PricingQuantity"] + c["ConsumedQuantity"]));
    }

    [Fact]
    public async Task A_charge_says_who_paid_whom_for_what()
    {
        await place.AddAsync(
            Call(24, 50, "input:24:0.4 output:50:1.6", 89_600) with { StartedAt = UsagePlace.Start.AddMinutes(61) },
            Call(1_000_000, 0, "input:1000000:0.4", 400_000_000) with { StartedAt = UsagePlace.Start.AddMinutes(119) });

        var written = await WriteAsync(UsageFormat.Focus);
        var charges = Csv.Read(File);

        Assert.Equal((2L, 400_089_600L, (string?)null), (written.Rows, written.Cost.Count, written.UnpricedFile));
        var input = charges.Single(c => c["SkuMeter"] == "Input Tokens");
        Assert.Equal(("0.4000096", "0.4000096", "0.4", "1.000024"), (input["BilledCost"], input["ListCost"], input["ListUnitPrice"], input["PricingQuantity"]));
        Assert.Equal(("1000000 Tokens", "1000024", "Tokens"), (input["PricingUnit"], input["ConsumedQuantity"], input["ConsumedUnit"]));
        Assert.Equal(
            ("2026-11-01T01:00:00Z", "2026-11-01T02:00:00Z", "2026-11-01T00:00:00Z", "2026-12-01T00:00:00Z"),
            (input["ChargePeriodStart"], input["ChargePeriodEnd"], input["BillingPeriodStart"], input["BillingPeriodEnd"]));
        Assert.Equal(
            ("OpenAI", "main", "USD", "Usage", "", "Usage-Based", "AI and Machine Learning", "Generative AI", "openai/gpt-4.1-mini/input", "k1"),
            (input["ProviderName"], input["BillingAccountId"], input["BillingCurrency"], input["ChargeCategory"], input["ChargeClass"], input["ChargeFrequency"], input["ServiceCategory"], input["ServiceSubcategory"], input["SkuId"], input["SubAccountId"]));
        Assert.Equal("""{"gyre/team":"support"}""", input["Tags"]);
        Assert.Equal("2", input["x_Calls"]);
    }

    [Fact]
    public async Task Every_charge_keeps_the_rules_of_FOCUS()
    {
        await place.AddAsync([.. UsagePlace.Some(UsagePlace.Start, 200), .. Priced.Sample(50, 200), Call(24, 50, null, 0), Pieces]);

        await WriteAsync(UsageFormat.Focus);

        Assert.Empty(FocusRules.Faults(File));
    }

    [Fact]
    public async Task Pieces_are_charges_in_their_own_units()
    {
        await place.AddAsync(Pieces, Pieces with { Id = Guid.CreateVersion7() });

        await WriteAsync(UsageFormat.Focus);

        Assert.Equal(
            [
                ("Audio", "121", "Seconds", "2.0166666666666666666666666667", "Minutes", "0.0121"),
                ("Characters", "22", "Characters", "0.000022", "1000000 Characters", "0.00033"),
                ("Images", "4", "Images", "4", "Images", "0.16"),
                ("Searches", "6", "Searches", "0.006", "1000 Searches", "0.06"),
            ],
            Csv.Read(File).Select(c => (c["SkuMeter"], c["ConsumedQuantity"], c["ConsumedUnit"], c["PricingQuantity"], c["PricingUnit"], c["BilledCost"])).OrderBy(c => c.Item1, StringComparer.Ordinal));
    }

    private static LedgerRow Pieces => Call(0, 0, "search:3:10 image:2:0.04 audio_minute:60.5:0.006 characters:11:15", 30_000_000 + 80_000_000 + 6_050_000 + 165_000);

    [Fact]
    public async Task Reserved_capacity_is_used_at_no_further_cost_and_our_cache_is_no_charge()
    {
        await place.AddAsync(Call(24, 50, null, 0), Call(24, 50, "input:24:0.4", 0) with { Outcome = CallOutcome.Cached });

        await WriteAsync(UsageFormat.Focus);

        Assert.Equal([("Input Tokens", "0", "0", "Other"), ("Output Tokens", "0", "0", "Other")], Csv.Read(File).Select(c => (c["SkuMeter"], c["BilledCost"], c["ListUnitPrice"], c["PricingCategory"])));
    }

    [Fact]
    public async Task Calls_of_no_known_cost_are_no_charges_and_stand_apart_until_they_are_priced()
    {
        await place.AddAsync(Call(24, 50, null, null), Call(1, 2, null, null));

        var written = await WriteAsync(UsageFormat.Focus);
        var apart = Csv.Read(written.UnpricedFile!).Single();

        Assert.Equal((0L, 2L, folder.At("out.unpriced.csv")), (written.Rows, written.Unpriced, written.UnpricedFile));
        Assert.Equal(("2026-11-01T00:00:00Z", "2", "25", "52", ""), (apart["hour"], apart["calls"], apart["fresh_input"], apart["output"], apart["reasoning"]));
        Assert.Null((await new UsageExports(place.Database, Catalog).WriteAsync(UsagePlace.Query() with { Period = new(UsagePlace.Start.AddDays(1), UsagePlace.Start.AddDays(2)) }, UsageFormat.Focus, File, Stop)).UnpricedFile);
        Assert.False(System.IO.File.Exists(folder.At("out.unpriced.csv")));
    }

    [Fact]
    public async Task Calls_are_written_one_by_one_as_CSV_and_as_JSON()
    {
        var rows = UsagePlace.Some(UsagePlace.Start, 50);
        await place.AddAsync(rows);

        var csv = await WriteAsync(UsageFormat.Csv);
        var lines = Csv.Read(File);
        var json = await WriteAsync(UsageFormat.Jsonl);
        var objects = System.IO.File.ReadAllLines(File).Select(l => JsonNode.Parse(l)!.AsObject()).ToList();

        Assert.Equal(csv, json);
        Assert.Equal((50, rows.Sum(r => r.Cost?.Count ?? 0)), (csv.Rows, csv.Cost.Count));
        Assert.Equal(rows.Select(r => r.Id.ToString()).Order(StringComparer.Ordinal), lines.Select(l => l["id"]).Order(StringComparer.Ordinal));
        Assert.Equal(lines.Select(l => l["cost_usd"]), objects.Select(o => o["cost_usd"]?.ToJsonString() ?? ""));
        Assert.Equal(lines.Select(l => l["trace_id"]), objects.Select(o => (string?)o["trace_id"] ?? ""));
        Assert.Equal(lines.Select(l => l["streamed"]), objects.Select(o => o["streamed"]!.ToJsonString()));
    }

    [Fact]
    public async Task A_place_that_cant_be_written_is_told_and_left_as_it_was()
    {
        folder.Write("a-file", "");

        var problem = await Assert.ThrowsAsync<ProblemException>(() => new UsageExports(place.Database, Catalog).WriteAsync(UsagePlace.Query(), UsageFormat.Focus, folder.At("a-file", "out.csv"), Stop));

        Assert.Equal("export-not-writable", problem.Problem.Code);
        Assert.Single(Directory.GetFiles(folder.Path));
    }

    private static Gen<LedgerRow> Priced { get; } =
        from second in Gen.Choose(0, 2 * 24 * 3600)
        from model in Gen.Elements("gpt-4.1-mini", "gpt-5", "o4-mini")
        from lines in Gen.ListOf(Gen.Choose(1, 2_000_000).Zip(Gen.Elements(0.4m, 1.6m, 0.0375m, 0.00123m)), 3)
        let charges = lines.Select((l, i) => new PriceLine((PriceBucket)(i * 6 % 8), l.Item1, l.Item2)).ToList()
        let cost = NanoDollars.Of(charges.Sum(c => c.Amount!.Value))
        select Rows.Some(model, cost) with
        {
            StartedAt = UsagePlace.Start.AddSeconds(second),
            Charges = ChargeText.Of(new PricedCall { Cost = cost, Lines = charges }),
        };

    private static LedgerRow Call(long input, long output, string? charges, long? cost) => Rows.Some() with
    {
        StartedAt = UsagePlace.Start,
        Connection = "main",
        Provider = "openai",
        Usage = new TokenUsage { FreshInput = input, Output = output },
        Charges = charges,
        Cost = cost is { } known ? new NanoDollars(known) : null,
    };

    private static decimal Number(string text) => decimal.Parse(text, NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);

    private Task<UsageExported> WriteAsync(UsageFormat format) => new UsageExports(place.Database, Catalog).WriteAsync(UsagePlace.Query(), format, File, Stop);

    public sealed class OnSqlite() : UsageExportsTests("sqlite");

    public sealed class OnPostgres() : UsageExportsTests("postgres");
}
