using Gyre.Kernel;
using Gyre.Wire.Usage;

namespace Gyre.Gateway.Ledger;

/// <summary>A ledger row as bytes in the journal. Texts are cut where they would not fit: a row always fits into <see cref="MaximumBytes"/>.</summary>
internal static class LedgerRecord
{
    /// <summary>The most one row takes.</summary>
    public const int MaximumBytes = 8 * 1024;

    private const byte Version = 3;

    // Before 2 a row did not say what its cost was made of; before 3 it did not count pieces.
    private const byte WithoutCharges = 1;
    private const byte WithoutPieces = 2;
    private const int TokenBuckets = 11;
    private const long Absent = long.MinValue;

    /// <summary>Writes a row and gives its length.</summary>
    public static int Write(LedgerRow row, Span<byte> target)
    {
        var writer = new RecordWriter(target);
        writer.Byte(Version);
        writer.Id(row.Id);
        writer.Long(row.StartedAt.UtcTicks);
        writer.Text(row.KeyId);
        writer.Text(row.Team);
        writer.Text(row.Project);
        writer.Text(row.CostCenter);
        writer.Text(row.EndUser);
        writer.Text(row.Operation);
        writer.Text(row.RequestedModel);
        writer.Text(row.Deployment);
        writer.Text(row.Connection);
        writer.Text(row.Provider);
        writer.Text(row.Model);
        writer.Text(row.Region);
        writer.Text(row.ServiceTier);
        writer.Byte((byte)row.Outcome);
        writer.Long(row.Status);
        writer.Text(row.Cause);
        writer.Long(row.Attempts);
        writer.Byte((byte)((row.Spilled ? 1 : 0) | (row.Streamed ? 2 : 0) | (row.Usage is null ? 0 : 4) | (row.Usage is { Estimated: true } ? 8 : 0)));
        if (row.Usage is { } usage)
        {
            Span<long?> buckets = stackalloc long?[UsageBuckets.Count];
            UsageBuckets.Put(usage, buckets);
            foreach (var bucket in buckets)
            {
                writer.Long(bucket ?? Absent);
            }
        }

        writer.Text(row.PriceVersion);
        writer.Long(row.Cost?.Count ?? Absent);
        writer.Long(row.Total.Ticks);
        writer.Long(row.Upstream?.Ticks ?? Absent);
        writer.Long(row.FirstToken?.Ticks ?? Absent);
        writer.Text(row.TraceId);
        writer.Text(row.Charges, ChargeText.Longest);
        return writer.Length;
    }

    /// <summary>Reads a row that <see cref="Write"/> wrote.</summary>
    /// <exception cref="InvalidDataException">The bytes are no row.</exception>
    public static LedgerRow Read(ReadOnlySpan<byte> bytes)
    {
        try
        {
            return Read(new RecordReader(bytes));
        }
        catch (Exception e) when (e is ArgumentOutOfRangeException or IndexOutOfRangeException)
        {
            throw new InvalidDataException("A row of the ledger's journal is damaged.", e);
        }
    }

    private static LedgerRow Read(RecordReader reader)
    {
        var version = reader.Byte();
        if (version is not (Version or WithoutPieces or WithoutCharges))
        {
            throw new InvalidDataException($"A row of the ledger's journal has version {version}; this program knows {Version}.");
        }

        // In the order they were written.
        byte flags;
        return new LedgerRow
        {
            Id = reader.Id(),
            StartedAt = new DateTimeOffset(reader.Long(), TimeSpan.Zero),
            KeyId = reader.Text(),
            Team = reader.Text(),
            Project = reader.Text(),
            CostCenter = reader.Text(),
            EndUser = reader.Text(),
            Operation = reader.Text() ?? "",
            RequestedModel = reader.Text() ?? "",
            Deployment = reader.Text(),
            Connection = reader.Text(),
            Provider = reader.Text(),
            Model = reader.Text(),
            Region = reader.Text(),
            ServiceTier = reader.Text(),
            Outcome = (CallOutcome)reader.Byte(),
            Status = (int)reader.Long(),
            Cause = reader.Text(),
            Attempts = (int)reader.Long(),
            Spilled = ((flags = reader.Byte()) & 1) != 0,
            Streamed = (flags & 2) != 0,
            Usage = (flags & 4) != 0 ? Usage(ref reader, version == Version ? UsageBuckets.Count : TokenBuckets, estimated: (flags & 8) != 0) : null,
            PriceVersion = reader.Text(),
            Cost = Present(reader.Long()) is { } cost ? new NanoDollars(cost) : null,
            Total = new TimeSpan(reader.Long()),
            Upstream = Present(reader.Long()) is { } upstream ? new TimeSpan(upstream) : null,
            FirstToken = Present(reader.Long()) is { } first ? new TimeSpan(first) : null,
            TraceId = reader.Text(),
            Charges = version == WithoutCharges ? null : reader.Text(),
        };
    }

    private static TokenUsage Usage(ref RecordReader reader, int count, bool estimated)
    {
        Span<long?> buckets = stackalloc long?[UsageBuckets.Count];
        for (var i = 0; i < count; i++)
        {
            buckets[i] = Present(reader.Long());
        }

        return UsageBuckets.Of(buckets, estimated);
    }

    private static long? Present(long value) => value == Absent ? null : value;
}
