using System.Collections.Frozen;
using Gyre.Kernel;
using Gyre.Models.Connections;

namespace Gyre.Models.Catalog;

/// <summary>Models of many providers, by name. Immutable: a change of the workspace makes a new one.</summary>
public sealed class ModelCatalog
{
    private static readonly Lazy<ModelCatalog> Shipped = new(() => CatalogFiles.ReadBuiltIn());

    private readonly FrozenDictionary<(string Provider, string Name), CatalogModel> byName;
    private readonly ILookup<string, CatalogModel> byBareName;

    internal ModelCatalog(IReadOnlyList<CatalogProvider> providers, IReadOnlyList<CatalogModel> models)
    {
        Providers = providers;
        Models = models;
        var names = new Dictionary<(string, string), CatalogModel>();
        foreach (var model in models)
        {
            names.TryAdd(Key(model.Provider, model.Id), model);
        }

        // A model's own name wins over another's alias.
        foreach (var model in models)
        {
            foreach (var alias in model.Aliases)
            {
                names.TryAdd(Key(model.Provider, alias), model);
            }
        }

        byName = names.ToFrozenDictionary();
        byBareName = names.ToLookup(n => n.Key.Item2, n => n.Value, StringComparer.Ordinal);
    }

    /// <summary>The models that ship with Gyre.</summary>
    public static ModelCatalog BuiltIn => Shipped.Value;

    /// <summary>By name.</summary>
    public IReadOnlyList<CatalogProvider> Providers { get; }

    /// <summary>By provider, then in the order of their files.</summary>
    public IReadOnlyList<CatalogModel> Models { get; }

    /// <summary>A model of a provider by id, alias, dated snapshot or fine-tuned name; null where it has none of that name.</summary>
    public CatalogModel? Find(string provider, string name)
    {
        if (byName.TryGetValue(Key(provider, name), out var known))
        {
            return known;
        }

        foreach (var candidate in ModelNames.Candidates(name))
        {
            if (byName.TryGetValue(Key(provider, candidate), out var model))
            {
                return model;
            }
        }

        return null;
    }

    /// <summary>A model by <c>provider/id</c>, or by an id alone.</summary>
    /// <returns>One, none, or every provider's that goes by this name, its maker's first.</returns>
    public IReadOnlyList<CatalogModel> Find(string name)
    {
        var slash = name.IndexOf('/', StringComparison.Ordinal);
        if (slash > 0 && Find(name[..slash], name[(slash + 1)..]) is { } exact)
        {
            return [exact];
        }

        foreach (var candidate in ModelNames.Candidates(name))
        {
            var found = byBareName[candidate.ToLowerInvariant()].Distinct().ToList();
            if (found.Count > 0)
            {
                return [.. found.OrderBy(m => m.Aliases.Contains(name, StringComparer.OrdinalIgnoreCase)).ThenBy(m => Rank(m.Provider))];
            }
        }

        return [];
    }

    /// <summary>The model that somebody says stands behind a name of his own: one of this provider's, else what <see cref="Find(string)"/> gives first.</summary>
    public CatalogModel? Behind(string provider, string baseModel) => Find(provider, baseModel) ?? (Find(baseModel) is [var first, ..] ? first : null);

    /// <summary>The first that <see cref="Find(string)"/> gives.</summary>
    /// <exception cref="ProblemException"><c>model-not-found</c>, with the nearest names.</exception>
    public CatalogModel One(string name) => Find(name) is [var first, ..]
        ? first
        : throw new ProblemException(new Problem(
            "model-not-found",
            Nearest(name) is { Count: > 0 } near ? $"The catalog has no model '{name}'. Did you mean {string.Join(", ", near.Select(n => $"'{n}'"))}?" : $"The catalog has no model '{name}'. See: gyre model list")
        {
            Field = "model",
        });

    /// <summary>Names a person may have meant, best first.</summary>
    /// <param name="name">As typed.</param>
    /// <param name="count">At the most.</param>
    public IReadOnlyList<string> Nearest(string name, int count = 3) =>
        ModelNames.Nearest(name, Models.Select(m => name.Contains('/', StringComparison.Ordinal) ? m.FullName : m.Id), count);

    /// <summary>The provider that an API address belongs to, or null.</summary>
    public CatalogProvider? ProviderAt(Uri address) => Providers.FirstOrDefault(p => p.Hosts.Any(host =>
        host.StartsWith("*.", StringComparison.Ordinal) ? address.Host.EndsWith(host[1..], StringComparison.OrdinalIgnoreCase) : string.Equals(address.Host, host, StringComparison.OrdinalIgnoreCase)));

    /// <summary>The provider behind a connection: by its type and address; where the catalog has none of that address, the connection's own name.</summary>
    public string ProviderOf(Connection connection)
    {
        var named = connection["provider"];
        return connection.Type switch
        {
            "OfflineConnection" => "offline",
            "AzureOpenAIConnection" => "azure",
            _ when named is { Length: > 0 } && Providers.Any(p => string.Equals(p.Id, named, StringComparison.OrdinalIgnoreCase)) => named.ToLowerInvariant(),
            _ when Uri.TryCreate(connection["base_url"], UriKind.Absolute, out var address) && ProviderAt(address) is { } provider => provider.Id,
            "OpenAIConnection" when string.IsNullOrWhiteSpace(connection["base_url"]) => "openai",
            "AnthropicConnection" => "anthropic",
            "GeminiConnection" => "gemini",
            "OllamaConnection" => "ollama",
            _ => connection.Name,
        };
    }

    // Those who make models before those who host them.
    private int Rank(string provider) => provider switch
    {
        "openai" => 0,
        "anthropic" => 1,
        "gemini" => 2,
        "azure" or "bedrock" or "openrouter" => 1000,
        _ => 3 + Providers.Select((p, i) => (p.Id, i)).FirstOrDefault(p => p.Id == provider).i,
    };

    private static (string, string) Key(string provider, string name) => (provider.ToLowerInvariant(), name.ToLowerInvariant());
}
