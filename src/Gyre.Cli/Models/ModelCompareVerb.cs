using System.CommandLine;
using System.Text.Json;
using Gyre.Cli.CommandLine;
using Gyre.Cli.Output;
using Gyre.Models.Catalog;
using Gyre.Models.Prices;
using Spectre.Console;

namespace Gyre.Cli.Models;

/// <summary><c>gyre model compare</c>: side by side, and what given traffic costs.</summary>
internal static class ModelCompareVerb
{
    public static Command Create(CliHost host)
    {
        var names = new Argument<string[]>("models") { Description = "Two or more: provider/model, or a model's name.", Arity = ArgumentArity.OneOrMore };
        var input = Count("--input-tokens", "Input tokens of a call, cached ones included.", 1000);
        var output = Count("--output-tokens", "Output tokens of a call.", 500);
        var cached = Count("--cached-tokens", "How many of the input tokens come from the provider's cache.", 0);
        var calls = Count("--calls", "How many such calls.", 1000);
        return new Command("compare", "Compare models side by side, and what your traffic would cost.") { names, input, output, cached, calls }.Does(host, (call, _) =>
        {
            var catalog = Catalogs.Open(call);
            var now = call.Host.Time.GetUtcNow();
            var models = Catalogs.Asked(() => call.Value(names)!.Select(catalog.One).ToList());
            var traffic = new ModelTraffic(call.Value(calls), call.Value(input), call.Value(cached), call.Value(output));
            var comparison = Catalogs.Asked(() => ModelComparison.Of(catalog, models, traffic, now));
            if (call.Json)
            {
                JsonDocuments.Print(call.Host.Output, json => JsonSerializer.Serialize(json, comparison));
            }
            else
            {
                Print(call, models, comparison, now);
            }

            return Task.FromResult(ExitCodes.Done);
        });
    }

    private static void Print(Invocation call, List<CatalogModel> models, ModelComparison comparison, DateTimeOffset now)
    {
        var table = Terminal.Table(call.Output, ["", .. models.Select(m => m.FullName)]);
        foreach (var (label, cells) in Rows(models, now).Where(r => r.Cells.Exists(c => c.Length > 0)))
        {
            table.AddRow([$"[grey]{label}[/]", .. cells.Select(Markup.Escape)]);
        }

        table.AddRow(["[grey]cost[/]", .. comparison.Models.Select(m => m.Cost is { } dollars ? $"[bold]${dollars:0.00####}[/]" : ModelText.Unknown)]);
        call.Output.Write(table);
        var traffic = comparison.Traffic;
        call.Note($"Cost: {traffic.Calls:N0} calls of {traffic.Input:N0} input tokens ({traffic.Cached:N0} of them cached) and {traffic.Output:N0} output tokens. Prices in dollars for 1M tokens.");
    }

    private static IEnumerable<(string Label, List<string> Cells)> Rows(List<CatalogModel> models, DateTimeOffset now)
    {
        yield return ("kind", models.ConvertAll(m => ModelText.Word(m.Kind)));
        yield return ("context", models.ConvertAll(m => ModelText.Tokens(m.Context)));
        yield return ("output", models.ConvertAll(m => ModelText.Tokens(m.MaxOutput)));
        yield return ("dimensions", models.ConvertAll(m => $"{m.Dimensions}"));
        yield return ("reads", models.ConvertAll(m => ModelText.Words(m.Inputs)));
        yield return ("can", models.ConvertAll(m => ModelText.Words(m.Capabilities)));
        yield return ("licence", models.ConvertAll(m => m.Licence ?? ""));
        yield return ("retires", models.ConvertAll(m => $"{m.Retires:yyyy-MM-dd}"));
        foreach (var unit in PriceUnit.All.Where(u => models.Exists(m => m.PriceAt(now)?.Card.Rates[u.Bucket] is not null)))
        {
            yield return ($"$ {unit.Label}", models.ConvertAll(m => m.PriceAt(now)?.Card.Rates[unit.Bucket] is { } rate ? ModelText.Price(rate) : ""));
        }
    }

    private static Option<long> Count(string name, string description, long usual) =>
        new(name) { Description = description, HelpName = "n", DefaultValueFactory = _ => usual };
}
