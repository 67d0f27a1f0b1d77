using Gyre.Models.Connections;
using Gyre.Models.Prices;

namespace Gyre.Models.Providers;

/// <summary>Finds the way to a model from a connection; one HTTP client per provider is kept.</summary>
public interface IModelProviders
{
    /// <summary>The provider behind a connection.</summary>
    /// <exception cref="Kernel.ProblemException">The connection's type is none that models are reached by.</exception>
    IModelProvider For(Connection connection);

    /// <summary>Tells when a provider pushes back (429, or 503 with a wait), so that callers may lower their concurrency.</summary>
    RateLimitSignal RateLimits => RateLimitSignal.Silent;

    /// <summary>What calls cost; null where nobody asks.</summary>
    PriceBook? Prices => null;
}
