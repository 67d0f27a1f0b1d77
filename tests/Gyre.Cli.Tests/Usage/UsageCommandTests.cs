using System.Text.Json.Nodes;
using Gyre.Gateway.Ledger;
using Gyre.Kernel;
using Gyre.Storage;
using Gyre.Wire.Usage;
using Microsoft.Extensions.Logging.Abstractions;

namespace Gyre.Cli.Tests.Usage;

public sealed class UsageCommandTests : IDisposable
{
    private readonly Gyre gyre = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => gyre.Dispose();

    [Fact]
    public async Task A_report_is_a_table_with_a_total()
    {
        await AddAsync(Call("search", 1_500), Call("search", 2_500), Call("support", 7), Call(null, null));

        var printed = await gyre.RunAsync("usage", "report", "--from", "1d");

        Assert.Equal(0, printed.ExitCode);
        Assert.Matches(@"search\s+gpt-4.1-mini\s+2\s+48\s+100\s+\$0.000004\s+12 ms", printed.Output);
        Assert.Matches(@"none\s+gpt-4.1-mini\s+1\s+24\s+50\s+unknown\s+1\s+12 ms / 12 ms", printed.Output);
        Assert.Matches(@"total\s+4\s+96\s+200\s+\$0.000004007\s+1\s+12 ms", printed.Output);
        Assert.Contains("Calls whose price is not known: 1.", printed.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Groups_keep_their_line_however_many_columns_there_are()
    {
        var long1 = "a-connection-with-quite-a-long-name";
        await AddAsync(Call("search", 1_500) with { Connection = long1, Deployment = long1, Region = "swedencentral", EndUser = long1, Cause = "provider_stream_cut" });

        var printed = await gyre.RunAsync("usage", "report", "--from", "1d", "--by", "team,model,connection,deployment,region,user,operation,outcome,cause");

        Assert.Matches($@"search\s+gpt-4.1-mini\s+{long1}\s+{long1}\s+swedencentral\s+{long1}\s+chat\s+answered\s+provider_stream_cut", printed.Output);
    }

    [Fact]
    public async Task A_report_is_JSON_or_a_sheet_where_that_is_asked_for()
    {
        await AddAsync(Call("search", 1_500), Call("support", 7));

        var json = JsonNode.Parse((await gyre.RunAsync("usage", "report", "--by", "team", "--from", "1d", "--team", "search", "--output", "json")).Output)!;
        var csv = (await gyre.RunAsync("usage", "report", "--by", "team,day", "--from", "1d", "--output", "csv")).Output;

        Assert.Equal("search", (string?)json["lines"]!.AsArray().Single()!["team"]);
        Assert.Equal(0.0000015m, (decimal)json["total"]!["cost_usd"]!);
        Assert.StartsWith("team,day,calls,", csv, StringComparison.Ordinal);
        Assert.Equal(3, csv.Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Length);
    }

    [Fact]
    public async Task Without_calls_it_says_so()
    {
        var printed = await gyre.RunAsync("usage", "report", "--from", "2026-10", "--to", "2026-11");

        Assert.Equal((0, "", "No calls from 2026-10-01 00:00 to 2026-11-01 00:00 UTC."), (printed.ExitCode, printed.Output, printed.Error.Trim()));
    }

    [Fact]
    public async Task An_export_says_what_it_wrote_and_what_it_could_not()
    {
        await AddAsync(Call("search", 1_500), Call("search", null));

        var printed = await gyre.RunAsync("usage", "export", "--from", "1d", "--output-file", "november.csv");
        var json = JsonNode.Parse((await gyre.RunAsync("usage", "export", "--from", "1d", "--format", "jsonl", "--output-file", "calls.jsonl", "-o", "json")).Output)!;

        Assert.Equal($"{gyre.At("november.csv")}: 1 charge, $0.0000015 in all.", printed.Output.Trim());
        Assert.Contains($"they are in {gyre.At("november.unpriced.csv")}.", printed.Error, StringComparison.Ordinal);
        Assert.Equal((2, 1), ((int)json["rows"]!, (int)json["calls_with_unknown_cost"]!));
        Assert.Equal(2, File.ReadAllLines(gyre.At("calls.jsonl")).Length);
    }

    [Theory]
    [InlineData("by 'teem'. Did you mean 'team'?", "usage", "report", "--by", "teem")]
    [InlineData("'soon' is no time", "usage", "report", "--from", "soon")]
    [InlineData("--output-file is missing", "usage", "export")]
    [InlineData("--format can't be 'xml'", "usage", "export", "--format", "xml", "--output-file", "x")]
    [InlineData("csv is for gyre usage report", "key", "list", "--output", "csv")]
    public async Task A_wrong_word_is_explained(string words, params string[] line)
    {
        var printed = await gyre.RunAsync(line);

        Assert.Equal(2, printed.ExitCode);
        Assert.Contains(words, printed.Error, StringComparison.Ordinal);
    }

    private static LedgerRow Call(string? team, long? cost) => new()
    {
        Id = Guid.CreateVersion7(),
        StartedAt = TimeProvider.System.GetUtcNow().AddMinutes(-1),
        Team = team,
        Operation = "chat",
        RequestedModel = "gpt-4.1-mini",
        Outcome = CallOutcome.Answered,
        Status = 200,
        Usage = new TokenUsage { FreshInput = 24, Output = 50 },
        Cost = cost is { } known ? new NanoDollars(known) : null,
        Charges = cost is null ? null : "input:24:0.4",
        Total = TimeSpan.FromMilliseconds(12),
    };

    private async Task AddAsync(params LedgerRow[] calls)
    {
        var database = await GyreDatabase.OpenAsync(gyre.At("home", "gyre.db"), [RoomMigrations.Of(typeof(UsageLedger).Assembly)], Stop);
        await using var ledger = await UsageLedger.OpenAsync(gyre.At("home", "ledger"), database, TimeProvider.System, NullLogger<UsageLedger>.Instance, Stop);
        Array.ForEach(calls, ledger.Append);
    }
}
