namespace Gyre.Evaluation.Runs.Execution;

/// <summary>
/// Decides how many lines run at once. It starts modestly, doubles while that makes more lines end per second, steps back when it
/// does not, and halves when a provider pushes back. One producer enters; any thread exits.
/// </summary>
internal sealed class LineGovernor
{
    private const int Start = 16;
    private const double WorthwhileGain = 1.1;
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(1);

    private readonly Lock gate = new();
    private readonly TimeProvider time;
    private readonly int ceiling;
    private int limit;
    private int active;
    private bool draining;
    private TaskCompletionSource? waiting;

    private int ended;
    private long epochStart;
    private double bestRate;
    private int bestLimit;
    private bool growing;
    private long lastHalved = long.MinValue;

    /// <param name="ceiling">Lines that may ever run at once.</param>
    /// <param name="time">The clock.</param>
    /// <param name="atCeiling">Whether to start with as many, and keep them unless a provider pushes back: somebody knows the number.</param>
    public LineGovernor(int ceiling, TimeProvider time, bool atCeiling = false)
    {
        this.ceiling = Math.Max(1, ceiling);
        this.time = time;
        limit = atCeiling ? this.ceiling : Math.Min(this.ceiling, Start);
        growing = !atCeiling;
        epochStart = time.GetTimestamp();
    }

    /// <summary>Lines that may run at once now.</summary>
    public int Limit
    {
        get
        {
            lock (gate)
            {
                return limit;
            }
        }
    }

    /// <summary>Waits for a place.</summary>
    public Task EnterAsync(CancellationToken cancellationToken)
    {
        TaskCompletionSource signal;
        lock (gate)
        {
            if (active < limit)
            {
                active++;
                return Task.CompletedTask;
            }

            signal = waiting = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        return WaitAsync(signal, taking: true, cancellationToken);
    }

    /// <summary>Waits until all lines have ended.</summary>
    public Task DrainAsync()
    {
        TaskCompletionSource signal;
        lock (gate)
        {
            if (active == 0)
            {
                return Task.CompletedTask;
            }

            signal = waiting = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            draining = true;
        }

        return WaitAsync(signal, taking: false, CancellationToken.None);
    }

    /// <summary>A line has ended.</summary>
    public void Exit()
    {
        lock (gate)
        {
            active--;
            if (!draining)
            {
                Learn();
            }

            if (waiting is not null && (draining ? active == 0 : active < limit))
            {
                waiting.TrySetResult();
                waiting = null;
            }
        }
    }

    /// <summary>A provider pushed back.</summary>
    public void PushBack()
    {
        lock (gate)
        {
            var now = time.GetTimestamp();
            // All lines in flight meet the same limit at once; that is one signal.
            if (limit <= 1 || (lastHalved != long.MinValue && time.GetElapsedTime(lastHalved, now) < Rest))
            {
                return;
            }

            lastHalved = now;
            limit = Math.Max(1, limit / 2);
            growing = false;
            Restart(now);
        }
    }

    private async Task WaitAsync(TaskCompletionSource signal, bool taking, CancellationToken cancellationToken)
    {
        await signal.Task.WaitAsync(cancellationToken);
        if (taking)
        {
            lock (gate)
            {
                active++;
            }
        }
    }

    // An epoch is as many lines as run at once: about one time through all of them.
    private void Learn()
    {
        if (++ended < limit)
        {
            return;
        }

        var now = time.GetTimestamp();
        var seconds = time.GetElapsedTime(epochStart, now).TotalSeconds;
        var rate = seconds > 0 ? ended / seconds : double.MaxValue;
        if (growing)
        {
            if (rate > bestRate * WorthwhileGain || bestLimit == 0)
            {
                (bestRate, bestLimit) = (rate, limit);
                limit = Math.Min(ceiling, limit * 2);
                growing = limit < ceiling || bestLimit < ceiling;
            }
            else
            {
                limit = Math.Max(bestLimit, 1);
                growing = false;
            }
        }
        else if (limit < ceiling && (lastHalved == long.MinValue || time.GetElapsedTime(lastHalved, now) > Rest))
        {
            // Things change while a run lasts: look again, one place at a time.
            limit += lastHalved == long.MinValue && rate <= bestRate * WorthwhileGain ? 0 : 1;
            bestRate = Math.Max(bestRate, rate);
        }

        Restart(now);
    }

    private void Restart(long now)
    {
        ended = 0;
        epochStart = now;
    }
}
