using System.CommandLine;

namespace Gyre.Cli.CommandLine;

/// <summary>Reads <c>--environment-variables</c>: <c>K=V</c> words, or one <c>.env</c> file.</summary>
internal static class EnvironmentWords
{
    public static IReadOnlyDictionary<string, string> Read(Invocation call, Option<string[]> option) =>
        call.Value(option) is [var only] && !only.Contains('=', StringComparison.Ordinal)
            ? FromFile(call.Host.Full(only), only)
            : call.Pairs(option);

    private static IReadOnlyDictionary<string, string> FromFile(string path, string typed)
    {
        if (!File.Exists(path))
        {
            throw new UsageException($"--environment-variables wants K=V pairs or a .env file; there is no file '{typed}'.");
        }

        var lines = File.ReadAllLines(path)
            .Select(line => line.Trim())
            .Where(line => line.Length > 0 && !line.StartsWith('#'))
            .Select(line => line.StartsWith("export ", StringComparison.Ordinal) ? line[7..] : line);
        return KeyValues.Read($"The file '{typed}'", lines).ToDictionary(p => p.Key.Trim(), p => Unquoted(p.Value.Trim()), StringComparer.Ordinal);
    }

    private static string Unquoted(string value) =>
        value.Length >= 2 && value[0] is '"' or '\'' && value[^1] == value[0] ? value[1..^1] : value;
}
