using Gyre.Kernel;

namespace Gyre.Models.Connections;

/// <summary>Changes single fields of a connection.</summary>
internal static class ConnectionChanges
{
    public static Connection Apply(Connection connection, IReadOnlyDictionary<string, string> sets)
    {
        var configs = connection.Configs.ToDictionary(StringComparer.Ordinal);
        var secrets = connection.Secrets.ToDictionary(StringComparer.Ordinal);
        var type = ConnectionTypes.Find(connection.Type);
        foreach (var (key, value) in sets)
        {
            if (key.StartsWith("secrets.", StringComparison.Ordinal))
            {
                secrets[key["secrets.".Length..]] = value;
            }
            else if (key.StartsWith("configs.", StringComparison.Ordinal))
            {
                configs[key["configs.".Length..]] = value;
            }
            else if (secrets.ContainsKey(key) || type?.Fields.Any(f => f.Name == key && f.Secret) == true)
            {
                secrets[key] = value;
            }
            else if (configs.ContainsKey(key) || type?.Fields.Any(f => f.Name == key) == true)
            {
                configs[key] = value;
            }
            else
            {
                var known = configs.Keys.Concat(secrets.Keys).Concat(type?.Fields.Select(f => f.Name) ?? []).Distinct(StringComparer.Ordinal);
                throw new ProblemException(new Problem("connection-invalid", $"{connection} has no field '{key}'.{NearestName.Hint(key, known)}") { Field = key });
            }
        }

        return connection with { Configs = configs, Secrets = secrets };
    }
}
