using Gyre.Gateway.Callers;

namespace Gyre.Gateway.Admission;

/// <summary>All rules at one time; a call keeps the book it started with.</summary>
internal sealed class RuleBook
{
    private readonly Dictionary<(QuotaLevel Level, string Subject), Gate[]> gates;

    public RuleBook(IEnumerable<Gate> all) =>
        gates = all.Where(g => !g.Rule.Suspended).GroupBy(g => (g.Rule.Level, g.Rule.Subject)).ToDictionary(g => g.Key, g => g.ToArray());

    public AdmissionPlan PlanOf(Caller caller) =>
        caller.Plan is { } plan && ReferenceEquals(plan.Book, this) ? plan : caller.Plan = Work(caller);

    // Concurrency first and money last: what is refused most cheaply is asked first, and requests before tokens.
    private AdmissionPlan Work(Caller caller) => new(
        this,
        [
            .. Of(QuotaLevel.Key, caller.KeyId).Concat(Of(QuotaLevel.Project, caller.Project)).Concat(Of(QuotaLevel.Team, caller.Team))
                .Concat(Of(QuotaLevel.CostCenter, caller.CostCenter)).Concat(Of(QuotaLevel.Everyone, ""))
                .OrderByDescending(g => g.Rule.Unit),
        ]);

    private Gate[] Of(QuotaLevel level, string? subject) => subject is not null && gates.TryGetValue((level, subject), out var found) ? found : [];
}
