using Microsoft.Extensions.Logging;

namespace Gyre.Gateway.Admission;

/// <summary>Tells once per period and threshold that a budget is being used up; the first node to see it does.</summary>
internal sealed class BudgetWarnings(ILeases leases, Func<Quota, int, long, CancellationToken, Task> audit, TimeProvider time, ILogger log)
{
    public async Task CheckAsync(IEnumerable<Gate> gates, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        foreach (var gate in gates.Where(g => g.Rule.WarnAt.Count > 0))
        {
            foreach (var meter in gate.Meters())
            {
                var spent = meter.Spent;
                if (spent != meter.Warned.Spent)
                {
                    meter.Warned = (await CheckAsync(gate.Rule, meter.Key, meter.Warned.Percent, now, cancellationToken), spent);
                }
            }
        }
    }

    private async Task<int> CheckAsync(Quota rule, MeterKey key, int warned, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var amount = rule.AmountAt(now);
        var spent = await leases.SpentAsync(key, cancellationToken);
        var reached = rule.WarnAt.LastOrDefault(percent => spent >= (decimal)amount * percent / 100);
        if (reached <= warned)
        {
            return warned;
        }

        if (await leases.WarnAsync(key, reached, cancellationToken))
        {
            AdmissionLog.Warned(log, rule.Name, reached, QuotaWords.Text(rule.Unit, spent), QuotaWords.Text(rule.Unit, amount));
            await audit(rule, reached, spent, cancellationToken);
        }

        return reached;
    }
}
