using Gyre.Kernel;

namespace Gyre.Gateway.Admission;

/// <summary>What a quota may look like, and how the audit writes it down.</summary>
internal static class QuotaRules
{
    /// <exception cref="ProblemException"><c>quota-invalid</c>.</exception>
    public static void Check(Quota quota)
    {
        var word = QuotaWords.Word(quota.Kind);
        var fault = quota switch
        {
            { Name: var name } when !Callers.Names.IsGood(name) => ("name", Callers.Names.Rule),
            { Amount: < 0 } or { Override.Amount: < 0 } => ("amount", "The amount can't be negative; 0 lets nothing pass."),
            { Level: not QuotaLevel.Everyone, Subject: "" } => ("subject", $"Say whose {word} it is, e.g. --team search."),
            { Kind: QuotaKind.Budget, Unit: not QuotaUnit.Usd and not QuotaUnit.Tokens } => ("unit", "A budget is in usd or tokens; requests and concurrency are limits."),
            { Kind: QuotaKind.Limit, Unit: QuotaUnit.Usd } => ("unit", "A limit is of requests, tokens or concurrency; money is a budget."),
            { Kind: QuotaKind.Budget, Span: QuotaSpan.Minute } => ("span", "A budget is per hour, day, month, calendar_month, or total."),
            { Kind: QuotaKind.Limit, Unit: QuotaUnit.Concurrency, Span: not QuotaSpan.Total } => ("span", "A limit of concurrency has no span of time."),
            { Kind: QuotaKind.Limit, Unit: not QuotaUnit.Concurrency, Span: not QuotaSpan.Minute and not QuotaSpan.Hour and not QuotaSpan.Day } => ("span", "A limit is per minute, hour or day."),
            { Kind: QuotaKind.Limit, Hard: false } => ("hard", "A limit is hard; only a budget may be soft."),
            { WarnAt: var at } when at.Any(p => p is < 1 or > 1000) => ("warn_at", "Warnings are percents of the amount, from 1 to 1000."),
            _ => default,
        };
        if (fault.Item1 is { } field)
        {
            throw new ProblemException(new Problem("quota-invalid", $"The {word} '{quota.Name}' can't be kept: {fault.Item2}") { Field = field });
        }
    }

    public static object Words(Quota q) => new
    {
        level = QuotaWords.Word(q.Level),
        subject = q.Subject,
        model = q.Model,
        unit = QuotaWords.Word(q.Unit),
        amount = q.Amount,
        span = QuotaWords.Word(q.Span),
        hard = q.Hard,
        unpriced = q.AllowUnpriced ? "allow" : "refuse",
        warn_at = q.WarnAt,
        suspended = q.Suspended,
        generation = q.Generation,
        override_amount = q.Override?.Amount,
        override_until = q.Override?.Until,
    };
}
