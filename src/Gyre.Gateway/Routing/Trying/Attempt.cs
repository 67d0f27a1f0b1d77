namespace Gyre.Gateway.Routing.Trying;

/// <summary>Why a target was asked; metrics count by it.</summary>
public enum AttemptReason
{
    /// <summary>The first try of a request.</summary>
    First,

    /// <summary>The target before was throttled: reserved capacity spills over.</summary>
    Spill,

    /// <summary>The target before failed.</summary>
    Failover,

    /// <summary>After a wait.</summary>
    Retry,

    /// <summary>In another pool.</summary>
    Fallback,

    /// <summary>In parallel with a silent one.</summary>
    Hedge,
}

/// <summary>One try of a request at one target. Its <see cref="Token"/> is cancelled when the caller goes, a time limit passes, or another try wins.</summary>
public sealed class Attempt : IDisposable
{
    private readonly TimeProvider time;
    private readonly CancellationTokenSource source;
    private readonly CancellationTokenRegistration link;
    private readonly CancellationToken client;
    private readonly long startedAt;
    private readonly long deadline;
    private readonly bool stream;
    private bool answering;
    private bool deadlineIsNear;
    private long? waitsSince;
    private volatile bool cancelled;
    private int left;

    internal Attempt(Target target, Pool pool, AttemptReason reason, bool stream, bool probe, long deadline, TimeProvider time, CancellationToken client)
    {
        (Target, Pool, Reason) = (target, pool, reason);
        (this.stream, IsProbe, this.deadline, this.time, this.client) = (stream, probe, deadline, time, client);
        startedAt = time.GetTimestamp();
        source = new CancellationTokenSource(Within(target.Timeouts.FirstToken!.Value, startedAt), time);
        link = client.UnsafeRegister(static attempt => ((Attempt)attempt!).Cancel(), this);
    }

    /// <summary>Who is asked.</summary>
    public Target Target { get; }

    /// <summary>The pool it was chosen from: the one asked for, or a fallback.</summary>
    public Pool Pool { get; }

    /// <summary>Why it is asked.</summary>
    public AttemptReason Reason { get; }

    /// <summary>Whether it finds out if a target that rested is back.</summary>
    public bool IsProbe { get; }

    /// <summary>Cancelled by the caller, a time limit, or <see cref="Cancel"/>.</summary>
    public CancellationToken Token => source.Token;

    /// <summary>Since the try began.</summary>
    public TimeSpan Elapsed => time.GetElapsedTime(startedAt);

    /// <summary>The first real token arrived, or the answer where it is not a stream. From now on the limit between two pieces holds.</summary>
    public void FirstToken()
    {
        var now = time.GetTimestamp();
        if (!answering && stream)
        {
            Target.Health.FirstToken.Observe(time.GetElapsedTime(startedAt, now), now);
        }

        answering = true;
        source.CancelAfter(Within(Target.Timeouts.Idle!.Value, now));
    }

    /// <summary>Another piece arrived.</summary>
    public void Progress()
    {
        waitsSince = null;
        source.CancelAfter(Within(Target.Timeouts.Idle!.Value, time.GetTimestamp()));
    }

    /// <summary>The caller does not read on: until <see cref="Progress"/> its silence is counted, and not the target's.</summary>
    internal void WaitsForClient()
    {
        waitsSince = time.GetTimestamp();
        source.CancelAfter(Within(Target.Timeouts.Idle!.Value, waitsSince.Value));
    }

    /// <summary>Stops it: another try won.</summary>
    public void Cancel()
    {
        cancelled = true;
        try
        {
            source.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // It ended in this very moment.
        }
    }

    /// <summary>How the try ended that threw while it was sent or read.</summary>
    /// <param name="thrown">What it threw.</param>
    /// <param name="delivered">Whether a part of the answer reached the caller.</param>
    /// <returns>The outcome; null for an exception that is no outcome of a call but a fault of the program.</returns>
    public Outcome? OutcomeOf(Exception thrown, bool delivered = false)
    {
        OutcomeKind? kind = thrown switch
        {
            _ when IsClientSlow => OutcomeKind.ClientSlow,
            _ when client.IsCancellationRequested => OutcomeKind.ClientGone,
            _ when source.IsCancellationRequested => Stopped(),
            HttpRequestException { InnerException: TimeoutException } when !answering => OutcomeKind.ConnectTimeout,
            TimeoutException => answering ? OutcomeKind.IdleTimeout : OutcomeKind.FirstTokenTimeout,
            HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError or HttpRequestError.SecureConnectionError or HttpRequestError.ProxyTunnelError } when !answering => OutcomeKind.ConnectFailed,
            HttpRequestException or IOException => answering ? OutcomeKind.StreamBroken : OutcomeKind.ConnectionLost,
            OperationCanceledException => OutcomeKind.ConnectTimeout,
            InvalidDataException or System.Text.Json.JsonException => answering ? OutcomeKind.StreamBroken : OutcomeKind.Unreadable,
            Kernel.ProblemException => OutcomeKind.NotPossible,
            _ => null,
        };
        return kind is { } known ? new Outcome(known) { Delivered = delivered } : null;
    }

    /// <summary>Gives the target's place back where nobody told how the try ended; nothing is learned from it.</summary>
    public void Dispose() => Leave(new Outcome(OutcomeKind.ClientGone));

    /// <summary>Gives the target's place back, once, however often it is called.</summary>
    internal bool Leave(in Outcome outcome)
    {
        if (Interlocked.Exchange(ref left, 1) != 0)
        {
            return false;
        }

        var now = time.GetTimestamp();
        var elapsed = time.GetElapsedTime(startedAt, now);
        if (outcome.Kind == OutcomeKind.Answered && !stream)
        {
            Target.Health.Whole.Observe(elapsed, now);
        }
        else if (outcome.Kind == OutcomeKind.FirstTokenTimeout)
        {
            (stream ? Target.Health.FirstToken : Target.Health.Whole).Observe(elapsed, now);
        }

        Target.Health.Leave(outcome, IsProbe);
        link.Dispose();
        source.Dispose();
        return true;
    }

    // The server hangs up on a client as soon as a write to it is cancelled, so the client's token tells nothing here. Timers are a little early at times.
    private bool IsClientSlow =>
        waitsSince is { } since && source.IsCancellationRequested && (deadlineIsNear || time.GetElapsedTime(since) > Target.Timeouts.Idle!.Value * 0.95);

    private OutcomeKind Stopped() =>
        cancelled ? OutcomeKind.Lost
        : deadlineIsNear ? OutcomeKind.TotalTimeout
        : answering ? OutcomeKind.IdleTimeout
        : OutcomeKind.FirstTokenTimeout;

    private TimeSpan Within(TimeSpan limit, long now)
    {
        var rest = time.GetElapsedTime(now, deadline);
        deadlineIsNear = rest < limit;
        return rest <= TimeSpan.Zero ? TimeSpan.Zero : deadlineIsNear ? rest : limit;
    }
}
