using System.CommandLine;
using Gyre.Cli.CommandLine;
using Gyre.Evaluation.Datasets;

namespace Gyre.Cli.Datasets;

/// <summary><c>gyre dataset create</c> and <c>gyre dataset add</c>: a version from a file.</summary>
internal static class DatasetCreateVerb
{
    public static Command Create(CliHost host) => Create(host, "create", "Make a dataset of a file, or the next version of one there is.", mustExist: false);

    public static Command CreateAdd(CliHost host) => Create(host, "add", "Add the next version to a dataset there is; another name is an error.", mustExist: true);

    private static Command Create(CliHost host, string verb, string description, bool mustExist)
    {
        var name = new Argument<string?>("name") { Description = "Name of the dataset.", Arity = ArgumentArity.ZeroOrOne };
        var file = new Option<string>("--file", "-f") { Description = "The rows: csv, tsv, json, jsonl, or a folder of them.", HelpName = "path" };
        var about = new Option<string>("--description") { Description = "What the rows are.", HelpName = "text" };
        var key = new Option<string>("--key") { Description = "The column that names a row, such as id: in every row, each time another value.", HelpName = "column" };
        var schema = new Option<string>("--schema") { Description = "JSON Schema that every row must conform to, of this version and of later ones; it is copied.", HelpName = "path" };
        return new Command(verb, description) { name, file, about, key, schema }.Does(host, async (call, cancellationToken) =>
        {
            var which = call.Value(name) ?? throw new UsageException($"Give the dataset a name: {call.Words()} NAME --file FILE.");
            var request = new AddVersion(which, call.Host.Full(call.Required(file, $"{which} --file rows.jsonl")))
            {
                MustExist = mustExist,
                Description = call.Value(about),
                Key = call.Value(key),
                Schema = call.Value(schema) is { } path ? call.Host.Full(path) : null,
            };
            call.Home.EnsureExists();
            DatasetView.ShowAdded(call, [await request.RunAsync(DatasetStore.Of(call.Home, call.Host.Time), call.Warn, cancellationToken)]);
            return ExitCodes.Done;
        });
    }
}
