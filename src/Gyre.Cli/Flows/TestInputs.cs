using System.Text.Json;
using Gyre.Cli.CommandLine;
using Gyre.Evaluation.Datasets;
using Gyre.Flows.Values;
using Gyre.Workspace;

namespace Gyre.Cli.Flows;

/// <summary>The inputs of one test: <c>k=v</c> words (text, converted by the flow's types), a JSON file, the first line of a JSONL file, or the first row of a dataset.</summary>
internal static class TestInputs
{
    /// <summary>The same, where a dataset's reference stands for its first row.</summary>
    /// <exception cref="UsageException">Neither pairs nor a file with a JSON object.</exception>
    public static async Task<PythonDict> ReadAsync(Invocation call, string option, IReadOnlyList<string> words, CancellationToken cancellationToken)
    {
        if (words is [var only] && !Path.Exists(call.Host.Full(only)) && DatasetReference.TryParse(only, out _))
        {
            var pinned = await DatasetStore.Of(call.Home, call.Host.Time).PinAsync(only, cancellationToken);
            return FromFile(pinned.File, pinned.Reference);
        }

        return Read(call.Host, option, words);
    }

    /// <exception cref="UsageException">Neither pairs nor a file with a JSON object.</exception>
    public static PythonDict Read(CliHost host, string option, IReadOnlyList<string> words) =>
        words is [var only] && IsFile(host, only)
            ? FromFile(host.Full(only), only)
            : new PythonDict(KeyValues.Read(option, words).Select(p => KeyValuePair.Create(p.Key, (object?)p.Value)));

    private static bool IsFile(CliHost host, string word) =>
        !word.Contains('=', StringComparison.Ordinal)
        || (File.Exists(host.Full(word)) && Path.GetExtension(word).ToLowerInvariant() is ".json" or ".jsonl");

    private static PythonDict FromFile(string path, string typed)
    {
        if (!File.Exists(path))
        {
            throw new UsageException($"There is no file '{typed}'. Inputs are k=v pairs, a JSON file or a JSONL file (its first line).");
        }

        var text = Path.GetExtension(path).Equals(".jsonl", StringComparison.OrdinalIgnoreCase)
            ? File.ReadLines(path).FirstOrDefault(line => !string.IsNullOrWhiteSpace(line)) ?? ""
            : File.ReadAllText(path);
        try
        {
            return PythonJson.Parse(text) switch
            {
                PythonDict dict => dict,
                List<object?> and [PythonDict first, ..] => first,
                _ => throw new UsageException($"'{typed}' does not hold a JSON object of inputs."),
            };
        }
        catch (JsonException e)
        {
            throw new UsageException($"'{typed}' is no JSON: {e.Message}");
        }
    }
}
