using System.CommandLine;
using System.Text;
using Gyre.Cli.CommandLine;
using Gyre.Cli.Output;
using Gyre.Models.Catalog;
using Gyre.Workspace;

namespace Gyre.Cli.Models;

/// <summary><c>gyre model import</c>: rows of the workspace from a LiteLLM price map.</summary>
internal static class ModelImportVerb
{
    public static Command Create(CliHost host)
    {
        var file = new Argument<string>("file") { Description = "LiteLLM's model_prices_and_context_window.json, or a file of your own in its form." };
        var provider = new Option<string>("--provider") { Description = "Only this provider's models.", HelpName = "name" };
        return new Command("import", "Make the workspace's models/litellm-*.yaml from a LiteLLM price map; they change or add rows of the catalog.") { file, provider }.Does(host, (call, _) =>
        {
            if (call.Home.WorkspaceFolder is not { } workspace)
            {
                throw new UsageException("Models are imported into a workspace, and this folder is in none. Make one: an empty file gyre.yaml is enough.");
            }

            var path = call.Host.Full(call.Value(file)!);
            using var json = File.OpenRead(path);
            var imported = LiteLlmPrices.Read(json, path, call.Value(provider), DateOnly.FromDateTime(File.GetLastWriteTimeUtc(path)));
            var written = new List<string>();
            foreach (var (name, text) in imported.Files())
            {
                var target = Path.Combine(workspace, CatalogFiles.FolderName, name);
                AtomicFile.Write(target, stream => stream.Write(Encoding.UTF8.GetBytes(text)));
                written.Add(target);
            }

            // What was written is read at once, so that a fault shows here and not at the next command.
            Catalogs.Open(call);
            Print(call, imported, written);
            return Task.FromResult(imported.Models.Count == 0 ? ExitCodes.Failed : ExitCodes.Done);
        });
    }

    private static void Print(Invocation call, ImportedModels imported, List<string> written)
    {
        foreach (var group in imported.Skipped.GroupBy(s => s.Why, StringComparer.Ordinal))
        {
            call.Warn($"left out {group.Count()}: {group.Key} ({string.Join(", ", group.Take(3).Select(s => s.Name))}{(group.Count() > 3 ? ", …" : "")}).");
        }

        if (call.Json)
        {
            JsonDocuments.Print(call.Host.Output, json =>
            {
                json.WriteStartObject();
                json.WriteNumber("models", imported.Models.Count);
                json.WriteNumber("without_price", imported.Models.Count(m => m.Prices.Count == 0));
                json.WriteNumber("skipped", imported.Skipped.Count);
                json.WriteStartArray("files");
                written.ForEach(json.WriteStringValue);
                json.WriteEndArray();
                json.WriteEndObject();
            });
            return;
        }

        var unpriced = imported.Models.Count(m => m.Prices.Count == 0);
        call.Host.Output.WriteLine($"{imported.Models.Count} model{(imported.Models.Count == 1 ? "" : "s")}{(unpriced == 0 ? "" : $", {unpriced} of them without a price (the map says 0 for free and for not known alike)")}.");
        written.ForEach(call.Host.Output.WriteLine);
    }
}
