using System.Diagnostics;
using Gyre.Gateway.Routing.Trying;
using Gyre.Gateway.Tracing;
using Gyre.Models.Dialects;
using Gyre.Models.Embeddings;
using Gyre.Models.Providers;
using Gyre.Wire.Http;
using Gyre.Wire.Usage;

namespace Gyre.Gateway.Forwarding;

/// <summary>
/// One try at one target. <see cref="OpenAsync"/> goes as far as nothing is lost if another target is asked instead: to the first real
/// token of a stream, or to the end of a whole answer. <see cref="DeliverAsync()"/> gives it to the client.
/// </summary>
internal abstract class Exchange(ClientCall call, Attempt attempt, IModelProvider provider, TimeProvider time) : IDisposable
{
    // An error's body is read for its code and message; more than this is no message.
    private const int LongestError = 64 * 1024;

    // Pictures come whole, in one event or one answer.
    private const int LongestEvent = 32 * 1024 * 1024;

    private const int LongestAnswer = 256 * 1024 * 1024;

    private readonly long started = time.GetTimestamp();
    private long ended;

    protected ClientCall Call { get; } = call;

    public Attempt Attempt { get; } = attempt;

    protected IModelProvider Provider { get; } = provider;

    protected TimeProvider Time { get; } = time;

    /// <summary>Of this try; null while nobody listens.</summary>
    protected Activity? Span { get; private set; }

    protected ModelResponse? Response { get; private set; }

    /// <summary>What has come and is not yet with the client.</summary>
    protected AnswerBuffer Held { get; } = new();

    /// <summary>Why the try failed, in no vendor's words; null where it did not.</summary>
    public ProviderError? Error { get; protected set; }

    /// <summary>What the provider counted; null where it did not.</summary>
    public TokenUsage? Usage { get; protected set; }

    /// <summary>The model that answered, as the provider says.</summary>
    public string? Model { get; protected set; }

    public string? ServiceTier { get; protected set; }

    /// <summary>The id by which the provider may be asked for its answer again; null where it keeps none.</summary>
    public string? KeptAs { get; protected set; }

    /// <summary>Bytes of the model's words that came: for an estimate where the provider did not count, or a stream was left before it did.</summary>
    public long TextBytes { get; protected set; }

    /// <summary>Since the try began, until the first token or the whole answer; null before.</summary>
    public TimeSpan? FirstToken { get; private set; }

    /// <summary>How long the provider was busy with it.</summary>
    public TimeSpan Elapsed => ended == 0 ? Time.GetElapsedTime(started) : Time.GetElapsedTime(started, ended);

    /// <summary>Whether the provider may charge for the try though it gave no whole answer: it got the request, and told no error in its place.</summary>
    public bool MayBeBilled { get; private set; }

    /// <summary>Whether a byte of the answer reached the client.</summary>
    public bool Delivered { get; protected set; }

    /// <summary>Sends and reads as far as the summary says.</summary>
    /// <returns><see cref="OutcomeKind.Answered"/> where it may be delivered.</returns>
    /// <exception cref="Kernel.ProblemException">It can't be asked so, or not at all.</exception>
    public async Task<Outcome> OpenAsync()
    {
        Span = CallSpans.BeginTry(Call, Attempt);
        try
        {
            var request = Request() with { ConnectTimeout = Attempt.Target.Timeouts.Connect };
            MayBeBilled = true;
            Response = await Provider.SendAsync(request, Attempt.Token);
            return Opened(IsRefusal(Response) ? await RefusedAsync(Response) : await BeginAsync(Response));
        }
        catch (Kernel.ProblemException e) when (!Attempt.Token.IsCancellationRequested)
        {
            // What came of it could not be used: it was made all the same.
            MayBeBilled = Response is null ? e.Problem.Code == EmbeddingTranslation.NotUnderstood : !IsRefusal(Response);
            EndSpan(OutcomeKind.NotPossible);
            throw;
        }
        catch (Exception e) when (Attempt.OutcomeOf(e) is { } outcome)
        {
            // Whoever sent headers was reached.
            var kind = outcome.Kind == OutcomeKind.ConnectionLost && Response is not null ? OutcomeKind.StreamBroken : outcome.Kind;
            Error = Told(kind, e);
            return Opened(outcome with { Kind = kind });
        }
    }

    /// <summary>Writes the answer to the client, to its end.</summary>
    public async Task<Outcome> DeliverAsync()
    {
        try
        {
            return Ended(await DeliverAsync(Response!));
        }
        catch (Exception e) when (Attempt.OutcomeOf(e, Delivered) is { } outcome)
        {
            Error = Told(outcome.Kind, e);
            return Ended(outcome);
        }
    }

    /// <summary>Passes the provider's own error on, where the client speaks its dialect; false where it must be told in another.</summary>
    public virtual Task<bool> TryPassErrorAsync() => Task.FromResult(false);

    /// <summary>Tells the client of a stream, in its dialect, that the rest does not come; nothing where the provider did.</summary>
    public abstract Task EndBrokenAsync();

    public void Dispose()
    {
        // Another try was faster.
        EndSpan(OutcomeKind.Lost);
        Response?.Dispose();
        Held.Dispose();
    }

    /// <summary>What to send.</summary>
    protected abstract ModelRequest Request();

    /// <summary>Reads the beginning of a good answer.</summary>
    protected abstract Task<Outcome> BeginAsync(ModelResponse response);

    /// <summary>Writes it, and reads and writes the rest.</summary>
    protected abstract Task<Outcome> DeliverAsync(ModelResponse response);

    /// <summary>Reads the rest of the body into <see cref="Held"/>.</summary>
    protected async Task ReadAllAsync(ModelResponse response)
    {
        while (await ReadAsync(response, LongestAnswer) > 0)
        {
            Attempt.Progress();
        }
    }

    /// <summary>What a whole answer without a count is estimated by.</summary>
    protected void Estimate(Dialect dialect) => TextBytes = Usage is null && Call.Operation.IsText ? StreamRelay.TapOf(dialect).TextIn(Held.Span) : 0;

    /// <summary>Of a stream that did not come to its end the provider has told what it had counted so far, Anthropic a single token.</summary>
    protected TokenUsage? SoFar(TokenUsage? counted) => counted is null ? null : counted with
    {
        Output = Math.Max(counted.Output ?? 0, Tokens.Estimate(TextBytes) - (counted.Reasoning ?? 0)),
        Estimated = true,
    };

    /// <summary>Reads what has come into <see cref="Held"/>; 0 at the end.</summary>
    /// <exception cref="InvalidDataException">More than <paramref name="most"/> bytes are held: no provider may fill the memory.</exception>
    protected async ValueTask<int> ReadAsync(ModelResponse response, int most = LongestEvent)
    {
        // Thousands of streams may wait for their next event: they do so without a buffer (some 4 KB each).
        if (Call.Stream && response.WaitsOnEmptyRead && Held.Length == 0)
        {
            var next = response.Body.ReadAsync(Memory<byte>.Empty, Attempt.Token);
            if (!next.IsCompleted)
            {
                Held.GiveBack();
            }

            await next;
        }

        var read = await Held.ReadFromAsync(response.Body, 4096, Attempt.Token);
        return Held.Length <= most ? read : throw new InvalidDataException($"The provider's answer is longer than {most / (1024 * 1024)} MiB.");
    }

    /// <summary>Gives the client what was written. While it does not read, the provider's silence is not counted.</summary>
    protected async ValueTask FlushAsync()
    {
        var flush = Call.Answer.FlushAsync(Attempt.Token);
        if (flush.IsCompleted)
        {
            await flush;
            return;
        }

        Attempt.WaitsForClient();
        await flush;
        Attempt.Progress();
    }

    /// <summary>The model answers.</summary>
    protected void Began()
    {
        if (FirstToken is null)
        {
            FirstToken = Elapsed;
            Attempt.FirstToken();
        }
    }

    /// <summary>An error inside a stream that has not begun: as if it had come with a status.</summary>
    protected Outcome Refused(ProviderError error)
    {
        Error = error with { Message = Provider.Redact(error.Message) };
        return Outcome.OfError(error, null);
    }

    private Outcome Opened(in Outcome outcome)
    {
        if (outcome.Kind != OutcomeKind.Answered)
        {
            MayBeBilled &= (Response is null || !IsRefusal(Response)) && outcome.Kind.LeavesWork;
            EndSpan(outcome.Kind);
        }

        return outcome;
    }

    private Outcome Ended(in Outcome outcome)
    {
        ended = Time.GetTimestamp();
        EndSpan(outcome.Kind);
        return outcome;
    }

    private void EndSpan(OutcomeKind kind)
    {
        if (Span is { } span)
        {
            CallSpans.EndTry(span, kind, Response?.Status, Model, Usage);
            Span = null;
        }
    }

    // A redirect would lead the client past the gateway; only on a provider's own path it is the client's to follow.
    private bool IsRefusal(ModelResponse response) => response.Status >= 400 || (response.Status >= 300 && Call.Operation != ModelOperation.Raw);

    private async Task<Outcome> RefusedAsync(ModelResponse response)
    {
        if (response.Status < 400)
        {
            Error = new ProviderError(ErrorKind.Server, 502, $"The provider answered with status {response.Status}, a redirect. The connection's address should be the one it points to.");
            return Outcome.OfError(Error, null);
        }

        try
        {
            while (Held.Length < LongestError && await Held.ReadFromAsync(response.Body, 4096, Attempt.Token) > 0)
            {
                Attempt.Progress();
            }
        }
        catch (IOException)
        {
            // The words are cut; the status and the headers say enough.
        }

        var error = ChatDialects.Of(Provider.ChatDialect).ReadError(response.Status, Held.Span);
        if (Call.Operation is ModelOperation.Raw or ModelOperation.KeptResponse && error.Kind == ErrorKind.NotFound)
        {
            // A path the provider does not know, or a thing of the client's that is gone: no model is missing.
            error = error with { Kind = ErrorKind.InvalidRequest };
        }

        var outcome = Outcome.OfError(error, RetryAfterHeaders.Read(response.Headers, Time.GetUtcNow()));
        Error = error with { Message = Provider.Redact(error.Message), RetryAfter = outcome.RetryAfter };
        return outcome;
    }

    private ProviderError Told(OutcomeKind kind, Exception thrown) => kind switch
    {
        OutcomeKind.ConnectFailed => new ProviderError(ErrorKind.Server, 502, "The provider can't be reached.") { Code = "provider_unreachable" },
        OutcomeKind.ConnectionLost => new ProviderError(ErrorKind.Server, 502, "The connection to the provider was lost before it answered.") { Code = FailureCauses.Lost },
        OutcomeKind.ConnectTimeout => new ProviderError(ErrorKind.Timeout, 504, "The provider did not take the connection in time.") { Code = "provider_timeout" },
        OutcomeKind.FirstTokenTimeout => new ProviderError(ErrorKind.Timeout, 504, "The provider did not begin to answer in time.") { Code = "provider_timeout" },
        OutcomeKind.IdleTimeout => new ProviderError(ErrorKind.Timeout, 504, "The provider fell silent in the middle of its answer.") { Code = "provider_timeout" },
        OutcomeKind.TotalTimeout => new ProviderError(ErrorKind.Timeout, 504, "The answer was not complete within the time for the whole request.") { Code = "provider_timeout" },
        OutcomeKind.Unreadable => new ProviderError(ErrorKind.Server, 502, thrown is InvalidDataException ? thrown.Message : "The provider's answer is not the JSON it should be.") { Code = FailureCauses.Unreadable },
        OutcomeKind.NotPossible => new ProviderError(ErrorKind.Server, 502, Provider.Redact(thrown.Message)) { Code = (thrown as Kernel.ProblemException)?.Problem.Code },
        _ => ProviderError.Truncated,
    };
}
