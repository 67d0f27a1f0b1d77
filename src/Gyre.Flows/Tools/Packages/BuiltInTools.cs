using Gyre.Flows.Definitions;
using Gyre.Flows.Tools.Llm;
using Gyre.Models.Providers;

namespace Gyre.Flows.Tools.Packages;

/// <summary>All package tools that are built in, by id and old id.</summary>
public sealed class BuiltInTools
{
    private const string IndexLookups = "promptflow_vectordb.";

    private readonly Dictionary<string, BuiltInTool> byId = new(StringComparer.Ordinal);

    /// <param name="providers">The ways to models.</param>
    /// <param name="time">The clock of retries.</param>
    /// <param name="options">Where services are, for tests and private instances.</param>
    public BuiltInTools(IModelProviders providers, TimeProvider time, PackageToolOptions? options = null)
    {
        var calls = new ModelCalls(providers, time);
        options ??= new PackageToolOptions();
        BuiltInTool[] all = [.. ModelTools.All(calls), SerpTool.Make(options), ContentSafetyTool.Make(), OpenModelTool.Make(time), HttpTool.Make()];
        foreach (var tool in all)
        {
            foreach (var id in tool.Deprecated.Prepend(tool.Id))
            {
                byId.Add(id, tool);
            }
        }

        Metas = [.. all.Select(t => t.Meta)];
    }

    /// <summary>The tools as <c>gyre tool list</c> shows them.</summary>
    public IReadOnlyList<ToolMeta> Metas { get; }

    /// <summary>What to say about an id that is not found: tools on indexes are named, since nothing installs them here.</summary>
    public static string Remark(string? id) => id?.StartsWith(IndexLookups, StringComparison.Ordinal) == true
        ? " Lookups in an index are not among the built-in tools; they come with indexes. A Python package that has the tool works where it is installed."
        : "";

    internal BuiltInTool? Find(string? id) => id is null ? null : byId.GetValueOrDefault(id);
}

/// <summary>Where the services of built-in tools are.</summary>
public sealed record PackageToolOptions
{
    /// <summary>SerpAPI.</summary>
    public Uri SerpAddress { get; init; } = new("https://serpapi.com/search");
}
