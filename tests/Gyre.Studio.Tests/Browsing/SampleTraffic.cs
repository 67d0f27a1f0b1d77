using Gyre.Gateway.Admission;
using Gyre.Gateway.Callers;
using Gyre.Gateway.Ledger;
using Gyre.Kernel;
using Gyre.Server;
using Gyre.Wire.Usage;

namespace Gyre.Studio.Tests.Browsing;

/// <summary>A company's last three months, the same each time: teams, projects, budgets, and calls that ended in every way.</summary>
internal static class SampleTraffic
{
    private const int Days = 90;

    private static readonly (string Provider, string Model, decimal Input, decimal Output, int Share)[] Models =
    [
        ("openai", "gpt-4.1", 2, 8, 30), ("openai", "gpt-4.1-mini", 0.4m, 1.6m, 45), ("anthropic", "claude-sonnet-4-5", 3, 15, 18),
        ("openai", "text-embedding-3-large", 0.13m, 0, 12), ("ours", "my-own-model", -1, -1, 5),
    ];

    private static readonly (string Team, string Project, string CostCenter, string Key)[] Callers =
    [
        ("search", "answers", "research", "answers-live"), ("search", "answers", "research", "answers-ci"), ("support", "assistant", "service", "assistant-live"),
        ("finance", "report-generator-for-quarterly-and-annual-statements", "finance", "reports"),
    ];

    /// <summary>Writes it into a server; its keys are names in the ledger only, so that none is needed.</summary>
    public static async Task WriteAsync(GyreServer server, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var accounts = server.Gateway.Accounts;
        foreach (var (_, _, center, _) in Callers.DistinctBy(c => c.CostCenter))
        {
            await accounts.Groups.CreateAsync(new Group { Kind = GroupKind.CostCenter, Name = center }, "tests", cancellationToken);
        }

        foreach (var (team, _, center, _) in Callers.DistinctBy(c => c.Team))
        {
            await accounts.Groups.CreateAsync(new Group { Kind = GroupKind.Team, Name = team, Description = $"Everything about {team}", CostCenter = center }, "tests", cancellationToken);
        }

        foreach (var (team, project, _, _) in Callers.DistinctBy(c => c.Project))
        {
            await accounts.Groups.CreateAsync(new Group { Kind = GroupKind.Project, Name = project, Team = team }, "tests", cancellationToken);
        }

        await BudgetAsync(accounts, "search-month", QuotaLevel.Team, "search", 500, QuotaSpan.CalendarMonth, cancellationToken);
        await BudgetAsync(accounts, "everyone-day", QuotaLevel.Everyone, "", 40, QuotaSpan.Day, cancellationToken);
        await accounts.Quotas.CreateAsync(
            new Quota { Id = Guid.Empty, Kind = QuotaKind.Limit, Name = "support-rpm", Level = QuotaLevel.Team, Subject = "support", Unit = QuotaUnit.Requests, Amount = 600, Span = QuotaSpan.Minute, StartsAt = now }, "tests", cancellationToken);
        await accounts.RefreshAsync(cancellationToken);
        var random = new Random(7);
        for (var day = Days; day >= 0; day--)
        {
            var calls = 12 + (Days - day) / 4 + random.Next(14);
            for (var i = 0; i < calls; i++)
            {
                var at = now.AddDays(-day).AddMinutes(-random.Next(1, 24 * 60));
                server.Gateway.Ledger.Append(Row(random, at));
            }
        }

        await server.Gateway.Ledger.FlushAsync(cancellationToken);
    }

    /// <summary>Calls of very many users: a report by user has as many lines.</summary>
    public static async Task WriteUsersAsync(GyreServer server, int users, DateTimeOffset now, CancellationToken cancellationToken)
    {
        for (var i = 0; i < users; i++)
        {
            server.Gateway.Ledger.Append(Call(now.AddMinutes(-5), Callers[i % Callers.Length], Models[0], 100, 50) with { EndUser = $"user-{i:000000}" });
            if (i % 5000 == 4999)
            {
                await server.Gateway.Ledger.FlushAsync(cancellationToken);
            }
        }

        await server.Gateway.Ledger.FlushAsync(cancellationToken);
    }

    private static Task<Quota> BudgetAsync(Accounts accounts, string name, QuotaLevel level, string subject, decimal dollars, QuotaSpan span, CancellationToken cancellationToken) => accounts.Quotas.CreateAsync(
        new Quota { Id = Guid.Empty, Kind = QuotaKind.Budget, Name = name, Level = level, Subject = subject, Unit = QuotaUnit.Usd, Amount = NanoDollars.Of(dollars).Count, Span = span, WarnAt = [80, 100], AllowUnpriced = true, StartsAt = default }, "tests", cancellationToken);

    private static LedgerRow Row(Random random, DateTimeOffset at)
    {
        var caller = Callers[random.Next(Callers.Length)];
        var pick = random.Next(Models.Sum(m => m.Share));
        var model = Models.First(m => (pick -= m.Share) < 0);
        var row = Call(at, caller, model, random.Next(200, 60_000), random.Next(20, 4_000));
        return random.Next(40) switch
        {
            0 => row with { Outcome = CallOutcome.Refused, Status = 429, Cause = "policy_budget_exhausted", Usage = null, Cost = null, Attempts = 0 },
            1 => row with { Outcome = CallOutcome.Failed, Status = 503, Cause = "provider_overloaded", Usage = null, Cost = null },
            2 => row with { Outcome = CallOutcome.Cancelled, Status = 499, Cause = "caller_gone" },
            3 or 4 => row with { Outcome = CallOutcome.Cached, Cost = null, Attempts = 0 },
            _ => row,
        };
    }

    private static LedgerRow Call(DateTimeOffset at, (string Team, string Project, string CostCenter, string Key) caller, (string Provider, string Model, decimal Input, decimal Output, int Share) model, int input, int output)
    {
        var cached = input / 3;
        output = model.Output == 0 ? 0 : output;
        return new LedgerRow
        {
            Id = Guid.CreateVersion7(at),
            StartedAt = at,
            KeyId = caller.Key,
            Team = caller.Team,
            Project = caller.Project,
            CostCenter = caller.CostCenter,
            Operation = model.Output == 0 ? "embedding" : "chat",
            RequestedModel = model.Model,
            Deployment = model.Model,
            Connection = model.Provider,
            Provider = model.Provider,
            Model = model.Model,
            Outcome = CallOutcome.Answered,
            Status = 200,
            Attempts = 1,
            Usage = new TokenUsage { FreshInput = input - cached, CacheRead = cached, Output = output },
            Cost = model.Input < 0 ? null : NanoDollars.Of((((input - cached) * model.Input) + (cached * model.Input / 4) + (output * model.Output)) / 1_000_000m),
            Total = TimeSpan.FromMilliseconds(300 + (output * 4)),
            FirstToken = TimeSpan.FromMilliseconds(180 + (input / 100)),
        };
    }
}
