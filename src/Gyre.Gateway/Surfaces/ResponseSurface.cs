using Gyre.Gateway.Forwarding;
using Gyre.Gateway.Responses;
using Gyre.Gateway.Routing;
using Gyre.Models.Dialects;
using Gyre.Models.Providers;
using Microsoft.AspNetCore.Http;

namespace Gyre.Gateway.Surfaces;

/// <summary>Responses that a provider keeps, by their ids: asked of the connection that made them, for those they were made for.</summary>
internal sealed class ResponseSurface(Doorkeeper keeper, KeptResponses responses, RouteFolder routes, CallDoor door)
{
    /// <summary>Passes a request about one response on.</summary>
    /// <param name="http">The request.</param>
    /// <param name="below">The path behind the id: nothing, <c>/cancel</c>, <c>/input_items</c>.</param>
    public async Task AskAsync(HttpContext http, string below)
    {
        var id = http.Request.RouteValues["id"] as string ?? "";
        var (caller, refusal) = keeper.Check(http.Request);
        if (refusal is not null)
        {
            await door.EnterAsync(http, ModelOperation.KeptResponse, new CallTarget(id, null));
            return;
        }

        if (await responses.FindAsync(id, caller, http.RequestAborted) is not { } kept)
        {
            await ClientError.WriteAsync(
                http.Response,
                ChatDialects.Of(Dialect.Responses),
                FailureCauses.UnknownResponse,
                new ProviderError(ErrorKind.NotFound, 404, KeptResponses.NotFound(id)) { Code = FailureCauses.UnknownResponse, Field = "response_id" });
            return;
        }

        // The routes may have changed since: the connection is what counts.
        var model = routes.Current.Find(kept.Model)?.Targets.Any(t => t.Connection.Name == kept.Connection) == true ? kept.Model : $"{kept.Connection}/{kept.Model}";
        await door.EnterAsync(http, ModelOperation.KeptResponse, new CallTarget(model, null), $"/{Uri.EscapeDataString(id)}{below}", kept.Connection);
    }
}
