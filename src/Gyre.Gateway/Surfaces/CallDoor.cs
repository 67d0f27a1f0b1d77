using Gyre.Gateway.Admission;
using Gyre.Gateway.Cache;
using Gyre.Gateway.Forwarding;
using Gyre.Gateway.Ledger;
using Gyre.Gateway.Responses;
using Gyre.Gateway.Routing;
using Gyre.Gateway.Tracing;
using Gyre.Kernel;
using Gyre.Models.Dialects;
using Gyre.Models.Providers;
using Gyre.Wire.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Gyre.Gateway.Surfaces;

/// <summary>Where a client's request comes in: who is it, what does it want, may it; then it runs. Every request ends with one row in the ledger.</summary>
internal sealed partial class CallDoor(
    Doorkeeper keeper,
    Admission.Admission admission,
    RouteFolder routes,
    CachedCalls calls,
    CallAccounts accounts,
    TargetPricing pricing,
    KeptResponses responses,
    GatewayOptions options,
    TimeProvider time,
    ILogger<CallDoor> log)
{
    // Characters. Longer than any vendor's; names are kept, written down and compared.
    private const int LongestModel = 256;

    // Bytes. A longer one is not looked through on the thread that serves every socket.
    private const int LargestInline = 64 * 1024;

    /// <summary>Takes one request to its end.</summary>
    /// <param name="http">The request.</param>
    /// <param name="operation">What the route stands for.</param>
    /// <param name="address">What the address says: the model, whether it streams.</param>
    /// <param name="rawPath">For <see cref="ModelOperation.Raw"/>: the path below the provider's address; the model is then the connection's name. For <see cref="ModelOperation.KeptResponse"/>: that below the responses.</param>
    /// <param name="connection">The only connection that may serve it; null for any.</param>
    public async Task EnterAsync(HttpContext http, ModelOperation operation, CallTarget address = default, string? rawPath = null, string? connection = null)
    {
        var (id, startedAt, arrivedAt) = (Guid.CreateVersion7(), time.GetUtcNow(), time.GetTimestamp());
        http.Response.Headers["x-gyre-request-id"] = id.ToString();

        // 1. Who it is.
        var (caller, refusal) = keeper.Check(http.Request);

        // 2. What it wants. Of whom is not let in nothing is kept in memory, and no body is longer than it may be.
        RequestBody? read;
        try
        {
            read = refusal is null ? await RequestBody.ReadAsync(http.Request.BodyReader, http.Request.ContentLength, options.LargestBody, http.RequestAborted) : RequestBody.Empty;
        }
        catch (Exception e) when (e is IOException or OperationCanceledException)
        {
            Leave(CallOf(RequestBody.Empty));
            http.Response.StatusCode = (e as BadHttpRequestException)?.StatusCode ?? StatusCodes.Status499ClientClosedRequest;
            return;
        }

        using var body = read ?? RequestBody.Empty;
        if (body.Span.Length > LargestInline)
        {
            await Task.Yield();
        }

        var call = CallOf(body);
        using var span = call.Span = CallSpans.Begin(call);
        refusal ??= read is null
            ? new Refusal(FailureCauses.TooLarge, null, $"The body is larger than {options.LargestBody / (1024 * 1024)} MiB.", null)
            : Fault(call) ?? caller.Check(OperationNames.Of(operation == ModelOperation.KeptResponse ? ModelOperation.Responses : operation), call.Model);
        await (refusal is null ? ServeAsync(call) : RefuseAsync(call, refusal));

        ClientCall CallOf(RequestBody content)
        {
            var type = http.Request.ContentType;
            var form = operation != ModelOperation.Raw && content.Span.Length > 0 && type?.StartsWith("multipart/", StringComparison.OrdinalIgnoreCase) == true ? MultipartForm.In(content.Span, type) : null;
            var peek = form is null && content.Span.Length > 0 ? JsonPeek.At(content.Span, operation.Limits) : default;
            var model = address.Model ?? peek.Model.TextIn(content.Span) ?? form?.Model ?? "";
            return new ClientCall
            {
                Http = http,
                Id = id,
                StartedAt = startedAt,
                ArrivedAt = arrivedAt,
                Caller = caller,
                Operation = operation,

                // One character too many is kept, to be refused.
                Model = model.Length > LongestModel ? model[..(LongestModel + 1)] : model,
                ModelInAddress = address.Model is not null,
                Body = content,
                Peek = peek,
                Form = form,
                Stream = address.Stream ?? peek.Streams ?? operation.StreamsUnasked,
                RawPath = rawPath,
                Connection = connection,
                Cut = options.Cut,
                ContentType = type ?? "application/json",
            };
        }
    }

    private static Refusal? Fault(ClientCall call)
    {
        // What goes to a provider's own path is the provider's to judge.
        var fault = call.Operation == ModelOperation.Raw ? null : call.Peek.Fault ?? call.Form?.Fault;
        fault ??= call.Model.Length switch
        {
            0 => "The request names no model: say which one in 'model'. GET /v1/models lists what there is.",
            > LongestModel => $"The model's name is longer than {LongestModel} characters. GET /v1/models lists what there is.",
            _ => null,
        };
        return fault is null ? null : new Refusal(FailureCauses.BadRequest, null, fault, null);
    }

    private async Task ServeAsync(ClientCall call)
    {
        Reservation? reservation = null;
        try
        {
            // 3. Where it goes.
            var table = routes.Current;
            if (table.Find(call.Model) is not { } pool)
            {
                var (cause, problem) = call.Operation == ModelOperation.Raw
                    ? (FailureCauses.UnknownConnection, table.ConnectionNotFound(call.Model[..^"/*".Length], call.Caller.Scopes.AllowsModel))
                    : (FailureCauses.UnknownModel, table.NotFound(call.Model, call.Caller.Scopes.AllowsModel));
                await RefuseAsync(call, new Refusal(cause, null, problem.Message, null));
                return;
            }

            if (await PinAsync(call, pool) is { } lost)
            {
                await RefuseAsync(call, lost);
                return;
            }

            call.RawDialect = call.Operation == ModelOperation.Raw ? ModelProviders.ChatDialectOf(pool.Targets[0].Connection) : null;

            // 4. Whether it can be paid for and written down.
            if (!accounts.CanRecord)
            {
                await RefuseAsync(call, new Refusal(FailureCauses.LedgerFull, null, "The usage ledger can't be written, so no call is made. Free some space on the gateway's disk.", TimeSpan.FromSeconds(10)));
                return;
            }

            var admitted = await admission.AdmitAsync(Intent(call, table, pool), call.Aborted);
            if (admitted.Refusal is { } no)
            {
                await RefuseAsync(call, no);
                return;
            }

            // 5. The call.
            reservation = admitted.Reservation;
            await calls.RunAsync(call, table, pool, reservation);
        }
        catch (Exception) when (call.Aborted.IsCancellationRequested)
        {
            Leave(call);
        }
        catch (Exception e)
        {
            LogFault(e, call.Id);
            await FailAsync(call);
        }
        finally
        {
            // Nothing is left of it where the call came to its books.
            reservation?.Release();
        }
    }

    /// <summary>What builds upon an earlier response goes to who keeps it; why it can't, where it can't.</summary>
    private async ValueTask<Refusal?> PinAsync(ClientCall call, Pool pool)
    {
        if (call.Operation != ModelOperation.Responses || call.Peek.PreviousResponse.TextIn(call.Body.Span) is not { Length: > 0 } earlier)
        {
            return null;
        }

        if (await responses.FindAsync(earlier, call.Caller, call.Aborted) is not { } kept)
        {
            return new Refusal(FailureCauses.UnknownResponse, null, KeptResponses.NotFound(earlier) + " Send the whole conversation as 'input'.", null);
        }

        call.Connection = kept.Connection;
        return pool.Targets.Any(t => t.Connection.Name == kept.Connection)
            ? null
            : new Refusal(FailureCauses.BadRequest, null, $"'previous_response_id' is kept by connection '{kept.Connection}', and '{call.Model}' has no target there. Ask '{kept.Model}' again, or send the whole conversation as 'input'.", null);
    }

    private CallIntent Intent(ClientCall call, RouteTable table, Pool pool)
    {
        var (pools, names) = (table.ReachOf(pool).Pools, table.ReachOf(pool).Names);
        if (call.Operation.IsFree)
        {
            return new CallIntent(call.Caller, pool.Name, 0, 0, NanoDollars.Zero) { Reaches = names };
        }

        var most = MostUsed.Of(call, pricing, pools);
        var atOnce = pools.Any(p => p.Hedge is not null) ? 2 : 1;
        return new CallIntent(
            call.Caller,
            pool.Name,
            (most.TotalInput ?? 0) * atOnce,
            (most.TotalOutput ?? 0) * atOnce,
            pricing.Worst(pools, call.Peek.ServiceTier.TextIn(call.Body.Span), call.StartedAt, most, call.Pieces))
        {
            Reaches = names,

            // Which model a provider's own path leads to, its body or address may say in any way.
            ReachesAny = call.Operation == ModelOperation.Raw,
        };
    }

    private Task RefuseAsync(ClientCall call, Refusal refusal)
    {
        Write(call, CallOutcome.Refused, refusal.Status, refusal.Cause);
        return ClientError.RefuseAsync(call.Http.Response, call.Dialect, refusal);
    }

    private async Task FailAsync(ClientCall call)
    {
        Write(call, CallOutcome.Failed, StatusCodes.Status500InternalServerError, FailureCauses.Fault);
        var response = call.Http.Response;
        if (response.HasStarted)
        {
            call.Http.Abort();
            return;
        }

        response.Clear();
        await ClientError.WriteAsync(response, call.Dialect, FailureCauses.Fault, new ProviderError(ErrorKind.Server, 500, $"The gateway failed. Its log has the reason under {call.Id}.") { Code = FailureCauses.Fault });
    }

    private void Leave(ClientCall call) => Write(call, record => record.ClientLeft());

    private void Write(ClientCall call, CallOutcome outcome, int status, string cause) => Write(call, record => record.Ends(outcome, status, cause));

    private void Write(ClientCall call, Action<CallRecord> end)
    {
        if (!call.IsWritten)
        {
            var record = new CallRecord(call, time);
            end(record);
            accounts.Write(record);
        }
    }

    [LoggerMessage(EventId = 3001, EventName = "gateway.fault", Level = LogLevel.Error, Message = "The gateway failed at request {RequestId}")]
    private partial void LogFault(Exception e, Guid requestId);
}
