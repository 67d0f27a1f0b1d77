using System.CommandLine;
using Gyre.Cli.CommandLine;
using Gyre.Cli.Output;
using Gyre.Models.Catalog;
using Gyre.Models.Prices;
using Gyre.Wire.Usage;
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
            var models = call.Value(names)!.Select(n => Catalogs.One(catalog, n)).ToList();
            var traffic = new Traffic(call.Value(input), call.Value(output), call.Value(cached), call.Value(calls));
            if (traffic.Cached > traffic.Input || traffic.Input < 0 || traffic.Output < 0 || traffic.Cached < 0 || traffic.Calls < 1)
            {
                throw new UsageException("Tokens are not negative, cached ones are not more than the input, and there is at least one call.");
            }

            var now = call.Host.Time.GetUtcNow();
            var book = new PriceBook(catalog);
            var priced = models.ConvertAll(m => book.Price(new PriceQuestion { Provider = m.Provider, Model = m.Id, At = now }, traffic.Usage));
            if (call.Json)
            {
                PrintJson(call, models, priced, traffic);
            }
            else
            {
                Print(call, models, priced, traffic, now);
            }

            return Task.FromResult(ExitCodes.Done);
        });
    }

    private static void Print(Invocation call, List<CatalogModel> models, List<PricedCall> priced, Traffic traffic, DateTimeOffset now)
    {
        var table = Terminal.Table(call.Output, ["", .. models.Select(m => m.FullName)]);
        foreach (var (label, cells) in Rows(models, now).Where(r => r.Cells.Exists(c => c.Length > 0)))
        {
            table.AddRow([$"[grey]{label}[/]", .. cells.Select(Markup.Escape)]);
        }

        table.AddRow(["[grey]cost[/]", .. priced.Select(p => Cost(p, traffic) is { } dollars ? $"[bold]${dollars:0.00####}[/]" : ModelText.Unknown)]);
        call.Output.Write(table);
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

    private static void PrintJson(Invocation call, List<CatalogModel> models, List<PricedCall> priced, Traffic traffic) => JsonDocuments.Print(call.Host.Output, json =>
    {
        json.WriteStartObject();
        json.WriteStartObject("traffic");
        json.WriteNumber("calls", traffic.Calls);
        json.WriteNumber("input_tokens", traffic.Input);
        json.WriteNumber("cached_tokens", traffic.Cached);
        json.WriteNumber("output_tokens", traffic.Output);
        json.WriteEndObject();
        json.WriteStartArray("models");
        foreach (var (model, price) in models.Zip(priced))
        {
            json.WriteStartObject();
            json.WritePropertyName("model");
            ModelJson.Write(json, model);
            json.WritePropertyName("cost");
            if (Cost(price, traffic) is { } dollars)
            {
                json.WriteNumberValue(dollars);
            }
            else
            {
                json.WriteNullValue();
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    });

    private static decimal? Cost(PricedCall price, Traffic traffic) => price.Cost is null ? null : price.Lines.Sum(l => l.Amount) * traffic.Calls;

    private static Option<long> Count(string name, string description, long usual) =>
        new(name) { Description = description, HelpName = "n", DefaultValueFactory = _ => usual };

    private sealed record Traffic(long Input, long Output, long Cached, long Calls)
    {
        public TokenUsage Usage => new() { FreshInput = Input - Cached, CacheRead = Cached, Output = Output };
    }
}
