using Gyre.Kernel;
using Gyre.Workspace.Yaml;

namespace Gyre.Models.Catalog;

/// <summary>Reads files of <c>kind: model</c> over a catalog: rows of the same name are changed key by key, others are added.</summary>
internal sealed class CatalogReader(ModelCatalog basis)
{
    /// <summary>What <c>kind</c> says in such a file.</summary>
    public const string FileKind = "model";

    /// <summary>Keys of a file.</summary>
    public static readonly string[] FileKeys = ["$schema", "kind", "provider", "name", "hosts", "source", "as_of", "via", "models"];

    /// <summary>Keys of a model.</summary>
    public static readonly string[] ModelKeys =
        ["name", "kind", "same_as", "aliases", "context", "max_output", "dimensions", "input", "output", "can", "regions", "licence", "released", "retires", "source", "as_of", "via", "prices"];

    private readonly List<CatalogProvider> providers = [.. basis.Providers];
    private readonly Dictionary<string, CatalogModel> models = basis.Models.ToDictionary(m => m.FullName, StringComparer.OrdinalIgnoreCase);
    private readonly List<Action> later = [];

    /// <summary>What makes the files unusable.</summary>
    public List<Problem> Faults { get; } = [];

    /// <summary>What has no effect.</summary>
    public List<Problem> Warnings { get; } = [];

    /// <summary>Reads one file.</summary>
    public void Read(YamlNode root, string file, bool isWorkspace)
    {
        var keys = new CatalogKeys(root as YamlMap ?? new YamlMap([], root.Line, 1), file, "", FileKeys, Faults, Warnings);
        if (keys.Text("provider") is not { Length: > 0 } provider)
        {
            keys.Fault(root, "provider", "A model file needs a 'provider', such as 'openai' or a name of your own.");
            return;
        }

        if (keys.Text("kind") is not FileKind)
        {
            keys.Fault(keys.Map["kind"] ?? root, "kind", $"A model file says 'kind: {FileKind}'.");
        }

        AddProvider(provider, keys);
        var defaults = new RowDefaults(provider, keys.Text("source"), keys.Date("as_of"), keys.Text("via"), isWorkspace ? file : null);
        if (keys.Map["models"] is not YamlMap rows)
        {
            keys.Fault(keys.Map["models"] ?? root, "models", "A model file needs 'models': a map from each model's name to what is known of it.");
            return;
        }

        foreach (var row in rows.Entries)
        {
            var map = row.Value as YamlMap;
            if (map is null)
            {
                keys.Fault(row.Value, $"models.{row.Name}", $"'{row.Name}' must hold keys such as 'kind' and 'prices'.");
                continue;
            }

            var model = new CatalogKeys(map, file, $"models.{row.Name}.", ModelKeys, Faults, Warnings);

            // A row may be the same as one in a file that is read later.
            if (map["same_as"] is null)
            {
                Add(row, model, defaults);
            }
            else
            {
                later.Add(() => Add(row, model, defaults));
            }
        }
    }

    /// <summary>The catalog with everything that was read.</summary>
    public ModelCatalog Finish()
    {
        later.ForEach(add => add());
        var order = providers.Select((p, i) => (p.Id, i)).ToDictionary(p => p.Id, p => p.i, StringComparer.OrdinalIgnoreCase);
        return new ModelCatalog(providers, [.. models.Values.OrderBy(m => order[m.Provider])]);
    }

    private void AddProvider(string id, CatalogKeys keys)
    {
        var at = providers.FindIndex(p => string.Equals(p.Id, id, StringComparison.OrdinalIgnoreCase));
        var known = at < 0 ? new CatalogProvider(id, id, []) : providers[at];
        var provider = known with { Name = keys.Text("name") ?? known.Name, Hosts = keys.Texts("hosts") ?? known.Hosts };
        if (at < 0)
        {
            providers.Add(provider);
        }
        else
        {
            providers[at] = provider;
        }
    }

    private void Add(YamlEntry row, CatalogKeys keys, RowDefaults defaults)
    {
        var fullName = $"{defaults.Provider}/{row.Name}";
        var before = models.GetValueOrDefault(fullName) ?? Same(keys);
        var kind = keys.Choice<ModelKind>("kind") ?? before?.Kind;
        if (kind is null)
        {
            if (keys.Map["kind"] is null && keys.Map["same_as"] is null)
            {
                keys.Fault(row.Key, "kind", $"'{row.Name}' needs a 'kind': one of {string.Join(", ", YamlWords.Of<ModelKind>())}; or 'same_as' a known model.");
            }

            return;
        }

        var model = (before ?? new CatalogModel { Id = row.Name, Provider = defaults.Provider, Kind = kind.Value }) with
        {
            Id = row.Name,
            Provider = defaults.Provider,
            Kind = kind.Value,
            File = defaults.File,
        };
        models[fullName] = model with
        {
            Name = keys.Text("name") ?? model.Name,
            Aliases = keys.Texts("aliases") ?? (before?.FullName == fullName ? model.Aliases : []),
            Context = keys.Count("context") ?? model.Context,
            MaxOutput = keys.Count("max_output") ?? model.MaxOutput,
            Dimensions = (int?)keys.Count("dimensions") ?? model.Dimensions,
            Inputs = keys.Choices<Modality>("input") ?? model.Inputs,
            Outputs = keys.Choices<Modality>("output") ?? model.Outputs,
            Capabilities = keys.Choices<ModelCapability>("can") ?? model.Capabilities,
            Regions = keys.Texts("regions") ?? model.Regions,
            Licence = keys.Text("licence") ?? model.Licence,
            Released = keys.Date("released") ?? model.Released,
            Retires = keys.Date("retires") ?? model.Retires,
            Source = keys.Text("source") ?? defaults.Source,
            AsOf = keys.Date("as_of") ?? (keys.Text("via") is CatalogModel.Unchecked ? null : defaults.AsOf),
            Via = keys.Text("via") ?? (keys.Map["source"] is null ? defaults.Via : null),
            Prices = PriceReader.Read(fullName, keys) ?? model.Prices,
        };
    }

    private CatalogModel? Same(CatalogKeys keys)
    {
        if (keys.Text("same_as") is not { } name)
        {
            return null;
        }

        if (models.TryGetValue(name, out var model))
        {
            return model;
        }

        keys.Fault(keys.Map["same_as"]!, "same_as", $"There is no model '{name}' to be the same as; write provider/model.{NearestName.Hint(name, models.Keys)}");
        return null;
    }

    private sealed record RowDefaults(string Provider, string? Source, DateOnly? AsOf, string? Via, string? File);
}
