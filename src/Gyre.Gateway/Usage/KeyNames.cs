using System.Data.Common;
using Dapper;

namespace Gyre.Gateway.Usage;

/// <summary>What keys are called: the ledger has their ids, which never change.</summary>
internal sealed class KeyNames
{
    private readonly Dictionary<string, (string Name, string Tags)> keys;

    private KeyNames(Dictionary<string, (string, string)> keys) => this.keys = keys;

    public static KeyNames None { get; } = new(new(StringComparer.Ordinal));

    public static async Task<KeyNames> ReadAsync(DbConnection connection)
    {
        var rows = (await connection.QueryAsync<(string Id, string Name, string Prefix, string Tags)>("SELECT id, name, prefix, tags FROM api_keys")).AsList();
        var twice = rows.GroupBy(r => r.Name, StringComparer.Ordinal).Where(g => g.Count() > 1).Select(g => g.Key).ToHashSet(StringComparer.Ordinal);

        // A revoked key may have had the same name.
        return new KeyNames(rows.ToDictionary(r => r.Id, r => (twice.Contains(r.Name) ? $"{r.Name} ({r.Prefix})" : r.Name, r.Tags), StringComparer.Ordinal));
    }

    /// <summary>The name; the id where the key is not known here.</summary>
    public string Of(string id) => keys.TryGetValue(id, out var key) ? key.Name : id;

    /// <summary>Its tags as JSON.</summary>
    public string? TagsOf(string id) => keys.TryGetValue(id, out var key) ? key.Tags : null;
}
