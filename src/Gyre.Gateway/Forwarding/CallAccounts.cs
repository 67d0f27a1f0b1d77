using Gyre.Gateway.Admission;
using Gyre.Gateway.Ledger;
using Gyre.Gateway.Metrics;
using Gyre.Gateway.Tracing;
using Gyre.Kernel;
using Gyre.Models.Providers;
using Gyre.Wire.Usage;

namespace Gyre.Gateway.Forwarding;

/// <summary>Closes a call's books, once: usage, price, settlement, ledger, metrics.</summary>
internal sealed class CallAccounts(TargetPricing pricing, UsageLedger ledger, GatewayMetrics metrics, TimeProvider time)
{
    private static readonly TokenUsage Nothing = new() { FreshInput = 0, Output = 0 };

    /// <summary>Whether the next row has a place; else no provider may be paid.</summary>
    public bool CanRecord => ledger.CanAppend();

    /// <summary>Writes the row of a call that reached a provider, or tried to.</summary>
    /// <param name="record">How it ended.</param>
    /// <param name="exchange">The try that answered, whole or in part; null where none did.</param>
    /// <param name="reservation">To settle by what was used, or to release.</param>
    public void Close(CallRecord record, Exchange? exchange, Reservation? reservation)
    {
        if (exchange is null)
        {
            // No provider answered: nothing is paid.
            reservation?.Release();
        }
        else
        {
            Count(record, exchange);
            reservation?.Settle(record.Usage, record.Cost);
        }

        Write(record);
    }

    /// <summary>Writes the row of a call that was answered from the cache: a request that used no tokens and cost nothing.</summary>
    public void CloseCached(CallRecord record, Reservation? reservation)
    {
        reservation?.Settle(Nothing, NanoDollars.Zero);
        if (record.Usage is { } saved && record.Target is { } target)
        {
            record.Charges = ChargeText.Of(pricing.Price(target, record.Model, record.ServiceTier, time.GetUtcNow(), saved));
        }

        Write(record);
    }

    /// <summary>Writes the row of a call that no provider was asked for.</summary>
    public void Write(CallRecord record)
    {
        record.Provider = record.Target is { } target ? pricing.ProviderOf(target) : null;
        var row = record.Row();
        ledger.Append(row);
        metrics.Observe(row);
        if (record.Call.Span is { } span)
        {
            CallSpans.End(span, record, row);
        }
    }

    private void Count(CallRecord record, Exchange exchange)
    {
        var target = exchange.Attempt.Target;
        record.Target = target;
        record.Pool = exchange.Attempt.Pool;
        record.Model = exchange.Model;
        record.ServiceTier = exchange.ServiceTier;
        if (record.Call.Operation.IsCount)
        {
            (record.Usage, record.Cost) = (Nothing, NanoDollars.Zero);
            return;
        }

        record.Usage = exchange.Usage ?? Estimated(record.Call, exchange);
        var priced = pricing.Price(target, exchange.Model, exchange.ServiceTier, time.GetUtcNow(), record.Usage);
        (record.Cost, record.PriceVersion, record.Charges) = (priced.Cost, priced.PriceVersion, ChargeText.Of(priced));
    }

    /// <summary>Where the provider counted nothing (a stream was left, a server does not count): about four bytes of text are a token.</summary>
    private static TokenUsage Estimated(ClientCall call, Exchange exchange) => new()
    {
        FreshInput = Tokens.Estimate(call.Peek.TextBytes),
        Output = Tokens.Estimate(exchange.AnswerBytes),
        Estimated = true,
    };
}
