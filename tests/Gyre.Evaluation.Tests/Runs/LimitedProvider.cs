using Gyre.Evaluation.Runs.Execution;
using Gyre.Testing;

namespace Gyre.Evaluation.Tests.Runs;

/// <summary>A provider with a limit, and lines that ask it once each and again when refused, all on a clock that a test moves: what a governor makes of it.</summary>
/// <param name="latency">Until an answer.</param>
/// <param name="retryAfter">What a refusal says; null where it says nothing, and callers wait 3, 4, 6 … seconds.</param>
internal sealed class LimitedProvider(TimeSpan latency, TimeSpan? retryAfter)
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(2);

    private readonly ManualTime time = new();
    private readonly PriorityQueue<Action, long> due = new();
    private readonly Random random = new(5);
    private LineGovernor? governor;
    private double left = 1;
    private int answered;
    private int refused;

    /// <summary>Units a second that it bears.</summary>
    public required double Limit { get; set; }

    /// <summary>Units of a line, from half of this to one and a half.</summary>
    public double LineUnits { get; init; } = 1;

    /// <summary>Lets lines run for some time.</summary>
    /// <returns>Lines answered a second, and the share of all tries that was refused.</returns>
    public (double Rate, double Refused) Run(TimeSpan length)
    {
        governor ??= new LineGovernor(64, time);
        (answered, refused) = (0, 0);
        for (var gone = TimeSpan.Zero; gone < length; gone += Step)
        {
            time.Advance(Step);
            left = Math.Min(Limit, left + (Limit * Step.TotalSeconds));
            while (due.TryPeek(out var next, out var at) && at <= time.GetTimestamp())
            {
                due.Dequeue();
                next();
            }

            while (governor.TryEnter() == TimeSpan.Zero)
            {
                Ask(LineUnits == 1 ? 1 : LineUnits * (0.5 + random.NextDouble()), 0);
            }
        }

        return (answered / length.TotalSeconds, (double)refused / (answered + refused));
    }

    private void Ask(double units, int tries)
    {
        if (left >= Math.Min(units, Limit))
        {
            left -= units;
            At(latency, () =>
            {
                answered++;
                governor!.Exit();
            });
            return;
        }

        refused++;
        governor!.PushBack(retryAfter);
        At(retryAfter ?? TimeSpan.FromSeconds(Math.Min(60, 2 + Math.Pow(2, tries))), () => Ask(units, tries + 1));
    }

    private void At(TimeSpan wait, Action act) => due.Enqueue(act, time.GetTimestamp() + wait.Ticks);
}
