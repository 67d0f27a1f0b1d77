using Gyre.Kernel;

namespace Gyre.Gateway.Admission;

/// <summary>The words of a no.</summary>
internal static class Refusals
{
    // What is held by calls under way comes free when they end; nobody knows when.
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(1);

    public static Refusal PriceUnknown(Quota rule, string model) => new(
        Causes.PriceUnknown,
        rule.Name,
        $"The price of '{model}' is not known, and budget '{rule.Name}' is hard. Add its price to the catalog, or let the budget pass it: gyre budget update {rule.Name} --unpriced allow.",
        null);

    public static Refusal Exhausted(Quota rule, long need, Shortage shortage, Period period, DateTimeOffset now)
    {
        var spentUp = rule.Unit != QuotaUnit.Concurrency && shortage.Spent + need > shortage.Amount;
        TimeSpan? wait = !spentUp ? Soon : rule.Span == QuotaSpan.Total || need > shortage.Amount ? null : DateTimeOffset.FromUnixTimeMilliseconds(period.End) - now;
        var what = rule.Unit switch
        {
            QuotaUnit.Usd => $"{new NanoDollars(shortage.Spent)} of {new NanoDollars(shortage.Amount)} are spent, and this call may cost {new NanoDollars(need)}",
            QuotaUnit.Tokens => $"{shortage.Spent:N0} of {shortage.Amount:N0} tokens are used, and this call may use {need:N0}",
            QuotaUnit.Requests => $"{shortage.Amount:N0} requests are allowed",
            _ => $"{shortage.Amount:N0} calls at once are allowed",
        };
        var held = spentUp || rule.Unit == QuotaUnit.Concurrency ? "" : "; the rest is reserved by calls under way";
        var span = rule.Span switch
        {
            QuotaSpan.Minute => " per minute",
            QuotaSpan.Hour => " per hour",
            QuotaSpan.Day => " per day",
            QuotaSpan.Month => " per month",
            QuotaSpan.CalendarMonth => " per calendar month",
            _ => "",
        };
        return new Refusal(Cause(rule), rule.Name, $"{(rule.Kind == QuotaKind.Budget ? "Budget" : "Limit")} '{rule.Name}'{span}: {what}{held}.", wait);
    }

    public static Refusal Busy(Quota rule) =>
        new(Cause(rule), rule.Name, $"'{rule.Name}' is in great demand; other callers were faster.", Soon);

    public static Refusal Unavailable(Quota rule) =>
        new(Causes.AdmissionUnavailable, rule.Name, $"'{rule.Name}' can't be checked now: the gateway's database does not answer.", Soon);

    private static string Cause(Quota rule) => (rule.Kind, rule.Unit) switch
    {
        (QuotaKind.Budget, _) or (_, QuotaUnit.Usd) => Causes.Budget,
        (_, QuotaUnit.Tokens) => Causes.TokenLimit,
        (_, QuotaUnit.Requests) => Causes.RequestLimit,
        _ => Causes.ConcurrencyLimit,
    };
}
