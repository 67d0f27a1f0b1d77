namespace Gyre.Models.Connections;

/// <summary>A connection as the original hands it to its engine: <c>{type, module, value, secret_keys}</c>. Holds secrets: only for a pipe to a worker, never for a log or record.</summary>
/// <param name="Type">Class name.</param>
/// <param name="Module">Where the class is; <c>promptflow.connections</c>.</param>
/// <param name="Value">Configs first, then secrets.</param>
/// <param name="SecretKeys">Which of the values are secret.</param>
internal sealed record PythonForm(string Type, string Module, IReadOnlyList<KeyValuePair<string, string?>> Value, IReadOnlyList<string> SecretKeys)
{
    /// <summary>Of a connection; Gyre's own fields are left out.</summary>
    public static PythonForm Of(Connection connection)
    {
        var own = ConnectionTypes.Find(connection.Type)?.Fields.Where(f => f.Extension).Select(f => f.Name).ToHashSet(StringComparer.Ordinal) ?? [];
        return new PythonForm(
            connection.Type,
            connection.Module,
            [.. connection.Configs.Where(c => !own.Contains(c.Key)), .. connection.Secrets.Select(s => KeyValuePair.Create(s.Key, (string?)s.Value))],
            [.. connection.Secrets.Keys]);
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Type} with {Value.Count} fields";
}
