using Gyre.Cli.CommandLine;
using Gyre.Kernel;
using Gyre.Models.Catalog;
using Gyre.Models.Prices;

namespace Gyre.Cli.Models;

/// <summary>The catalog as commands see it: the built-in models with the workspace's changes.</summary>
internal static class Catalogs
{
    /// <summary>Opens it; what has no effect is warned of.</summary>
    public static ModelCatalog Open(Invocation call)
    {
        var load = CatalogFiles.Load(call.Home.WorkspaceFolder);
        foreach (var warning in load.Warnings)
        {
            call.Warn(warning.ToString());
        }

        return load.Faults.Count == 0 ? load.Catalog : throw new ProblemException(load.Faults[0] with
        {
            Message = string.Join('\n', load.Faults.Select((f, i) => i == 0 ? f.Message : f.ToString())),
        });
    }

    /// <summary>The price book, opened at the first model call; a fault in the workspace's files is warned of and the built-in prices hold.</summary>
    public static Lazy<PriceBook> Prices(Invocation call) => new(() =>
    {
        var load = CatalogFiles.Load(call.Home.WorkspaceFolder);
        foreach (var fault in load.Faults)
        {
            call.Warn($"{fault} Costs are by the built-in prices.");
        }

        return new PriceBook(load.Catalog);
    });

    /// <summary>What the catalog says of words as typed.</summary>
    /// <exception cref="UsageException">They name nothing that there is.</exception>
    public static T Asked<T>(Func<T> ask)
    {
        try
        {
            return ask();
        }
        catch (ProblemException e) when (e.Problem.Code is "model-filter" or "model-traffic" or "model-not-found")
        {
            throw new UsageException(e.Message);
        }
    }
}
