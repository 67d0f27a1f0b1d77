using Gyre.Gateway.Admission;
using Gyre.Gateway.Ledger;
using Gyre.Gateway.Responses;
using Gyre.Gateway.Routing;
using Gyre.Gateway.Routing.Choosing;
using Gyre.Gateway.Routing.Trying;
using Gyre.Models.Dialects;
using Gyre.Models.Embeddings;
using Gyre.Models.Providers;
using Microsoft.AspNetCore.Http;

namespace Gyre.Gateway.Forwarding;

/// <summary>
/// The way of one admitted call: tries and waits as <see cref="Attempts"/> decides, then the answer or the last error to the client,
/// and at the end exactly one settlement and one row in the ledger, however it ended.
/// </summary>
internal sealed class CallRunner(Router router, TargetProviders providers, TargetTraits traits, KeptResponses responses, CallAccounts accounts, TimeProvider time)
{
    private const string TargetHeader = "x-gyre-target";

    // What is expected of a request without a limit, to compare prices by.
    private const long UsualOutput = 500;

    /// <summary>Runs a call to its end.</summary>
    /// <returns>How it ended, as its row says.</returns>
    public async Task<CallRecord> RunAsync(ClientCall call, RouteTable table, Pool pool, Reservation? reservation)
    {
        var record = new CallRecord(call, time) { Pool = pool };
        Attempts? attempts = null;
        Tries? tries = null;
        Opened? winner = null;
        try
        {
            // 1. Who may serve it at all: the providers that speak the operation, or can be translated to.
            await providers.PrepareAsync(table, pool, call.Aborted);

            // 2. Tries, to the first real token.
            attempts = router.Begin(table, pool, Query(call, pool), call.Aborted);
            tries = new Tries(attempts, attempt => OpenAsync(call, attempt), time, call.Aborted);
            try
            {
                winner = await tries.OpenAsync();
            }
            finally
            {
                (record.Attempts, record.Spilled, record.Upstream) = (attempts.Count, tries.Spilled, tries.Lost);
            }

            if (winner is null)
            {
                await GiveUpAsync(call, tries, record);
                return record;
            }

            // 3. The answer.
            await DeliverAsync(call, winner, attempts, record);
        }
        catch (Exception) when (call.Aborted.IsCancellationRequested)
        {
            record.ClientLeft();
        }
        finally
        {
            if (attempts is not null && winner is not null)
            {
                // Does nothing where the try was ended above.
                attempts.After(winner.Attempt, new Outcome(OutcomeKind.NotPossible));
            }

            // Whatever becomes of the one, the other is done: the provider's connection is given back, and what it did is settled.
            try
            {
                winner?.Exchange?.Dispose();
                tries?.Dispose();
            }
            finally
            {
                accounts.Close(record, winner?.Exchange, tries?.BilledBut(winner?.Exchange) ?? [], reservation);
            }
        }

        await RememberAsync(call, winner);
        return record;
    }

    // What the provider keeps is found again at the same connection, by those it was made for.
    private async Task RememberAsync(ClientCall call, Opened? winner)
    {
        if (winner?.Exchange is not { KeptAs: { } id })
        {
            return;
        }

        if (call.Operation == ModelOperation.Responses)
        {
            await responses.KeepAsync(id, call.Caller, new KeptResponse(call.Model, winner.Attempt.Target.Connection.Name));
        }
        else if (call.Operation == ModelOperation.KeptResponse && HttpMethods.IsDelete(call.Http.Request.Method))
        {
            await responses.ForgetAsync(id, call.Caller);
        }
    }

    private static async Task DeliverAsync(ClientCall call, Opened winner, Attempts attempts, CallRecord record)
    {
        var exchange = winner.Exchange!;
        record.FirstToken = record.Elapsed - exchange.Elapsed + exchange.FirstToken;
        var headers = call.Http.Response.Headers;
        headers[TargetHeader] = winner.Attempt.Target.Name;
        var outcome = await exchange.DeliverAsync();
        attempts.After(winner.Attempt, outcome);
        record.Upstream += exchange.Elapsed;
        if (outcome.Kind == OutcomeKind.Answered)
        {
            record.Ends(CallOutcome.Answered, call.Http.Response.StatusCode, null);
            return;
        }

        if (outcome.Kind == OutcomeKind.ClientSlow)
        {
            record.ClientStuck();
            call.Http.Abort();
            return;
        }

        if (outcome.Kind == OutcomeKind.ClientGone || call.Aborted.IsCancellationRequested)
        {
            record.ClientLeft();
            return;
        }

        record.Ends(CallOutcome.Failed, call.Http.Response.StatusCode, FailureCauses.Of(outcome.Kind));
        await exchange.EndBrokenAsync();
    }

    private static async Task GiveUpAsync(ClientCall call, Tries tries, CallRecord record)
    {
        var (givenUp, last) = (tries.GivenUp!, tries.LastFailed);
        if (last?.Outcome.Kind == OutcomeKind.ClientGone)
        {
            record.ClientLeft();
            return;
        }

        record.Target = last?.Attempt.Target;
        if (last is not null)
        {
            call.Http.Response.Headers[TargetHeader] = last.Attempt.Target.Name;
        }

        var cause = givenUp.Cause switch
        {
            GiveUpCause.NoTargetAllowed => FailureCauses.NoTarget,
            GiveUpCause.Throttled => FailureCauses.RateLimited,
            GiveUpCause.DeadlineExceeded => FailureCauses.TimedOut,
            _ => last!.Problem?.Code switch
            {
                "not-carried" => FailureCauses.NotCarried,
                "invalid-request" => FailureCauses.BadRequest,
                _ => FailureCauses.Of(last.Outcome.Kind),
            },
        };
        var response = call.Http.Response;
        response.Headers[ClientError.CauseHeader] = cause;
        ClientError.Wait(response, givenUp.RetryAfter);
        if (last?.Exchange is { } exchange && givenUp.Cause == GiveUpCause.Failed && await exchange.TryPassErrorAsync())
        {
            record.Ends(CallOutcome.Failed, response.StatusCode, cause);
            return;
        }

        var error = ErrorOf(call, givenUp, last, cause);
        record.Ends(givenUp.Cause == GiveUpCause.NoTargetAllowed ? CallOutcome.Refused : CallOutcome.Failed, error.Status, cause);
        await ClientError.WriteAsync(response, call.Dialect, cause, error with { RetryAfter = givenUp.RetryAfter ?? error.RetryAfter });
    }

    private static ProviderError ErrorOf(ClientCall call, GivenUp givenUp, Opened? last, string cause) => givenUp.Cause switch
    {
        GiveUpCause.NoTargetAllowed => new ProviderError(ErrorKind.InvalidRequest, 400, $"No target of '{call.Model}' takes {OperationNames.Of(call.Operation)}, or none in a region this key may use.") { Code = cause },
        GiveUpCause.Throttled => new ProviderError(ErrorKind.RateLimited, 429, $"Every target of '{call.Model}' is busy or asked to be left alone.") { Code = cause },
        GiveUpCause.DeadlineExceeded => new ProviderError(ErrorKind.Timeout, 504, $"'{call.Model}' was not answered within the time for the whole request.") { Code = cause },
        _ when cause is FailureCauses.Credential or FailureCauses.Quota => new ProviderError(ErrorKind.Server, 502, $"The provider does not accept the gateway's own key for '{last!.Attempt.Target.Name}'. Ask whoever runs this gateway.") { Code = cause },
        _ when last?.Problem is { } problem => new ProviderError(problem.Code is "not-carried" or "invalid-request" ? ErrorKind.InvalidRequest : ErrorKind.Server, problem.Code is "not-carried" or "invalid-request" ? 400 : 502, problem.Message) { Code = cause, Field = problem.Field },
        _ => last?.Exchange?.Error ?? ProviderError.Truncated,
    };

    private RouteQuery Query(ClientCall call, Pool pool) => new()
    {
        Stream = call.Stream,
        Once = call.Operation is ModelOperation.Raw or ModelOperation.KeptResponse && !HttpMethods.IsGet(call.Http.Request.Method) && !HttpMethods.IsHead(call.Http.Request.Method),
        Affinity = AffinityOf(call, pool),
        Accepts = target => (call.Connection is null || call.Connection == target.Connection.Name) && IsInScope(call, target) && providers.Known(target) is { } provider && Serves(provider, call.Operation),
        InputTokens = Tokens.Estimate(call.Peek.TextBytes),
        OutputTokens = call.Peek.MaxOutput ?? (call.Operation.IsText ? UsualOutput : 0),
    };

    // Where a target's data is processed must be known to be allowed.
    private static bool IsInScope(ClientCall call, Target target) =>
        call.Caller.Scopes.Regions.Count == 0 || (target.Region is { } region && call.Caller.Scopes.AllowsRegion(region));

    internal static ulong? AffinityOf(ClientCall call, Pool pool) => pool.Affinity switch
    {
        null => null,
        { Header: { } header } when call.Http.Request.Headers.TryGetValue(header, out var session) => AffinityKey.OfSession(session.ToString()),
        { Header: { } } => null,
        { } affinity => AffinityKey.OfPrompt(call.Peek.Instructions.In(call.Body.Span), call.Peek.Prompt.In(call.Body.Span), affinity.Prefix),
    };

    private static bool Serves(IModelProvider provider, ModelOperation operation) =>
        provider.Speaks(operation) || EmbeddingTranslation.IsPossible(provider, operation) || ((operation.IsChat || operation.IsCount) && provider.ChatDialect != Dialect.Other && provider.Speaks(ModelOperations.ChatOf(provider.ChatDialect, stream: false)));

    private async ValueTask<Exchange> OpenAsync(ClientCall call, Attempt attempt)
    {
        var provider = await providers.OfAsync(attempt.Target, attempt.Token);
        if (provider.Speaks(call.Operation))
        {
            return new PassedExchange(call, attempt, provider, time);
        }

        if (call.Operation.IsEmbedding)
        {
            return new PassedExchange(call, attempt, new EmbeddingTranslation(provider), time);
        }

        if (call.Operation.IsCount)
        {
            call.Http.Response.Headers[TokenEstimate.Header] = "true";
            return new PassedExchange(call, attempt, new TokenEstimate(provider, Tokens.Estimate(call.Peek.TextBytes)), time);
        }

        return new TranslatedExchange(call, call.Chat(), traits.Of(attempt.Target, provider), attempt, provider, time);
    }
}
