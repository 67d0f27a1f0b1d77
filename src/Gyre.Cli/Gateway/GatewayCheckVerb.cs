using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Gyre.Cli.CommandLine;
using Gyre.Cli.Output;
using Gyre.Gateway.Routing;
using Spectre.Console;

namespace Gyre.Cli.Gateway;

/// <summary><c>gyre gateway check</c>: what a running gateway would make of the workspace's files, without one.</summary>
internal static class GatewayCheckVerb
{
    public static Command Create(CliHost host) =>
        new Command("check", "Check the files of gateway/ as a running gateway does: every fault with its line, or what callers can ask for and where it goes.").Does(host, async (call, cancellationToken) =>
        {
            var found = await RouteCheck.OfAsync(call.Home, call.Host.Time, call.Host.Environment, cancellationToken);
            if (call.Json)
            {
                JsonDocuments.Print(call.Host.Output, json => Write(json, found));
            }
            else
            {
                Show(call, found);
            }

            return found.Faults.Count > 0 ? ExitCodes.WrongUsage : ExitCodes.Done;
        });

    private static void Show(Invocation call, RouteCheck found)
    {
        foreach (var fault in found.Faults)
        {
            call.Output.MarkupLine($"[red]error[/]  {Markup.Escape(fault.ToString())}");
        }

        if (found.Faults.Count > 0)
        {
            call.Output.WriteLine(found.Faults.Count == 1 ? "1 error. A running gateway keeps the routes it had." : $"{found.Faults.Count} errors. A running gateway keeps the routes it had.");
            return;
        }

        if (found.Routes.Count == 0)
        {
            call.Note("There are no files in gateway/: every connection serves under the names of its models, and as CONNECTION/MODEL.");
            return;
        }

        var table = Terminal.Table(call.Output, "name", "kind", "tier", "weight", "connection", "model", "region", "price");
        foreach (var route in found.Routes)
        {
            foreach (var (i, target) in route.Targets.Index())
            {
                table.AddRow(
                    new Text(i == 0 ? route.Name : ""),
                    new Text(i == 0 ? Kind(route) : ""),
                    new Text(route.Kind == "pool" ? target.Tier.ToString(CultureInfo.InvariantCulture) : ""),
                    new Text(route.Kind == "pool" ? target.Weight.ToString(CultureInfo.InvariantCulture) : ""),
                    new Text(target.Connection),
                    new Text(target.Model),
                    new Text(target.Region ?? ""),
                    target.Price == "unknown" ? new Markup("[yellow]unknown[/]") : new Text(target.Price));
            }

            foreach (var (wrong, to) in route.Fallbacks)
            {
                table.AddRow(new Text(""), new Text("fallback"), new Text(""), new Text(""), new Text(wrong.Replace('_', ' ')), new Text(to), new Text(""), new Text(""));
            }
        }

        call.Output.Write(table);
        if (found.Routes.SelectMany(r => r.Targets).Any(t => t.Price == "unknown"))
        {
            call.Note("A hard budget in dollars refuses what has no known price. Add it to models/, or let the budget pass it: gyre budget update NAME --unpriced allow.");
        }
    }

    private static string Kind(RouteView route) => route.Kind == "pool" ? $"pool, {route.Policy}" : route.Kind;

    private static void Write(Utf8JsonWriter json, RouteCheck found)
    {
        json.WriteStartObject();
        json.WriteBoolean("valid", found.Faults.Count == 0);
        json.WriteStartArray("problems");
        foreach (var fault in found.Faults)
        {
            json.WriteStartObject();
            json.WriteString("code", fault.Code);
            json.WriteString("message", fault.Message);
            json.WriteString("file", fault.File);
            json.WriteNumberOrNull("line", fault.Line);
            json.WriteString("field", fault.Field);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WritePropertyName("routes");
        JsonSerializer.Serialize(json, found.Routes);
        json.WriteEndObject();
    }
}
