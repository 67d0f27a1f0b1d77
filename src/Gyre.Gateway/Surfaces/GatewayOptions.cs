namespace Gyre.Gateway.Surfaces;

/// <summary>What can be set about the gateway's surfaces.</summary>
public sealed record GatewayOptions
{
    /// <summary>Whether a call needs a key even while no key was made: so where the server can be reached from other machines.</summary>
    public bool RequireKey { get; init; }

    /// <summary>The largest request body in bytes; 64 MiB, enough for a dozen pictures.</summary>
    public long LargestBody { get; init; } = 64L * 1024 * 1024;
}
