using System.Diagnostics.CodeAnalysis;
using Gyre.Models.Connections;

namespace Gyre.Flows.Values;

/// <summary>A connection as a tool's input. Its fields are attributes and items; wherever it is written or printed, only its name is.</summary>
internal sealed class ConnectionValue(Connection connection) : IPythonObject
{
    /// <summary>The connection with its secrets.</summary>
    public Connection Connection { get; } = connection;

    /// <inheritdoc/>
    public string TypeName => Connection.Type;

    /// <inheritdoc/>
    public string Str() => Repr();

    /// <inheritdoc/>
    public string Repr() => $"<{Connection.Type} '{Connection.Name}'>";

    /// <inheritdoc/>
    public bool TryToPlain(out object? plain)
    {
        plain = Connection.Name;
        return true;
    }

    /// <inheritdoc/>
    public bool TryGetAttribute(string name, [MaybeNullWhen(false)] out object? value)
    {
        value = name switch
        {
            "name" => Connection.Name,
            "module" => Connection.Module,
            _ => Connection[name],
        };
        return value is not null || Connection.Configs.ContainsKey(name);
    }

    /// <inheritdoc/>
    public bool TryGetItem(object? index, [MaybeNullWhen(false)] out object? value)
    {
        value = index is string key ? Connection[key] : null;
        return value is not null;
    }
}
