using System.Collections.Frozen;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Gyre.Kernel;

namespace Gyre.Models.Simulated;

/// <summary>Which of two responses people found better, by the SHA-256 of the texts: so the file holds none of them.</summary>
public sealed class RightAnswers
{
    private readonly FrozenDictionary<(string Query, string One, string Other), string> better;

    private RightAnswers(FrozenDictionary<(string, string, string), string> better) => this.better = better;

    /// <summary>Reads a file.</summary>
    /// <param name="file">JSON lines of <c>query</c>, <c>better</c> and <c>worse</c>, each the SHA-256 of a text in UTF-8, in lower-case hexadecimal digits.</param>
    /// <exception cref="ProblemException"><c>right-answers-invalid</c> with file and line.</exception>
    public static RightAnswers Read(string file)
    {
        var known = new Dictionary<(string, string, string), string>();
        var number = 0;
        foreach (var line in File.Exists(file) ? File.ReadLines(file) : throw Fault(file, null, "There is no such file."))
        {
            number++;
            if (line.Length == 0)
            {
                continue;
            }

            var (query, right, wrong) = Row(line) ?? throw Fault(file, number, "A line must be a JSON object with 'query', 'better' and 'worse', each the SHA-256 of a text in 64 lower-case hexadecimal digits.");
            known[(query, right, wrong)] = right;
            known[(query, wrong, right)] = right;
        }

        return new RightAnswers(known.ToFrozenDictionary());
    }

    /// <summary>The hash of a text.</summary>
    public static string HashOf(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    /// <summary>The hash of the better one of two responses; null where the pair is not known.</summary>
    internal string? Better(string query, string one, string other) => better.GetValueOrDefault((query, one, other));

    private static (string Query, string Better, string Worse)? Row(string line)
    {
        try
        {
            var row = JsonElement.Parse(line);
            return Hash(row, "query") is { } query && Hash(row, "better") is { } right && Hash(row, "worse") is { } wrong ? (query, right, wrong) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string? Hash(JsonElement row, string name) =>
        row.ValueKind == JsonValueKind.Object && row.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String && value.GetString() is { Length: 64 } hash && hash.All(char.IsAsciiHexDigitLower)
            ? hash
            : null;

    private static ProblemException Fault(string file, int? line, string message) => new(new Problem("right-answers-invalid", message) { File = file, Line = line });
}
