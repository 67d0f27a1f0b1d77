using System.Net;
using Gyre.Gateway.Admission;
using Gyre.Gateway.Callers;
using Gyre.Gateway.Surfaces;
using Gyre.Kernel;
using Gyre.Workspace;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Gyre.Gateway.Administration;

/// <summary>
/// Lets in who holds a key with the <c>admin</c> scope; before the first key is made also anybody on this machine.
/// Of nobody else a byte of the body is read. What goes wrong inside becomes an <see cref="ApiProblem"/>.
/// Rooms that know nothing of keys are given a group of it by the server and map their routes there.
/// </summary>
public static partial class AdminAccess
{
    // Everything that is administered is written by hand. A route that takes files says so in its metadata (IRequestSizeLimitMetadata).
    private const long LargestBody = 1024 * 1024;

    private static readonly object Comer = new();

    /// <summary>Routes below <c>/api/v1</c>; they need an <see cref="Accounts"/> among the services.</summary>
    /// <param name="routes">Where.</param>
    /// <param name="tag">Heading in the document of the API.</param>
    /// <param name="everyKey">Whether any key that is valid comes in, not only an administrator's.</param>
    public static RouteGroupBuilder MapAdministration(this IEndpointRouteBuilder routes, string tag, bool everyKey = false)
    {
        var group = routes.MapGroup("/api/v1").WithTags(tag).Tells(401, 403, 503).AddEndpointFilter(HoldAtOnceAsync);

        // Around the whole of an endpoint: a filter would run when the body has been read.
        ((IEndpointConventionBuilder)group).Finally(endpoint =>
        {
            var inside = endpoint.RequestDelegate!;
            endpoint.RequestDelegate = http => EnterAsync(http, inside, everyKey);

            // Else the router itself would answer what is no JSON, and without a word.
            foreach (var accepts in endpoint.Metadata.OfType<IAcceptsMetadata>().ToList())
            {
                endpoint.Metadata.Remove(accepts);
            }

            AnswerTypes.Correct(endpoint.Metadata);
        });
        return group;
    }

    /// <summary>Who asks, for the audit.</summary>
    internal static string ActorOf(HttpContext context) => CallerOf(context) is var caller && caller == Caller.Local ? "local" : $"key:{caller.Name}";

    /// <summary>Who asks.</summary>
    internal static Caller CallerOf(HttpContext context) => (Caller)context.Items[Comer]!;

    private static async Task EnterAsync(HttpContext http, RequestDelegate inside, bool everyKey)
    {
        if (WhyNot(http, http.RequestServices.GetRequiredService<Accounts>(), everyKey) is { } refusal)
        {
            await ApiProblem.Result(refusal.Status, new Problem(refusal.Cause, refusal.Message)).ExecuteAsync(http);
            return;
        }

        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            size.MaxRequestBodySize = LargestBodyOf(http);
        }

        try
        {
            await inside(http);
        }
        catch (ProblemException e) when (!http.Response.HasStarted)
        {
            await ApiProblem.Result(ApiProblem.StatusOf(e.Problem), ShownProblem.Of(e.Problem, http.RequestServices.GetService<GyreHome>())).ExecuteAsync(http);
        }
        catch (BadHttpRequestException e) when (!http.Response.HasStarted)
        {
            await ApiProblem.Result(e.StatusCode, UnreadRequest.Problem(e, LargestBodyOf(http))).ExecuteAsync(http);
        }
        catch (Exception e) when (!http.Response.HasStarted && !http.RequestAborted.IsCancellationRequested)
        {
            Log.Broke(http.RequestServices.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(AdminAccess)), e, http.Request.Method, http.Request.Path);
            var fault = new Problem("internal", $"The server could not do this, by a fault of its own ({e.GetType().Name}). Its log says what happened.");
            await ApiProblem.Result(StatusCodes.Status500InternalServerError, fault).ExecuteAsync(http);
        }
    }

    private static long? LargestBodyOf(HttpContext http) => http.GetEndpoint()?.Metadata.GetMetadata<IRequestSizeLimitMetadata>() is { } own ? own.MaxRequestBodySize : LargestBody;

    private static Refusal? WhyNot(HttpContext http, Accounts accounts, bool everyKey)
    {
        var presented = PresentedKey.In(http.Request.Headers);
        if (presented.IsEmpty && !accounts.Directory.HasKeys && http.Connection.RemoteIpAddress is { } from && IPAddress.IsLoopback(from))
        {
            http.Items[Comer] = Caller.Local;
            return CrossSite.Fault(http.Request);
        }

        if (accounts.Directory.Find(presented) is not { } caller)
        {
            return accounts.Directory.Explain(presented);
        }

        http.Items[Comer] = caller;
        return everyKey || caller.Scopes.AllowsEndpoint(CallerScopes.Admin)
            ? null
            : new Refusal(Causes.EndpointForbidden, caller.Name, $"Key '{caller.Name}' may not administer. Make one that may: gyre key create --name admin --endpoints admin.", null);
    }

    // What was changed here holds here before its answer is sent.
    private static async ValueTask<object?> HoldAtOnceAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var result = await next(context);
        var http = context.HttpContext;
        if (!HttpMethods.IsGet(http.Request.Method))
        {
            await http.RequestServices.GetRequiredService<Accounts>().RefreshAsync(http.RequestAborted);
        }

        return result;
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 3401, EventName = "administration.broke", Level = LogLevel.Error, Message = "{Method} {Path} ended by a fault of the program")]
        public static partial void Broke(ILogger logger, Exception fault, string method, PathString path);
    }
}
