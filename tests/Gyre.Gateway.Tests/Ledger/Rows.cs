using FsCheck;
using FsCheck.Fluent;
using Gyre.Gateway.Ledger;
using Gyre.Kernel;
using Gyre.Wire.Usage;

namespace Gyre.Gateway.Tests.Ledger;

/// <summary>Ledger rows for tests.</summary>
internal static class Rows
{
    public static LedgerRow Some(string model = "gpt-4.1-mini", NanoDollars? cost = null) => new()
    {
        Id = Guid.CreateVersion7(),
        StartedAt = new DateTimeOffset(2026, 11, 21, 8, 0, 0, TimeSpan.Zero),
        KeyId = "k1",
        Team = "support",
        Operation = "chat",
        RequestedModel = model,
        Outcome = CallOutcome.Answered,
        Status = 200,
        Attempts = 1,
        Usage = new TokenUsage { FreshInput = 24, CacheRead = 0, Output = 50 },
        Cost = cost,
        Total = TimeSpan.FromMilliseconds(12),
    };

    /// <summary>Rows with anything in them that a row can hold.</summary>
    public static Gen<LedgerRow> Any { get; } =
        from texts in Gen.ArrayOf(Gen.OneOf(Gen.Constant<string?>(null), Gen.Elements<string?>("", "équipe", "小组", "a/b", new string('x', 200))), 16)
        from numbers in Gen.ArrayOf(Gen.OneOf(Gen.Constant<long?>(null), Gen.Choose(0, int.MaxValue).Select(n => (long?)n)), 17)
        from charges in Gen.Elements(null, "input:24:0.4 output:50:1.6")
        from outcome in Gen.Elements(Enum.GetValues<CallOutcome>())
        from flags in Gen.Choose(0, 15)
        select new LedgerRow
        {
            Id = Guid.CreateVersion7(),
            StartedAt = new DateTimeOffset(2026, 11, 21, 8, 0, 0, TimeSpan.Zero).AddMilliseconds(numbers[0] ?? 0),
            KeyId = texts[0],
            Team = texts[1],
            Project = texts[2],
            CostCenter = texts[3],
            EndUser = texts[4],
            Operation = texts[5] ?? "chat",
            RequestedModel = texts[6] ?? "",
            Deployment = texts[7],
            Connection = texts[8],
            Provider = texts[9],
            Model = texts[10],
            Region = texts[11],
            ServiceTier = texts[12],
            Outcome = outcome,
            Status = 200,
            Cause = texts[13],
            Attempts = 2,
            Spilled = (flags & 1) != 0,
            Streamed = (flags & 2) != 0,
            Usage = (flags & 4) == 0 ? null : new TokenUsage
            {
                FreshInput = numbers[1],
                CacheRead = numbers[2],
                CacheWrite5m = numbers[3],
                CacheWrite1h = numbers[4],
                AudioInput = numbers[5],
                ImageInput = numbers[6],
                Output = numbers[7],
                Reasoning = numbers[8],
                AudioOutput = numbers[9],
                ImageOutput = numbers[10],
                Searches = numbers[11],
                Images = numbers[14],
                AudioMilliseconds = numbers[15],
                Characters = numbers[16],
                Estimated = (flags & 8) != 0,
            },
            PriceVersion = texts[14],
            Cost = numbers[12] is { } cost ? new NanoDollars(cost) : null,
            Charges = charges,
            Total = TimeSpan.FromTicks(numbers[13] ?? 0),
            FirstToken = numbers[13] is { } first ? TimeSpan.FromTicks(first) : null,
            TraceId = texts[15],
        };
}
