using Gyre.Models.Connections;

namespace Gyre.Gateway.Routing.Files;

/// <summary>What a table was made of; equal while neither a file nor a connection changed.</summary>
internal sealed class Sources : IEquatable<Sources>
{
    private readonly (string Name, long Size, DateTime Written)[] files;

    private Sources((string Name, long Size, DateTime Written)[] files, IReadOnlyList<Connection> connections) => (this.files, Connections) = (files, connections);

    public IReadOnlyList<Connection> Connections { get; }

    public static async ValueTask<Sources> OfAsync(string folder, IRouteConnections connections, CancellationToken cancellationToken) =>
        new([.. RouteFiles.In(folder).Select(f => (f.Name, f.Length, f.LastWriteTimeUtc))], await connections.ListAsync(cancellationToken));

    public static bool operator ==(Sources? a, Sources? b) => a is null ? b is null : a.Equals(b);

    public static bool operator !=(Sources? a, Sources? b) => !(a == b);

    public bool Equals(Sources? other) =>
        other is not null && files.AsSpan().SequenceEqual(other.files) && Connections.Count == other.Connections.Count && Connections.Zip(other.Connections).All(pair => Same(pair.First, pair.Second));

    public override bool Equals(object? obj) => Equals(obj as Sources);

    public override int GetHashCode() => files.Length;

    private static bool Same(Connection a, Connection b) =>
        a.Name == b.Name && a.Type == b.Type && Same(a.Configs, b.Configs) && Same(a.Secrets, b.Secrets);

    private static bool Same<T>(IReadOnlyDictionary<string, T> a, IReadOnlyDictionary<string, T> b) =>
        a.Count == b.Count && a.All(field => b.TryGetValue(field.Key, out var value) && EqualityComparer<T>.Default.Equals(value, field.Value));
}
