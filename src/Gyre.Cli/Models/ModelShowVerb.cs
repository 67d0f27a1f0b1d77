using System.CommandLine;
using System.Text.Json;
using Gyre.Cli.CommandLine;
using Gyre.Cli.Output;
using Gyre.Models.Catalog;
using Gyre.Models.Prices;
using Spectre.Console;

namespace Gyre.Cli.Models;

/// <summary><c>gyre model show</c>.</summary>
internal static class ModelShowVerb
{
    public static Command Create(CliHost host)
    {
        var name = new Argument<string>("model") { Description = "provider/model, or a model's name." };
        return new Command("show", "Show all that is known of a model, and where it is from.") { name }.Does(host, (call, _) =>
        {
            var catalog = Catalogs.Open(call);
            var model = Catalogs.Asked(() => catalog.One(call.Value(name)!));
            if (call.Json)
            {
                JsonDocuments.Print(call.Host.Output, json => JsonSerializer.Serialize(json, ModelView.Of(model)));
                return Task.FromResult(ExitCodes.Done);
            }

            Print(call, model);
            var others = catalog.Find(call.Value(name)!).Skip(1).Select(m => m.FullName).ToList();
            if (others.Count > 0)
            {
                call.Note($"Also: {string.Join(", ", others)}");
            }

            return Task.FromResult(ExitCodes.Done);
        });
    }

    private static void Print(Invocation call, CatalogModel model)
    {
        var grid = new Grid().AddColumn(new GridColumn().NoWrap()).AddColumn();
        foreach (var (label, value) in Rows(model).Where(r => r.Value.Length > 0))
        {
            grid.AddRow(new Markup($"[grey]{label}[/]"), new Text(value));
        }

        call.Output.Write(grid);
        var now = call.Host.Time.GetUtcNow();
        if (model.PriceAt(now) is not { } price)
        {
            call.Output.WriteLine(model.Prices.Count == 0 ? "No price is known. Give it one in models/*.yaml." : "Its prices begin later.");
            return;
        }

        call.Output.WriteLine();
        call.Output.Write(PriceTable.Of(call.Output, price));
        foreach (var remark in PriceTable.Remarks(price))
        {
            call.Output.WriteLine(remark);
        }

        foreach (var other in model.Prices.Where(p => p != price))
        {
            var rates = string.Join(", ", other.Card.Rates.Stated.Select(s => $"{PriceUnit.Of(s.Key).Label} {ModelText.Price(s.Value)}"));
            call.Output.WriteLine(other.From > now ? $"From {other.From:yyyy-MM-dd}: {rates}" : $"Before: {rates}");
        }
    }

    private static IEnumerable<(string Label, string Value)> Rows(CatalogModel model)
    {
        yield return ("model", model.FullName);
        yield return ("name", model.Name ?? "");
        yield return ("kind", ModelText.Word(model.Kind));
        yield return ("also called", string.Join(", ", model.Aliases));
        yield return ("context", model.Context is { } context ? $"{context:N0} tokens" : "");
        yield return ("output", model.MaxOutput is { } output ? $"up to {output:N0} tokens" : "");
        yield return ("dimensions", model.Dimensions is { } size ? $"{size:N0}" : "");
        yield return ("reads", ModelText.Words(model.Inputs));
        yield return ("writes", ModelText.Words(model.Outputs));
        yield return ("can", ModelText.Words(model.Capabilities));
        yield return ("regions", string.Join(", ", model.Regions));
        yield return ("licence", model.Licence ?? "");
        yield return ("released", $"{model.Released:yyyy-MM-dd}");
        yield return ("retires", $"{model.Retires:yyyy-MM-dd}");
        yield return ("source", ModelText.Origin(model));
    }
}
