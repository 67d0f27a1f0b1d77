using Gyre.Gateway.Admission;
using Gyre.Gateway.Callers;
using Microsoft.AspNetCore.Http;

namespace Gyre.Gateway.Surfaces;

/// <summary>Says who a request comes from: looked up once, and all that follows holds to it, whatever happens to keys meanwhile.</summary>
internal sealed class Doorkeeper(CallerDirectory callers, GatewayOptions options)
{
    /// <summary>Looks at the key.</summary>
    public Comer Check(HttpRequest request)
    {
        var key = PresentedKey.Of(request);
        if (callers.Find(key) is { } caller)
        {
            return new Comer(caller, null);
        }

        if (options.RequireKey || callers.HasKeys)
        {
            var refusal = callers.WhyNot(key, out var known);
            return new Comer(known ?? Caller.Unknown, refusal);
        }

        return CrossSite.Fault(request) is { } foreign ? new Comer(Caller.Unknown, foreign) : new Comer(Caller.Local, null);
    }

    /// <summary>Who stands at the door.</summary>
    /// <param name="Caller">Whose books the request goes to, let in or not.</param>
    /// <param name="Refusal">Why it may not come in; null where it may.</param>
    public readonly record struct Comer(Caller Caller, Refusal? Refusal);
}
