using System.Text.RegularExpressions;

namespace Gyre.Models.Catalog;

/// <summary>The names a model goes by.</summary>
internal static partial class ModelNames
{
    /// <summary>A name as it is, then without what providers add to a model's name: dates, versions, regions, <c>-latest</c>, a path before it.</summary>
    public static IEnumerable<string> Candidates(string name)
    {
        yield return name;

        // A tuned model has a price of its own, so it is never its base model.
        if (FineTuned().Match(name) is { Success: true } tuned)
        {
            yield return $"ft:{tuned.Groups["base"].Value}";
            yield return $"ft:{Date().Replace(tuned.Groups["base"].Value, "")}";
            yield break;
        }

        var plain = name.StartsWith("models/", StringComparison.Ordinal) ? name["models/".Length..] : name;
        if (plain.Length != name.Length)
        {
            yield return plain;
        }

        var local = Geography().Replace(plain, "");
        if (local.Length != plain.Length)
        {
            yield return local;
        }

        var undated = Date().Replace(local, "");
        if (undated.Length != local.Length && undated.Length > 0)
        {
            yield return undated;
        }
    }

    /// <summary>The names closest to one, by edits, a shared beginning counting for more.</summary>
    public static IReadOnlyList<string> Nearest(string name, IEnumerable<string> names, int count)
    {
        var wanted = name.ToLowerInvariant();
        return
        [
            .. names.Distinct(StringComparer.Ordinal)
                .Select(n => (Name: n, Score: Distance(wanted, n.ToLowerInvariant())))
                .Where(n => n.Score <= Math.Max(2, wanted.Length / 3) || n.Name.Contains(wanted, StringComparison.OrdinalIgnoreCase))
                .OrderBy(n => n.Score).ThenBy(n => n.Name, StringComparer.Ordinal)
                .Take(count).Select(n => n.Name),
        ];
    }

    private static int Distance(string a, string b)
    {
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var cost = Math.Min(Math.Min(row[j], row[j - 1]) + 1, diagonal + (a[i - 1] == b[j - 1] ? 0 : 1));
                diagonal = row[j];
                row[j] = cost;
            }
        }

        return row[b.Length];
    }

    [GeneratedRegex(@"^ft:(?<base>[^:]+)(:|$)", RegexOptions.ExplicitCapture)]
    private static partial Regex FineTuned();

    // gpt-4.1-2025-04-14, claude-opus-4-1-20250805, gemini-2.0-flash-001, mistral-large-2411 is a model of its own.
    [GeneratedRegex(@"(-\d{4}-\d{2}-\d{2}|[-@]20\d{6}|-00\d|-latest|-v\d+(:\d+)?)+$", RegexOptions.ExplicitCapture)]
    private static partial Regex Date();

    // Bedrock's inference profiles.
    [GeneratedRegex(@"^(us|eu|apac|global|us-gov|jp|au|ca)\.(?=[a-z0-9]+\.)", RegexOptions.ExplicitCapture)]
    private static partial Regex Geography();
}
