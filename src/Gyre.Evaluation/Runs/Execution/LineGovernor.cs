namespace Gyre.Evaluation.Runs.Execution;

/// <summary>
/// Decides when the next line starts. It begins with a modest number at once and doubles it while that makes more lines end per
/// second. Once a provider pushes back it paces: lines start at the rate that the provider was seen to bear, which is tried out
/// upwards again, slowly near the rate of the last push-back and faster the longer nothing happens. One producer enters; any thread exits.
/// </summary>
internal sealed class LineGovernor
{
    private const int Start = 16;
    private const double WorthwhileGain = 1.1;
    private const double SlowestPace = 0.2;

    // A provider's limits are looked at once a second, which is the shortest time they are enforced over.
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(1);

    // A short wait is kept by the line that was told it; at a long one nobody else would get through either.
    private static readonly TimeSpan ShortWait = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan LongestClosed = TimeSpan.FromMinutes(1);

    private readonly Lock gate = new();
    private readonly TimeProvider time;
    private readonly int ceiling;
    private int limit;
    private int active;
    private bool draining;
    private TaskCompletionSource? waiting;

    // Growth: an epoch is as many lines as run at once, about one time through all of them.
    private int epochEnded;
    private long epochStart;
    private double bestRate;
    private int bestLimit;
    private bool growing;

    // Pace: lines a second, null until a provider pushed back.
    private double? pace;
    private double wall;
    private double calm;
    private bool raised;
    private bool found;
    private double credit;
    private long credited;
    private long closedUntil;
    private long windowStart;
    private int windowStarted;
    private int windowEnded;
    private int windowRefused;
    private bool windowFull;
    private double lastRate;

    /// <param name="ceiling">Lines that may ever run at once.</param>
    /// <param name="time">The clock.</param>
    /// <param name="atCeiling">Whether to start with as many: somebody knows the number.</param>
    public LineGovernor(int ceiling, TimeProvider time, bool atCeiling = false)
    {
        this.ceiling = Math.Max(1, ceiling);
        this.time = time;
        limit = atCeiling ? this.ceiling : Math.Min(this.ceiling, Start);
        growing = !atCeiling;
        epochStart = windowStart = credited = closedUntil = time.GetTimestamp();
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

    /// <summary>Lines a second that may start; null while no provider has pushed back.</summary>
    public double? Pace
    {
        get
        {
            lock (gate)
            {
                return pace;
            }
        }
    }

    /// <summary>Goes on with what it found, for another run.</summary>
    public void BeginAgain()
    {
        lock (gate)
        {
            var now = time.GetTimestamp();
            (epochEnded, epochStart) = (0, now);
            (windowStart, windowStarted, windowEnded, windowRefused, windowFull) = (now, 0, 0, 0, false);
            draining = false;
        }
    }

    /// <summary>Waits until a line may start.</summary>
    public async ValueTask EnterAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            Task wait;
            lock (gate)
            {
                var until = UntilStart(time.GetTimestamp());
                if (until == TimeSpan.Zero)
                {
                    return;
                }

                wait = until is { } delay
                    ? Task.Delay(TimeSpan.FromMilliseconds(Math.Max(1, Math.Ceiling(delay.TotalMilliseconds))), time, cancellationToken)
                    : (waiting ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task.WaitAsync(cancellationToken);
            }

            await wait;
        }
    }

    /// <summary>Starts a line if one may start now.</summary>
    /// <returns>Zero where it has started; else how long to wait, or null where a line must end first.</returns>
    public TimeSpan? TryEnter()
    {
        lock (gate)
        {
            return UntilStart(time.GetTimestamp());
        }
    }

    /// <summary>Waits until all lines have ended.</summary>
    public async Task DrainAsync()
    {
        while (true)
        {
            Task ended;
            lock (gate)
            {
                draining = active > 0;
                if (!draining)
                {
                    return;
                }

                ended = (waiting ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
            }

            await ended;
        }
    }

    /// <summary>A line has ended.</summary>
    public void Exit()
    {
        lock (gate)
        {
            active--;
            windowEnded++;
            if (!draining)
            {
                Learn(time.GetTimestamp());
            }

            if (waiting is not null && (draining ? active == 0 : active < limit))
            {
                waiting.TrySetResult();
                waiting = null;
            }
        }
    }

    /// <summary>A provider pushed back.</summary>
    /// <param name="wait">How long it wants to be left alone, where it says so.</param>
    public void PushBack(TimeSpan? wait)
    {
        lock (gate)
        {
            var now = time.GetTimestamp();
            Look(now);
            windowRefused++;
            if (wait > ShortWait)
            {
                closedUntil = Math.Max(closedUntil, now + Ticks(wait < LongestClosed ? wait.Value : LongestClosed));
            }

            // It asks again, and takes the place of a line that would have started then.
            credit = Math.Max(credit - 1, -2 * (pace ?? 0));
            if (pace is null)
            {
                // Nothing has ended yet where the first lines are refused: then as many a second as were tried.
                var seconds = time.GetElapsedTime(windowStart, now).TotalSeconds;
                wall = Math.Max(lastRate, seconds > 0.2 ? windowEnded / seconds : 0);
                wall = wall > 0 ? wall : Math.Max(1, active);
                pace = Math.Max(SlowestPace, wall * 0.7);
                (credit, credited) = (0, now);
                growing = false;
                limit = Math.Max(1, limit / 2);
            }
        }
    }

    private TimeSpan? UntilStart(long now)
    {
        Look(now);
        if (now < closedUntil)
        {
            return time.GetElapsedTime(now, closedUntil);
        }

        if (active >= limit)
        {
            windowFull = true;
            return null;
        }

        if (pace is { } lines)
        {
            credit = Math.Min(Math.Max(1, lines / 10), credit + (time.GetElapsedTime(credited, now).TotalSeconds * lines));
            credited = now;
            if (credit < 1)
            {
                return TimeSpan.FromSeconds((1 - credit) / lines);
            }

            credit--;
        }

        active++;
        windowStarted++;
        return TimeSpan.Zero;
    }

    private void Learn(long now)
    {
        Look(now);
        if (pace is not null || ++epochEnded < limit)
        {
            return;
        }

        var seconds = time.GetElapsedTime(epochStart, now).TotalSeconds;
        var rate = seconds > 0 ? epochEnded / seconds : double.MaxValue;
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
        else if (limit < ceiling && rate > bestRate * WorthwhileGain)
        {
            // Things change while a run lasts.
            limit++;
            bestRate = rate;
        }

        (epochEnded, epochStart) = (0, now);
    }

    /// <summary>Ends the second's window where it is over, and sets the pace by what it showed.</summary>
    private void Look(long now)
    {
        var seconds = time.GetElapsedTime(windowStart, now).TotalSeconds;
        if (seconds < Window.TotalSeconds)
        {
            return;
        }

        lastRate = windowEnded / seconds;
        if (pace is { } lines)
        {
            var used = windowStarted >= 0.8 * lines * seconds;
            pace = windowRefused > 0 ? Cut(lines) : used ? Raised(lines, seconds) : lines;
            if (windowFull && windowRefused == 0)
            {
                // Answers take long: more places are needed to keep the pace.
                limit = Math.Min(ceiling, limit + Math.Max(1, limit / 4));
            }
        }

        (windowStart, windowStarted, windowEnded, windowRefused, windowFull) = (now, 0, 0, 0, false);
    }

    // While it refuses, what ends is what the provider bears.
    private double Cut(double lines)
    {
        (wall, calm, found) = (lines, 0, found || raised);
        return Math.Max(SlowestPace, Math.Clamp(lastRate * 0.97, lines * 0.6, lines * 0.95));
    }

    private double Raised(double lines, double seconds)
    {
        calm += seconds;
        raised = true;
        if (!found)
        {
            // What the first refusals left may be far too low.
            return lines * 1.25;
        }

        if (lines < 0.9 * wall)
        {
            return lines + (0.3 * ((0.95 * wall) - lines));
        }

        // Half a percent a second for ten seconds, then 1, 2, 4 … 20.
        var step = calm <= 10 ? 0.005 : Math.Min(0.2, 0.01 * Math.Pow(2, calm - 11));
        return lines * Math.Pow(1 + step, seconds);
    }

    private long Ticks(TimeSpan span) => (long)(span.TotalSeconds * time.TimestampFrequency);
}
