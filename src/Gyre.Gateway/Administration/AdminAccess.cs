using System.Net;
using Gyre.Gateway.Admission;
using Gyre.Gateway.Callers;
using Gyre.Gateway.Surfaces;
using Gyre.Kernel;
using Microsoft.AspNetCore.Http;

namespace Gyre.Gateway.Administration;

/// <summary>
/// Lets in who holds a key with the <c>admin</c> scope; before the first key is made also anybody on this machine.
/// Problems of what is inside become RFC 9457 answers.
/// </summary>
internal sealed class AdminAccess(Accounts accounts) : IEndpointFilter
{
    private static readonly object Actor = new();

    public static string ActorOf(HttpContext context) => (string)context.Items[Actor]!;

    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        var presented = PresentedKey.In(http.Request.Headers);
        Refusal? refusal = null;
        if (presented.IsEmpty && !accounts.Directory.HasKeys && http.Connection.RemoteIpAddress is { } from && IPAddress.IsLoopback(from))
        {
            refusal = CrossSite.Fault(http.Request);
            http.Items[Actor] = "local";
        }
        else if (accounts.Directory.Find(presented) is not { } caller)
        {
            refusal = accounts.Directory.Explain(presented);
        }
        else if (!caller.Scopes.AllowsEndpoint(CallerScopes.Admin))
        {
            refusal = new Refusal(Causes.EndpointForbidden, caller.Name, $"Key '{caller.Name}' may not administer. Make one that may: gyre key create --name admin --endpoints admin.", null);
        }
        else
        {
            http.Items[Actor] = $"key:{caller.Name}";
        }

        if (refusal is not null)
        {
            return Problems.Result(refusal.Status, refusal.Cause, refusal.Message, null);
        }

        try
        {
            var result = await next(context);
            if (!HttpMethods.IsGet(http.Request.Method))
            {
                // What was changed here holds here at once.
                await accounts.RefreshAsync(http.RequestAborted);
            }

            return result;
        }
        catch (ProblemException e)
        {
            return Problems.Result(e.Problem);
        }
    }
}
