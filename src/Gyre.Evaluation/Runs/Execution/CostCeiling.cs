using Gyre.Flows.Execution.Records;
using Gyre.Kernel;
using Gyre.Models.Prices;

namespace Gyre.Evaluation.Runs.Execution;

/// <summary>What several runs may cost together. A line starts only where it and all in flight would stay below, each taken for as dear as the dearest line so far.</summary>
/// <param name="most">The ceiling.</param>
internal sealed class CostCeiling(NanoDollars most)
{
    private readonly Lock gate = new();
    private NanoDollars spent;
    private bool unpriced;
    private bool reached;

    /// <summary>The ceiling.</summary>
    public NanoDollars Most => most;

    /// <summary>What was spent so far, runs of before included.</summary>
    public NanoDollars Spent
    {
        get
        {
            lock (gate)
            {
                return spent;
            }
        }
    }

    /// <summary>Whether a line was not started because of it.</summary>
    public bool Reached
    {
        get
        {
            lock (gate)
            {
                return reached;
            }
        }
    }

    /// <summary>Whether a call's cost is not known, so that the ceiling cannot be kept.</summary>
    public bool Unpriced
    {
        get
        {
            lock (gate)
            {
                return unpriced;
            }
        }
    }

    /// <summary>Why nothing more may be spent, in words for the user; null while it may.</summary>
    public string? Closed
    {
        get
        {
            lock (gate)
            {
                return unpriced ? "A call's price is not known, so the ceiling of cost cannot be kept. Add the model's price to the catalog, or go on without a ceiling: --max-cost none."
                    : reached ? $"The ceiling of {most} is reached: {spent} were spent."
                    : null;
            }
        }
    }

    /// <summary>Counts what was spent before. A price that was not known then keeps nobody from going on: it may be known now.</summary>
    public void Count(CallCosts costs)
    {
        lock (gate)
        {
            spent += costs.Known;
        }
    }

    /// <summary>Counts what was spent in this go.</summary>
    public void Spend(CallCosts costs)
    {
        lock (gate)
        {
            spent += costs.Known;
            unpriced |= costs.Unpriced > 0;
        }
    }

    /// <summary>Whether something that nobody knows the cost of, an aggregation, may start: only <see cref="Closed"/> keeps it from that.</summary>
    public bool MaySpend()
    {
        lock (gate)
        {
            reached |= spent >= most;
            return !reached && !unpriced;
        }
    }

    /// <summary>A run's own look at it: lines of one run cost about the same, those of another may not.</summary>
    public Lines ForRun() => new(this);

    /// <summary>The lines of one run under the ceiling. One producer enters; any thread exits.</summary>
    internal sealed class Lines(CostCeiling ceiling)
    {
        private NanoDollars? dearest;
        private int active;
        private TaskCompletionSource? exited;

        /// <summary>Waits until a line may start.</summary>
        /// <returns>False where it may not: the ceiling is reached, or cannot be kept.</returns>
        public async ValueTask<bool> EnterAsync(CancellationToken cancellationToken)
        {
            while (true)
            {
                Task wait;
                lock (ceiling.gate)
                {
                    if (TryEnter() is { } answer)
                    {
                        return answer;
                    }

                    exited ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                    wait = exited.Task;
                }

                await wait.WaitAsync(cancellationToken);
            }
        }

        /// <summary>Whether a line may start now; null where that depends on those in flight.</summary>
        public bool? TryEnter()
        {
            lock (ceiling.gate)
            {
                if (ceiling.unpriced)
                {
                    return false;
                }

                // The first line of a run goes alone: it tells what one costs.
                if (active == 0 ? ceiling.spent < ceiling.Most && ceiling.spent + (dearest ?? NanoDollars.Zero) <= ceiling.Most : dearest is { } one && ceiling.spent.Count + ((active + 1) * one.Count) <= ceiling.Most.Count)
                {
                    active++;
                    return true;
                }

                if (active > 0)
                {
                    return null;
                }

                ceiling.reached = true;
                return false;
            }
        }

        /// <summary>A line has ended, with what it cost.</summary>
        public void Exit(Usage usage)
        {
            lock (ceiling.gate)
            {
                active--;
                ceiling.Spend(usage.Costs);
                if (dearest is not { } known || usage.Costs.Known > known)
                {
                    dearest = usage.Costs.Known;
                }

                exited?.TrySetResult();
                exited = null;
            }
        }
    }
}
