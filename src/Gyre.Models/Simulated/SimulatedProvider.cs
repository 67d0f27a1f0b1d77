using System.Collections.Concurrent;
using Gyre.Kernel;
using Gyre.Models.Dialects;
using Gyre.Models.Providers;
using Gyre.Wire.Json;

namespace Gyre.Models.Simulated;

/// <summary>
/// A provider for load and chaos tests: no model, any dialect, and the latency, speed and faults one asks for. It calls the tools it is offered, fills the
/// schema it is given, thinks where it is told to, and reports usage. The same seed and requests give the same run.
/// </summary>
public sealed class SimulatedProvider(SimulationOptions options, TimeProvider? time = null) : IModelProvider
{
    // Load tests send the same few requests: their answers are made once.
    private const int MostKept = 1_000;

    private readonly TimeProvider time = time ?? TimeProvider.System;
    private readonly ConcurrentDictionary<AnswerKey, SimulatedAnswer> kept = new();
    private readonly SimulatedLimit? requestLimit = SimulatedLimit.Of(options.RequestsPerMinute, time);
    private readonly SimulatedLimit? tokenLimit = SimulatedLimit.Of(options.TokensPerMinute, time);
    private long requests;
    private long refused;

    /// <summary>Requests that came so far.</summary>
    public long Requests => Interlocked.Read(ref requests);

    /// <summary>Requests that met a limit of requests or tokens.</summary>
    public long Refused => Interlocked.Read(ref refused);

    /// <inheritdoc/>
    public bool Speaks(ModelOperation operation) => (operation.IsChat && operation != ModelOperation.OllamaGenerate) || (operation.IsEmbedding && operation is not (ModelOperation.OllamaEmbeddings or ModelOperation.CohereEmbed)) || operation is ModelOperation.Completion or ModelOperation.CountTokens or ModelOperation.CountGeminiTokens;

    /// <inheritdoc/>
    public async Task<ModelResponse> SendAsync(ModelRequest request, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var chance = new Chance(options.Seed, Interlocked.Increment(ref requests));
        var fault = Drawn(chance.Next());
        var latency = options.Latency.IsNone ? TimeSpan.Zero : options.Latency.At(chance.Next());
        var tokens = options.FewestTokens + (int)((options.MostTokens - options.FewestTokens + 1) * chance.Next());
        switch (fault.Kind)
        {
            case FaultKind.Hang:
                await Task.Delay(Timeout.InfiniteTimeSpan, time, cancellationToken);
                break;
            case FaultKind.Slow:
                latency = TimeSpan.FromSeconds(Math.Max(5, latency.TotalSeconds * 10));
                break;
            case FaultKind.Status:
                await WaitAsync(latency, cancellationToken);
                return SimulatedError.Of(request.Operation, fault.Status, options, time);
        }

        if (!Speaks(request.Operation))
        {
            return SimulatedError.Of(request.Operation, 404, $"The simulated provider has no operation {request.Operation}.");
        }

        SimulatedAnswer answer;
        try
        {
            answer = Answer(request, tokens);
        }
        catch (ProblemException e)
        {
            return SimulatedError.Of(request.Operation, 400, e.Problem.Message);
        }

        if (requestLimit?.TryTake(1) == false || tokenLimit?.TryTake(answer.Tokens + InputTokens(request)) == false)
        {
            Interlocked.Increment(ref refused);
            return SimulatedError.Of(request.Operation, 429, options, this.time);
        }

        // A stream begins with its first token; a whole answer comes when all are made.
        var making = options.TokensPerSecond > 0 ? TimeSpan.FromSeconds(answer.Tokens / options.TokensPerSecond) : TimeSpan.Zero;
        await WaitAsync(answer.IsStream ? latency : latency + making, cancellationToken);
        var gap = answer.IsStream && answer.Pieces.Length > 1 ? making / (answer.Pieces.Length - 1) : TimeSpan.Zero;
        int? cut = fault.Kind == FaultKind.Cut ? (int)(answer.Length * Math.Min(0.9, chance.Next())) : null;
        return new ModelResponse(200, answer.Headers, new SimulatedStream(answer.Pieces, gap, cut, time));
    }

    private static long InputTokens(ModelRequest request) => Math.Max(1, JsonPeek.At(request.Body.ToMemory().Span).TextBytes / 4);

    private Fault Drawn(double share)
    {
        foreach (var fault in options.Faults)
        {
            if ((share -= fault.Share) < 0)
            {
                return fault;
            }
        }

        return default;
    }

    private ValueTask WaitAsync(TimeSpan wait, CancellationToken cancellationToken) =>
        wait <= TimeSpan.Zero ? ValueTask.CompletedTask : new ValueTask(Task.Delay(wait, time, cancellationToken));

    private SimulatedAnswer Answer(ModelRequest request, int tokens)
    {
        var body = request.Body.ToMemory().Span;
        var peek = JsonPeek.At(body);
        if (peek.Fault is { } broken)
        {
            throw new ProblemException("invalid-request", broken);
        }

        if (!request.Operation.IsChat && request.Operation != ModelOperation.Completion)
        {
            return SimulatedVectors.Answer(request, body, peek);
        }

        // The limit of the request holds; what forms the answer beyond its length is rare, and found by its name.
        var limited = peek.MaxOutput < tokens;
        tokens = (int)Math.Min(tokens, peek.MaxOutput ?? tokens);
        var stream = request.Operation switch
        {
            ModelOperation.GenerateContent => false,
            ModelOperation.StreamGenerateContent => true,
            ModelOperation.OllamaChat => peek.Streams ?? true,
            _ => peek.Streams ?? false,
        };
        var key = new AnswerKey(request.Operation, request.Model, stream, peek.WantsUsage, Math.Max(1, peek.TextBytes / 4), tokens, limited);
        if (request.Operation == ModelOperation.Completion)
        {
            return SimulatedCompletion.Of(key);
        }

        if (options.RightAnswers is { } known)
        {
            var call = ChatDialects.Of(request.Operation.Dialect).ReadCall(body, new CallTarget(request.Model.Length > 0 ? request.Model : null, stream));
            return SimulatedAnswer.Of(key, call, SimulatedJudge.Answer(call, known, options));
        }

        if (peek.Tools.IsThere || body.IndexOf("ormat\""u8) >= 0 || body.IndexOf("esponse"u8) >= 0 || body.IndexOf("hink"u8) >= 0 || body.IndexOf("eason"u8) >= 0)
        {
            return SimulatedAnswer.Of(key, ChatDialects.Of(request.Operation.Dialect).ReadCall(body, new CallTarget(request.Model.Length > 0 ? request.Model : null, stream)));
        }

        if (!kept.TryGetValue(key, out var answer))
        {
            answer = SimulatedAnswer.Of(key, new ChatCall { Model = key.Model, Stream = stream, IncludeUsage = key.WantsUsage });
            if (kept.Count < MostKept)
            {
                kept.TryAdd(key, answer);
            }
        }

        return answer;
    }
}
