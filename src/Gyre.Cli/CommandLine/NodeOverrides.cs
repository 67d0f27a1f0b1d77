namespace Gyre.Cli.CommandLine;

/// <summary>Reads <c>node.field=value</c> words: other connections, deployments or models for a run.</summary>
internal static class NodeOverrides
{
    /// <summary>By node, then by field.</summary>
    /// <exception cref="UsageException">A word that names no field.</exception>
    public static IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> Read(string option, IReadOnlyDictionary<string, string> pairs)
    {
        var nodes = new Dictionary<string, IReadOnlyDictionary<string, string>>(StringComparer.Ordinal);
        foreach (var (key, value) in pairs)
        {
            var dot = key.LastIndexOf('.');
            if (dot <= 0)
            {
                throw new UsageException($"{option} wants node.field=value, for instance answer.connection=my_openai, not '{key}={value}'.");
            }

            var fields = nodes.TryGetValue(key[..dot], out var there) ? (Dictionary<string, string>)there : new(StringComparer.Ordinal);
            fields[key[(dot + 1)..]] = value;
            nodes[key[..dot]] = fields;
        }

        return nodes;
    }
}
