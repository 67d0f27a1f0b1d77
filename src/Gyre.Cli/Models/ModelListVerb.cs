using System.CommandLine;
using Gyre.Cli.CommandLine;
using Gyre.Cli.Output;
using Gyre.Kernel;
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
            if (call.Value(provider) is { } wanted && catalog.Providers.All(p => !p.Id.Equals(wanted, StringComparison.OrdinalIgnoreCase)))
            {
                throw new UsageException($"There is no provider '{wanted}'.{NearestName.Hint(wanted, catalog.Providers.Select(p => p.Id))} Known are {string.Join(", ", catalog.Providers.Select(p => p.Id).Order(StringComparer.Ordinal))}.");
            }

            var ofKind = call.Value(kind) is { } word ? Choice<ModelKind>("--kind", word) : (ModelKind?)null;
            var all = catalog.Models
                .Where(m => call.Value(text) is not { } part || m.FullName.Contains(part, StringComparison.OrdinalIgnoreCase) || m.Aliases.Any(a => a.Contains(part, StringComparison.OrdinalIgnoreCase)))
                .Where(m => call.Value(provider) is not { } p || m.Provider.Equals(p, StringComparison.OrdinalIgnoreCase))
                .Where(m => ofKind is null || m.Kind == ofKind)
                .Where(m => (call.Value(can) ?? []).All(c => Has(m, c)))
                .Where(m => call.Value(most) is not { } dollars || MainPrice(m, now) <= dollars)
                .Where(m => call.Value(context) is not { } tokens || m.Context >= tokens)
                .ToList();
            if (call.Json)
            {
                JsonDocuments.Print(call.Host.Output, json =>
                {
                    json.WriteStartArray();
                    all.ForEach(m => ModelJson.Write(json, m));
                    json.WriteEndArray();
                });
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

    private static void Print(Invocation call, List<CatalogModel> models, DateTimeOffset now)
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

    private static decimal? MainPrice(CatalogModel model, DateTimeOffset now) =>
        model.PriceAt(now)?.Card.Rates is { } rates ? rates[PriceBucket.Output] ?? rates[PriceBucket.Input] : null;

    private static bool Has(CatalogModel model, string word) =>
        ModelText.Read<ModelCapability>(word) is { } capability ? model.Capabilities.Contains(capability)
        : word == "vision" ? model.Inputs.Contains(Modality.Image)
        : model.Inputs.Contains(Choice<Modality>("--capability", word, [.. Enum.GetValues<ModelCapability>().Select(ModelText.Word)]));

    private static T Choice<T>(string option, string word, params string[] more)
        where T : struct, Enum
    {
        var words = more.Concat(Enum.GetValues<T>().Select(ModelText.Word)).ToList();
        return ModelText.Read<T>(word) ?? throw new UsageException($"{option} can't be '{word}'.{NearestName.Hint(word, words)} It is one of {string.Join(", ", words)}.");
    }
}
