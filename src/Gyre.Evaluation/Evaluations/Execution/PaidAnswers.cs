using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Gyre.Evaluation.Runs.Execution;
using Gyre.Models.Connections;
using Gyre.Models.Dialects;
using Gyre.Models.Prices;
using Gyre.Models.Providers;
using Gyre.Wire.Http;

namespace Gyre.Evaluation.Evaluations.Execution;

/// <summary>
/// Writes every model answer of a run down as it comes, by line and request, so that a line that was cut short after some of its
/// calls does not pay for them again at a resume. A call that is under way when the run is stopped is waited for, since it is paid
/// for. Streams pass by.
/// </summary>
internal sealed class PaidAnswers : IModelProviders, IAsyncDisposable
{
    /// <summary>How long the calls under way are waited for; within what the command line allows for its end.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromSeconds(25);

    private readonly IModelProviders inner;
    private readonly TimeProvider time;
    private readonly PaidJournal journal;
    private readonly ProviderWatch watch;
    private readonly ConcurrentDictionary<IModelProvider, Provider> providers = new(ReferenceEqualityComparer.Instance);
    private readonly ConcurrentDictionary<Task, bool> underWay = new();
    private readonly CancellationTokenSource halt = new();
    private readonly CancellationTokenSource end = new();

    /// <param name="inner">The ways to models.</param>
    /// <param name="file">The journal.</param>
    /// <param name="time">The clock.</param>
    public PaidAnswers(IModelProviders inner, string file, TimeProvider time)
    {
        (this.inner, this.time) = (inner, time);
        journal = new PaidJournal(file);
        watch = new ProviderWatch(time);
    }

    /// <inheritdoc/>
    public RateLimitSignal RateLimits => inner.RateLimits;

    /// <inheritdoc/>
    public PriceBook? Prices => inner.Prices;

    /// <summary>Canceled when no further call should be made: <see cref="Fault"/> or <see cref="Away"/> says why.</summary>
    public CancellationToken Halted => halt.Token;

    /// <summary>What the disk said when an answer could not be written down; null while it can.</summary>
    public IOException? Fault { get; private set; }

    /// <summary>Why the provider is given up for now, in words; null while it is not.</summary>
    public string? Away { get; private set; }

    /// <summary>Calls that were sent and have no answer yet.</summary>
    public int UnderWay => underWay.Count;

    /// <inheritdoc/>
    public IModelProvider For(Connection connection) => providers.GetOrAdd(inner.For(connection), provider => new Provider(provider, connection.Name, this));

    /// <summary>Waits for the calls under way, but no longer than <see cref="Grace"/>.</summary>
    public async ValueTask DisposeAsync()
    {
        var calls = Task.WhenAll(underWay.Keys);
        await Task.WhenAny(calls, Task.Delay(Grace, time));
        await end.CancelAsync();
        await calls.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        journal.Dispose();
        end.Dispose();
        halt.Dispose();
    }

    private Task<PaidAnswer> Call(Func<Task<PaidAnswer>> ask)
    {
        var call = Task.Run(ask, CancellationToken.None);
        underWay[call] = true;
        _ = call.ContinueWith(done => underWay.TryRemove(done, out _), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        return call;
    }

    private void Keep(UInt128 key, PaidAnswer answer)
    {
        if (journal.Keep(key, answer) is { } fault)
        {
            Fault ??= fault;
            halt.Cancel();
        }
    }

    private void GiveUp(string why)
    {
        Away ??= why;
        halt.Cancel();
    }

    private sealed class Provider(IModelProvider inner, string connection, PaidAnswers answers) : IModelProvider
    {
        public Dialect ChatDialect => inner.ChatDialect;

        public ModelTraits Traits => inner.Traits;

        public bool Speaks(ModelOperation operation) => inner.Speaks(operation);

        public string Redact(string text) => inner.Redact(text);

        public async Task<ModelResponse> SendAsync(ModelRequest request, CancellationToken cancellationToken)
        {
            if (request.Stream)
            {
                return await inner.SendAsync(request, cancellationToken);
            }

            var key = Key(request);
            if (answers.journal.Take(key) is { } paid)
            {
                return paid.ToResponse();
            }

            cancellationToken.ThrowIfCancellationRequested();
            if (answers.Halted.IsCancellationRequested)
            {
                // The run is being stopped: the line sees it in a moment, and must not take this for the provider's failure.
                await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
            }

            // Not stopped with the line: what was sent is paid for.
            var answer = await answers.Call(() => AskAsync(key, request)).WaitAsync(cancellationToken);
            return answer.ToResponse();
        }

        private async Task<PaidAnswer> AskAsync(UInt128 key, ModelRequest request)
        {
            try
            {
                using var response = await inner.SendAsync(request, answers.end.Token);
                var answer = await PaidAnswer.ReadAsync(response, answers.end.Token);
                if (answer.IsCut)
                {
                    // Not one that was paid for, and worth another try.
                    throw new EndOfStreamException("the answer was cut before its end");
                }

                if (answer.IsGood)
                {
                    answers.Keep(key, answer);
                }

                Tell(answer);
                return answer;
            }
            catch (HttpRequestException e) when (e.HttpRequestError == HttpRequestError.ConnectionError && answers.watch.HasAnswered)
            {
                // It was there a moment ago, so it may be starting anew: worth the caller's patience, unlike a wrong address.
                Failed("It cannot be reached", null);
                throw new HttpRequestException(e.Message, e);
            }
            catch (Exception e) when (e is HttpRequestException or IOException or TimeoutException)
            {
                Failed(e is TimeoutException ? "It does not answer in time" : "It hangs up", null);
                throw;
            }
        }

        private void Tell(PaidAnswer answer)
        {
            if (answer.Status is 429 or >= 500)
            {
                Failed($"It answers {answer.Status}", RetryAfterHeaders.Read(answer.Headers, answers.time.GetUtcNow()));
            }
            else
            {
                answers.watch.Answered();
            }
        }

        private void Failed(string what, TimeSpan? wait)
        {
            if (answers.watch.Failed(wait))
            {
                answers.GiveUp(wait > ProviderWatch.Patience
                    ? $"The provider of connection '{connection}' wants to be left alone for {Math.Ceiling(wait.Value.TotalMinutes).ToString(CultureInfo.InvariantCulture)} minutes ({what[..1].ToLowerInvariant()}{what[1..]})."
                    : $"The provider of connection '{connection}' cannot be had: nothing got through for {ProviderWatch.Patience.TotalMinutes.ToString(CultureInfo.InvariantCulture)} minutes. {what}.");
            }
        }

        // By line as well: two lines that ask the same get an answer each, before and after a resume.
        private static UInt128 Key(ModelRequest request)
        {
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            hash.AppendData(Encoding.UTF8.GetBytes($"{RunningLine.Number}\n{request.Operation}\n{request.Model}\n"));
            hash.AppendData(request.Body.ToMemory().Span);
            return System.Buffers.Binary.BinaryPrimitives.ReadUInt128LittleEndian(hash.GetHashAndReset());
        }
    }
}
