using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Gyre.Models.Connections;
using Gyre.Models.Offline;

namespace Gyre.Models.Providers;

/// <summary>Opens the provider behind a connection and keeps it, so that calls share one pool of HTTP connections. Dispose it at the end.</summary>
public sealed class ModelProviders(HttpModelOptions? options = null, TimeProvider? time = null) : IModelProviders, IDisposable
{
    private readonly ConcurrentDictionary<string, Lazy<IModelProvider>> open = new(StringComparer.Ordinal);
    private readonly RateLimitSignal signal = new();

    /// <inheritdoc/>
    public RateLimitSignal RateLimits => signal;

    /// <inheritdoc/>
    public IModelProvider For(Connection connection) =>
        open.GetOrAdd(Identity(connection), _ => new Lazy<IModelProvider>(() => Open(connection))).Value;

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var provider in open.Values.Where(p => p.IsValueCreated))
        {
            (provider.Value as IDisposable)?.Dispose();
        }
    }

    private IModelProvider Open(Connection connection) => connection.Type switch
    {
        "OfflineConnection" => new OfflineProvider(),
        _ => HttpModelProvider.Open(connection, options, time, signal),
    };

    // Two connections with the same fields are the same way; a changed key is another. Secrets are hashed, not kept as a key.
    private static string Identity(Connection connection)
    {
        var fields = connection.Configs.Select(c => $"{c.Key}={c.Value}").Concat(connection.Secrets.Select(s => $"{s.Key}*{s.Value}")).Order(StringComparer.Ordinal);
        return Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', [connection.Name, connection.Type, .. fields]))));
    }
}
