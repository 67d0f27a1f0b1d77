using System.Net;
using Gyre.Workspace;

namespace Gyre.Server;

/// <summary>How <c>gyre up</c> serves.</summary>
public sealed record ServerOptions
{
    /// <summary>Where it listens unless told otherwise: this machine only.</summary>
    public static readonly Uri DefaultAddress = new("http://127.0.0.1:5080");

    /// <summary>Where state lives, and the workspace with its files.</summary>
    public required GyreHome Home { get; init; }

    /// <summary>Where to listen; port 0 takes a free one.</summary>
    public Uri Address { get; init; } = DefaultAddress;

    /// <summary>Reads an environment variable.</summary>
    public Func<string, string?> Environment { get; init; } = System.Environment.GetEnvironmentVariable;

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>How long calls under way may go on when it stops; the rest is written down as cancelled. Ten seconds less than the process has.</summary>
    public TimeSpan Grace { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>Whether only this machine can reach it.</summary>
    public bool IsLocal => Address.IsLoopback || (IPAddress.TryParse(Address.Host, out var ip) && IPAddress.IsLoopback(ip));
}
