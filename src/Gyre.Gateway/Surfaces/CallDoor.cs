using Gyre.Gateway.Admission;
using Gyre.Gateway.Cache;
using Gyre.Gateway.Callers;
using Gyre.Gateway.Forwarding;
using Gyre.Gateway.Ledger;
using Gyre.Gateway.Routing;
using Gyre.Gateway.Tracing;
using Gyre.Kernel;
using Gyre.Models.Dialects;
using Gyre.Models.Providers;
using Gyre.Wire.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Gyre.Gateway.Surfaces;

/// <summary>Where a client's request comes in: who is it, what does it want, may it; then it runs.</summary>
internal sealed partial class CallDoor(
    CallerDirectory callers,
    Admission.Admission admission,
    RouteFolder routes,
    CachedCalls calls,
    CallAccounts accounts,
    TargetPricing pricing,
    GatewayOptions options,
    TimeProvider time,
    ILogger<CallDoor> log)
{
    /// <summary>Takes one request to its end.</summary>
    /// <param name="http">The request.</param>
    /// <param name="operation">What the route stands for.</param>
    /// <param name="address">What the address says: the model, whether it streams.</param>
    /// <param name="rawPath">For <see cref="ModelOperation.Raw"/>: the path below the provider's address; the model is then the connection's name.</param>
    public async Task EnterAsync(HttpContext http, ModelOperation operation, CallTarget address = default, string? rawPath = null)
    {
        var (id, startedAt, arrivedAt) = (Guid.CreateVersion7(), time.GetUtcNow(), time.GetTimestamp());
        http.Response.Headers["x-gyre-request-id"] = id.ToString();

        // 1. What it wants. Of a caller whose key is no good nothing is kept in memory, and no body is longer than it may be.
        var keyFault = KeyFault(http);
        using var read = keyFault is null ? await RequestBody.ReadAsync(http.Request.BodyReader, http.Request.ContentLength, options.LargestBody, http.RequestAborted) : RequestBody.Empty;
        var body = read ?? RequestBody.Empty;
        var json = http.Request.ContentType is null || http.Request.ContentType.Contains("json", StringComparison.OrdinalIgnoreCase);
        var peek = json && body.Span.Length > 0 ? JsonPeek.At(body.Span) : default;
        var form = json ? default : MultipartModel.In(body.Span, http.Request.ContentType);
        var call = new ClientCall
        {
            Http = http,
            Id = id,
            StartedAt = startedAt,
            ArrivedAt = arrivedAt,
            Caller = CallerOf(http) ?? (keyFault is null ? Caller.Local : Caller.Unknown),
            Operation = operation,
            Model = address.Model ?? peek.Model.TextIn(body.Span) ?? form.Name ?? "",
            Body = body,
            Peek = peek,
            FormModel = form.At,
            Stream = address.Stream ?? peek.Streams ?? false,
            RawPath = rawPath,
            ContentType = http.Request.ContentType ?? "application/json",
        };

        using var span = call.Span = CallSpans.Begin(call);

        // 2. Who it is, and whether it may.
        if (read is null)
        {
            await RefuseAsync(call, new Refusal(FailureCauses.TooLarge, null, $"The body is larger than {options.LargestBody / (1024 * 1024)} MiB.", null), ErrorKind.TooLarge);
            return;
        }

        var refusal = keyFault ?? Fault(call, peek) ?? call.Caller.Check(OperationNames.Of(operation), call.Model);
        if (refusal is not null)
        {
            await RefuseAsync(call, refusal);
            return;
        }

        // 3. Where it goes.
        var table = routes.Current;
        var pool = table.Find(call.Model);
        if (pool is null)
        {
            await RefuseAsync(call, new Refusal(FailureCauses.UnknownModel, null, table.NotFound(call.Model).Message, null), ErrorKind.NotFound);
            return;
        }

        // 4. Whether it can be paid for and written down.
        if (!accounts.CanRecord)
        {
            await RefuseAsync(call, new Refusal(FailureCauses.LedgerFull, null, "The usage ledger can't be written, so no call is made. Free some space on the gateway's disk.", TimeSpan.FromSeconds(10)));
            return;
        }

        var admitted = await admission.AdmitAsync(Intent(call, table, pool), http.RequestAborted);
        if (admitted.Refusal is { } no)
        {
            await RefuseAsync(call, no);
            return;
        }

        // 5. The call.
        try
        {
            await calls.RunAsync(call, table, pool, admitted.Reservation);
        }
        catch (Exception e) when (!http.RequestAborted.IsCancellationRequested)
        {
            LogFault(e, id);
            if (!http.Response.HasStarted)
            {
                http.Response.Clear();
                await ClientError.WriteAsync(http.Response, call.Dialect, FailureCauses.Fault, new ProviderError(ErrorKind.Server, 500, $"The gateway failed. Its log has the reason under {id}.") { Code = FailureCauses.Fault });
            }
            else
            {
                http.Abort();
            }
        }
    }

    private Caller? CallerOf(HttpContext http) => callers.Find(PresentedKey.Of(http.Request));

    private Refusal? KeyFault(HttpContext http)
    {
        var key = PresentedKey.Of(http.Request);
        if (callers.Find(key) is not null)
        {
            return null;
        }

        return options.RequireKey || callers.HasKeys ? callers.Explain(key) : null;
    }

    private static Refusal? Fault(ClientCall call, in JsonPeek peek)
    {
        if (peek.Fault is { } fault)
        {
            return new Refusal(FailureCauses.BadRequest, null, fault, null);
        }

        return call.Model.Length == 0
            ? new Refusal(FailureCauses.BadRequest, null, "The request names no model: say which one in 'model'. GET /v1/models lists what there is.", null)
            : null;
    }

    private CallIntent Intent(ClientCall call, RouteTable table, Pool pool)
    {
        if (call.Operation.IsCount)
        {
            return new CallIntent(call.Caller, pool.Name, 0, 0, NanoDollars.Zero);
        }

        var input = Tokens.Most(call.Peek.TextBytes, call.Body.Span.Length);
        var pools = table.WithFallbacks(pool);
        var output = pricing.MostOutput(pools, call.Peek.MaxOutput) * Math.Max(1, call.Peek.Copies ?? 1);
        var atOnce = pools.Any(p => p.Hedge is not null) ? 2 : 1;
        return new CallIntent(call.Caller, pool.Name, input * atOnce, output * atOnce, pricing.Worst(pools, call.Peek.ServiceTier.TextIn(call.Body.Span), call.StartedAt, input, output));
    }

    private async Task RefuseAsync(ClientCall call, Refusal refusal, ErrorKind? kind = null)
    {
        var status = kind is { } k ? ProviderError.StatusOf(k) : refusal.Cause.StartsWith("caller_bad", StringComparison.Ordinal) ? 400 : refusal.Cause.StartsWith("gateway", StringComparison.Ordinal) ? 503 : refusal.Status;
        var record = new CallRecord(call, time);
        record.Ends(CallOutcome.Refused, status, refusal.Cause);
        accounts.Write(record);
        await ClientError.WriteAsync(
            call.Http.Response,
            call.Dialect,
            refusal.Cause,
            new ProviderError(kind ?? ProviderError.KindOf(status), status, refusal.Message) { Code = refusal.Cause, RetryAfter = refusal.RetryAfter });
    }

    [LoggerMessage(EventId = 3001, EventName = "gateway.fault", Level = LogLevel.Error, Message = "The gateway failed at request {RequestId}")]
    private partial void LogFault(Exception e, Guid requestId);
}
