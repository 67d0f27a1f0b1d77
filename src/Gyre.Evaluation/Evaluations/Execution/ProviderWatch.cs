namespace Gyre.Evaluation.Evaluations.Execution;

/// <summary>What a failed call is to do.</summary>
internal enum AfterFailure
{
    /// <summary>Be tried again, as long as its caller is patient.</summary>
    TryAgain,

    /// <summary>Not be tried again: it may be what the line asks. Whether it is, the lines after it will tell.</summary>
    LeaveLine,

    /// <summary>Stop the run: the provider is away.</summary>
    GiveUp,
}

/// <summary>
/// Sees every call of a run to a provider and says when nothing gets through any more. One line alone may ask what the provider always
/// fails at, so it takes two to say that the provider is away: then the run stops, instead of failing line after line. Lines that
/// failed while later calls got through, or in an earlier go, say nothing of the provider. Safe for any number of threads.
/// </summary>
/// <param name="time">The clock.</param>
/// <param name="suspects">Lines that failed when an earlier go ended.</param>
internal sealed class ProviderWatch(TimeProvider time, IEnumerable<int> suspects)
{
    /// <summary>How long nothing may get through. Windows of providers' limits are a minute.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    // Fewer may be single calls that the provider takes badly.
    private const int Fewest = 5;

    // Of one line: then a call that begins later and gets through speaks against the line.
    private const int InARow = 3;

    private readonly Lock gate = new();
    private readonly HashSet<int> suspects = [.. suspects];
    private readonly HashSet<int> failing = [];
    private readonly HashSet<int> left = [];
    private readonly Dictionary<int, (int Times, long Since)> rows = [];
    private long? since;
    private int failures;
    private bool answered;
    private bool gaveUp;

    /// <summary>Whether any call ever got through.</summary>
    public bool HasAnswered
    {
        get
        {
            lock (gate)
            {
                return answered;
            }
        }
    }

    /// <summary>Lines whose latest calls failed again and again.</summary>
    public IReadOnlyList<int> Suspects
    {
        get
        {
            lock (gate)
            {
                return [.. suspects.Union(left).Union(gaveUp ? failing : []).Union(rows.Where(r => r.Value.Times >= InARow).Select(r => r.Key)).Order()];
            }
        }
    }

    /// <summary>A call got through, even if to be told that it was wrong.</summary>
    /// <param name="line">Whose it was.</param>
    /// <param name="began">When it was sent, as <see cref="TimeProvider.GetTimestamp"/> says it.</param>
    public void Answered(int line, long began)
    {
        lock (gate)
        {
            answered = true;
            since = null;
            failures = 0;
            failing.Clear();
            left.Clear();
            rows.Remove(line);
            suspects.Remove(line);
            suspects.UnionWith(rows.Where(r => r.Value.Times >= InARow && r.Value.Since < began).Select(r => r.Key));
        }
    }

    /// <summary>A call failed for want of a provider.</summary>
    /// <param name="line">Whose it was.</param>
    /// <param name="wait">How long the provider wants to be left alone, where it says so.</param>
    /// <param name="isLimit">Whether it was one too many, which is nothing that a line does.</param>
    public AfterFailure Failed(int line, TimeSpan? wait, bool isLimit)
    {
        lock (gate)
        {
            var now = time.GetTimestamp();
            since ??= now;
            failures++;
            failing.Add(line);
            if (!isLimit)
            {
                var times = rows.GetValueOrDefault(line).Times + 1;
                rows[line] = (times, times <= InARow ? now : rows[line].Since);
            }

            if (wait > Patience)
            {
                return AfterFailure.GiveUp;
            }

            if (left.Contains(line))
            {
                return AfterFailure.LeaveLine;
            }

            return failures >= Fewest && time.GetElapsedTime(since.Value, now) >= Patience ? NothingGetsThrough(line) : AfterFailure.TryAgain;
        }
    }

    private AfterFailure NothingGetsThrough(int line)
    {
        if (failing.Union(left).Count() > 1 && !failing.Union(left).All(suspects.Contains))
        {
            gaveUp = true;
            return AfterFailure.GiveUp;
        }

        left.Add(line);
        failing.Remove(line);
        if (failing.Count == 0)
        {
            // The next line has as much time.
            since = null;
            failures = 0;
        }

        return AfterFailure.LeaveLine;
    }
}
