using Gyre.Gateway.Routing;
using Gyre.Wire.Usage;

namespace Gyre.Gateway.Cache;

/// <summary>An answer as a client got it, with what its row in the ledger knew.</summary>
/// <param name="Bytes">The body.</param>
/// <param name="ContentType">Of the body.</param>
/// <param name="MadeAt">The clock's timestamp when it was complete.</param>
internal sealed record CachedAnswer(byte[] Bytes, string ContentType, long MadeAt)
{
    public required Target Target { get; init; }

    public string? Model { get; init; }

    public string? ServiceTier { get; init; }

    /// <summary>What making it used, and giving it again saves.</summary>
    public TokenUsage? Usage { get; init; }
}
