using Gyre.Gateway;
using Gyre.Gateway.Ledger;
using Gyre.Kernel;
using Gyre.Models.Connections;
using Gyre.Storage;
using Gyre.Wire.Usage;
using Gyre.Workspace;
using Microsoft.Extensions.Logging.Abstractions;

namespace Gyre.EndToEnd;

/// <summary>The calls of the page on usage: chats of two teams, some from the cache, one refused, and what is charged by the piece.</summary>
internal static class SampleLedger
{
    public static async Task WriteAsync(GyreHome home, CancellationToken cancellationToken)
    {
        home.EnsureExists();
        var database = await GyreDatabase.OpenAsync(home.DatabaseFile, [RoomMigrations.Of(typeof(ConnectionStore).Assembly), RoomMigrations.Of(typeof(GatewayRoom).Assembly)], cancellationToken);
        await using var ledger = await UsageLedger.OpenAsync(home.LedgerFolder, database, TimeProvider.System, NullLogger<UsageLedger>.Instance, cancellationToken);
        var mini = Call("search", "openai", "gpt-4.1-mini") with { Usage = new() { FreshInput = 24, Output = 50 }, Cost = new NanoDollars(89_600), Charges = "input:24:0.4 output:50:1.6" };
        LedgerRow[] rows =
        [
            .. Enumerable.Repeat(mini, 17),
            .. Enumerable.Repeat(mini with { Outcome = CallOutcome.Cached, Cost = NanoDollars.Zero }, 3),
            .. Enumerable.Repeat(Call("support", "anthropic", "claude-sonnet-4-5") with { Usage = new() { FreshInput = 20, Output = 105 }, Cost = new NanoDollars(1_635_000), Charges = "input:20:3 output:105:15" }, 12),
            .. Enumerable.Repeat(Call("support", "openai", "tts-1") with { Operation = "speech", Usage = new() { Characters = 1200 }, Cost = new NanoDollars(18_000_000), Charges = "characters:1200:15" }, 2),
            Call("support", "openai", "whisper-1") with { Operation = "transcription", Usage = new() { AudioMilliseconds = 90_000 }, Cost = new NanoDollars(9_000_000), Charges = "audio_minute:90:0.006" },
            .. Enumerable.Repeat(Call("support", "ours", "my-own-model") with { Usage = new TokenUsage { FreshInput = 20, Output = 147 } }, 3),
            Call(null, null, "classify") with { Outcome = CallOutcome.Refused, Status = 404, Cause = "unknown_model", Model = null },
        ];
        foreach (var row in rows)
        {
            ledger.Append(row with { Id = Guid.CreateVersion7() });
        }
    }

    private static LedgerRow Call(string? team, string? provider, string model) => new()
    {
        Id = Guid.Empty,
        StartedAt = DateTimeOffset.UtcNow,
        Team = team,
        Operation = "chat",
        RequestedModel = model,
        Connection = provider,
        Provider = provider,
        Model = model,
        Outcome = CallOutcome.Answered,
        Status = 200,
        Attempts = 1,
        Total = TimeSpan.FromMilliseconds(40),
    };
}
