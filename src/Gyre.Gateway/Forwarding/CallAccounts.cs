using Gyre.Gateway.Admission;
using Gyre.Gateway.Ledger;
using Gyre.Gateway.Metrics;
using Gyre.Gateway.Tracing;
using Gyre.Kernel;
using Gyre.Models.Providers;
using Gyre.Wire.Usage;
using Microsoft.Extensions.Logging;

namespace Gyre.Gateway.Forwarding;

/// <summary>Closes a call's books, once: usage, price, settlement, ledger, metrics.</summary>
internal sealed partial class CallAccounts(TargetPricing pricing, UsageLedger ledger, GatewayMetrics metrics, TimeProvider time, ILogger<CallAccounts> log)
{
    private static readonly TokenUsage Nothing = new() { FreshInput = 0, Output = 0 };

    /// <summary>Whether the next row has a place; else no provider may be paid.</summary>
    public bool CanRecord => ledger.CanAppend();

    /// <summary>Writes the row of a call that reached a provider, or tried to.</summary>
    /// <param name="record">How it ended.</param>
    /// <param name="exchange">The try that answered, whole or in part; null where none did.</param>
    /// <param name="lost">Other tries that a provider may charge for: given up, left by the client, or slower than another.</param>
    /// <param name="reservation">To settle by what was used, or to release.</param>
    public void Close(CallRecord record, Exchange? exchange, IReadOnlyList<Exchange> lost, Reservation? reservation)
    {
        if (exchange is not null)
        {
            Count(record, exchange, UsedPieces.Of(record.Call, exchange));
        }

        foreach (var other in record.Call.Operation.IsFree ? [] : lost)
        {
            Count(record, other, UsedPieces.OfLost(record.Call, other));
        }

        if (record.Usage is null && record.Cost is null && exchange is null)
        {
            // No provider took the request: nothing is paid.
            reservation?.Release();
        }
        else
        {
            // What is paid for by the piece and said to cost so much has no tokens.
            var counted = record is { Cost: not null, Usage: { TotalInput: null, TotalOutput: null } } ? Nothing : record.Usage;
            reservation?.Settle(counted, record.Cost);
        }

        Write(record);
    }

    /// <summary>Writes the row of a call that was answered from the cache: a request that used no tokens and cost nothing.</summary>
    public void CloseCached(CallRecord record, Reservation? reservation)
    {
        reservation?.Settle(Nothing, NanoDollars.Zero);
        if (record.Usage is { } saved && record.Target is { } target)
        {
            record.Charges = ChargeText.Of(pricing.Price(target, record.Model, record.ServiceTier, time.GetUtcNow(), saved, record.Call.Pieces));
        }

        Write(record);
    }

    /// <summary>Writes the row of a call that no provider was asked for.</summary>
    public void Write(CallRecord record)
    {
        record.Call.IsWritten = true;
        record.Provider = record.Target is { } target ? pricing.ProviderOf(target) : null;
        var row = record.Row();
        try
        {
            ledger.Append(row);
        }
        catch (ProblemException e) when (row.Outcome == CallOutcome.Refused)
        {
            // It cost nothing, and the client shall learn why it was refused.
            LogUnwritten(row.Id, row.Cause, e.Message);
        }

        metrics.Observe(row, record.Pool?.Label);
        if (record.Call.Span is { } span)
        {
            CallSpans.End(span, record, row);
        }
    }

    [LoggerMessage(EventId = 3002, EventName = "gateway.unwritten", Level = LogLevel.Warning, Message = "The refusal of request {RequestId} ({Cause}) is not in the ledger: {Reason}")]
    private partial void LogUnwritten(Guid requestId, string? cause, string reason);

    // The first is the one that answered, where one did; what others may cost comes on top.
    private void Count(CallRecord record, Exchange exchange, TokenUsage usage)
    {
        var target = exchange.Attempt.Target;
        if (record.Usage is { } before)
        {
            var more = pricing.Price(target, exchange.Model, exchange.ServiceTier, time.GetUtcNow(), usage, record.Call.Pieces);
            record.Cost = record.Cost is { } cost && more.Cost is { } plus ? cost + plus : null;
            record.Charges = record.Cost is null ? null : string.Join(' ', new[] { record.Charges, ChargeText.Of(more) }.Where(c => c is not null)) is { Length: > 0 and <= ChargeText.Longest } charges ? charges : null;
            record.Usage = before + usage;
            return;
        }

        record.Target = target;
        record.Pool = exchange.Attempt.Pool;
        record.Model = exchange.Model;
        record.ServiceTier = exchange.ServiceTier;
        if (record.Call.Operation.IsFree)
        {
            (record.Usage, record.Cost) = (Nothing, NanoDollars.Zero);
            return;
        }

        record.Usage = usage;
        var priced = pricing.Price(target, exchange.Model, exchange.ServiceTier, time.GetUtcNow(), usage, record.Call.Pieces);
        (record.Cost, record.PriceVersion, record.Charges) = (priced.Cost, priced.PriceVersion, ChargeText.Of(priced));
    }
}
