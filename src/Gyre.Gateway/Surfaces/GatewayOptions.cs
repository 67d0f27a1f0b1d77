namespace Gyre.Gateway.Surfaces;

/// <summary>What can be set about the gateway's surfaces.</summary>
public sealed record GatewayOptions
{
    /// <summary>Whether a call needs a key even while no key was made: so where the server can be reached from other machines.</summary>
    public bool RequireKey { get; init; }

    /// <summary>The largest request body in bytes; 64 MiB, enough for a dozen pictures.</summary>
    public long LargestBody { get; init; } = 64L * 1024 * 1024;

    /// <summary>The most bytes of answers kept in memory to be given again; 128 MiB. Only deployments and pools with a <c>cache</c> use any.</summary>
    public long CacheBytes { get; init; } = 128L * 1024 * 1024;

    /// <summary>Cancelled shortly before the server hangs up on the calls that are left because it stops: they are written down so, and not as left by their clients.</summary>
    public CancellationToken Cut { get; init; }
}
