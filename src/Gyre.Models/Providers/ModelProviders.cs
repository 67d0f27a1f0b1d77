using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Gyre.Models.Catalog;
using Gyre.Models.Connections;
using Gyre.Models.Dialects;
using Gyre.Models.Offline;
using Gyre.Models.Prices;
using Gyre.Models.Replay;
using Gyre.Models.Simulated;

namespace Gyre.Models.Providers;

/// <summary>Opens the provider behind a connection and keeps it, so that calls share one pool of HTTP connections. Dispose it at the end.</summary>
/// <param name="options">Timeouts; the defaults unless given.</param>
/// <param name="time">The clock.</param>
/// <param name="environment">Reads a variable; the process's environment unless given. GYRE_RECORD names a folder to record every HTTP call in, GYRE_REPLAY one to answer from instead of HTTP.</param>
public sealed class ModelProviders(HttpModelOptions? options = null, TimeProvider? time = null, Func<string, string?>? environment = null) : IModelProviders, IDisposable
{
    private readonly Func<string, string?> environment = environment ?? Environment.GetEnvironmentVariable;
    private readonly ConcurrentDictionary<string, Lazy<IModelProvider>> open = new(StringComparer.Ordinal);
    private readonly RateLimitSignal signal = new();

    /// <inheritdoc/>
    public RateLimitSignal RateLimits => signal;

    /// <summary>Opens the price book at the first call that asks for it.</summary>
    public Lazy<PriceBook>? Book { get; init; }

    /// <inheritdoc/>
    public PriceBook? Prices => Book?.Value;

    /// <inheritdoc/>
    public IModelProvider For(Connection connection) =>
        open.GetOrAdd(Identity(connection), _ => new Lazy<IModelProvider>(() => Open(connection))).Value;

    /// <summary>The dialect that a connection's provider is asked for chats in, known before it is opened.</summary>
    public static Dialect ChatDialectOf(Connection connection) => ModelEndpoints.ChatDialectOf(connection.Type);

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
        "SimulatedConnection" => new SimulatedProvider(SimulationOptions.Of(connection), time),
        "ReplayConnection" => ReplayProvider.Open(connection, time),
        _ when Folder("GYRE_REPLAY", null) is { } recordings => Translated(connection, new ReplayProvider(recordings, 0, time, ModelEndpoints.ChatDialectOf(connection.Type))),
        _ when Folder("GYRE_RECORD", connection["record"]) is { } recordings => Translated(connection, new RecordingProvider(HttpModelProvider.Open(connection, options, time, signal), recordings, time)),
        _ => Translated(connection, HttpModelProvider.Open(connection, options, time, signal)),
    };

    // Flows ask in OpenAI's words. What is recorded is the provider's own.
    private IModelProvider Translated(Connection connection, IModelProvider provider) =>
        ModelEndpoints.ChatDialectOf(connection.Type) == Dialect.OpenAi ? provider : new TranslatingProvider(provider, model => (Prices?.Catalog ?? ModelCatalog.BuiltIn).TraitsOf(connection, model, provider.Traits), time);

    private string? Folder(string variable, string? written) => environment(variable) is { Length: > 0 } folder ? folder : string.IsNullOrWhiteSpace(written) ? null : written;

    // Two connections with the same fields are the same way; a changed key is another. Secrets are hashed, not kept as a key.
    private static string Identity(Connection connection)
    {
        var fields = connection.Configs.Select(c => $"{c.Key}={c.Value}").Concat(connection.Secrets.Select(s => $"{s.Key}*{s.Value}")).Order(StringComparer.Ordinal);
        return Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', [connection.Name, connection.Type, .. fields]))));
    }
}
