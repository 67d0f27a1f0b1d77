using System.CommandLine;
using System.Text.Json;
using Gyre.Cli.CommandLine;
using Gyre.Cli.Output;
using Gyre.Models.Catalog;
using Gyre.Models.Prices;
using Spectre.Console;

namespace Gyre.Cli.Models;

/// <summary><c>gyre model list</c>.</summary>
internal static class ModelListVerb
{
    public static Command Create(CliHost host)
    {
        var text = new Argument<string?>("text") { Description = "Only models with this in their name.", Arity = ArgumentArity.ZeroOrOne };
        var provider = new Option<string>("--provider") { Description = "Only this provider's.", HelpName = "name" };
        var kind = new Option<string>("--kind") { Description = $"Only this kind: {ModelText.Words(Enum.GetValues<ModelKind>())}.", HelpName = "kind" };
        var can = new Option<string[]>("--capability")
        {
            Description = $"Only models known to have it: {ModelText.Words(Enum.GetValues<ModelCapability>())}, or an input: {ModelText.Words(Enum.GetValues<Modality>())}.",
            HelpName = "capability",
            AllowMultipleArgumentsPerToken = true,
        };
        var most = new Option<decimal?>("--max-price") { Description = "Dollars for 1M output tokens at the most; of input tokens where it writes none.", HelpName = "dollars" };
        var context = new Option<long?>("--min-context") { Description = "Tokens of context at the least.", HelpName = "tokens" };
        return new Command("list", "List models with their context and their prices for 1M tokens.") { text, provider, kind, can, most, context }.Does(host, (call, _) =>
        {
            var catalog = Catalogs.Open(call);
            var now = call.Host.Time.GetUtcNow();
            var filter = new ModelFilter
            {
                Text = call.Value(text),
                Provider = call.Value(provider),
                Kind = call.Value(kind),
                Capabilities = call.Value(can) ?? [],
                MaxPrice = call.Value(most),
                MinContext = call.Value(context),
                At = now,
            };
            var all = Catalogs.Asked(() => filter.Of(catalog));
            if (call.Json)
            {
                JsonDocuments.Print(call.Host.Output, json => JsonSerializer.Serialize(json, all.Select(m => ModelView.Of(m))));
                return Task.FromResult(ExitCodes.Done);
            }

            if (all.Count == 0)
            {
                call.Note($"None of {catalog.Models.Count} models is like that.");
                return Task.FromResult(ExitCodes.Done);
            }

            Print(call, all, now);
            return Task.FromResult(ExitCodes.Done);
        });
    }

    private static void Print(Invocation call, IReadOnlyList<CatalogModel> models, DateTimeOffset now)
    {
        var table = Terminal.Table(call.Output, "model", "kind", "context", "$ in", "$ cache", "$ out");
        foreach (var column in table.Columns.Skip(2))
        {
            column.RightAligned().NoWrap();
        }

        foreach (var model in models)
        {
            var rates = model.PriceAt(now)?.Card.Rates;
            table.AddRow(
                Markup.Escape(model.FullName),
                ModelText.Word(model.Kind),
                ModelText.Tokens(model.Context),
                Cell(rates, PriceBucket.Input),
                rates?[PriceBucket.CacheRead] is { } read ? ModelText.Price(read) : "",
                Cell(rates, PriceBucket.Output));
        }

        call.Output.Write(table);
        call.Note($"{models.Count} models; prices in dollars for 1M tokens today. All of one: gyre model show {models[0].FullName}");
    }

    private static string Cell(Rates? rates, PriceBucket bucket)
    {
        if (rates is null)
        {
            return "[grey]unknown[/]";
        }

        if (rates[bucket] is { } price)
        {
            return ModelText.Price(price);
        }

        // Sold by the piece: its one price stands where the output's would.
        var piece = rates.Stated.FirstOrDefault(s => !PriceUnit.Of(s.Key).IsTokens && s.Value is not null);
        return bucket is PriceBucket.Output && rates[PriceBucket.Input] is null && piece.Value is { } each ? $"{ModelText.Price(each)}/{Short(piece.Key)}" : "";
    }

    private static string Short(PriceBucket bucket) => bucket switch
    {
        PriceBucket.Image => "image",
        PriceBucket.AudioSecond => "min",
        PriceBucket.Character => "1M chars",
        _ => "1k",
    };
}
