using System.Text.Json;
using Gyre.Kernel;
using Gyre.Models.Offline;
using Gyre.Models.Providers;

namespace Gyre.Models.Replay;

/// <summary>Explains why nothing was replayed: which recorded request is nearest, where it differs, and how to record.</summary>
internal static class ReplayMiss
{
    private const string Remedy = "To record it, set record: FOLDER in the connection to the real provider (or the variable GYRE_RECORD) and run once with that.";

    public static ProblemException Of(ModelRequest request, byte[] body, RecordingFolder recordings)
    {
        var text = System.Text.Encoding.UTF8.GetString(body);
        var asked = Words.Of(text).ToHashSet(StringComparer.Ordinal);
        var nearest = recordings.All()
            .Where(r => r.Recording.Operation == request.Operation.ToString())
            .Select(r => (r.File, r.Recording, Likeness: Likeness(asked, r.Recording.Request.GetRawText())))
            .OrderByDescending(r => r.Likeness)
            .FirstOrDefault();
        var difference = nearest.File is null
            ? $"There is no recording of that kind in '{recordings.Path}'."
            : $"The nearest recording is '{Path.GetFileName(nearest.File)}': {Difference(request, text, nearest.Recording)}.";
        return new ProblemException(new Problem("replay-miss", $"This {request.Operation.ToString().ToLowerInvariant()} request to '{request.Model}' was never recorded. {difference} {Remedy}") { File = recordings.Path });
    }

    private static double Likeness(HashSet<string> asked, string recorded)
    {
        var words = Words.Of(recorded).ToHashSet(StringComparer.Ordinal);
        var both = words.Count(asked.Contains);
        return (double)both / Math.Max(1, words.Count + asked.Count - both);
    }

    private static string Difference(ModelRequest request, string text, Recording recorded)
    {
        if (recorded.Model != request.Model)
        {
            return $"it asked the model '{recorded.Model}'";
        }

        try
        {
            using var asked = JsonDocument.Parse(text);
            return First(recorded.Request, asked.RootElement, "") ?? "it differs in nothing that can be shown";
        }
        catch (JsonException)
        {
            return "this request is not JSON";
        }
    }

    private static string? First(JsonElement recorded, JsonElement asked, string path)
    {
        if (recorded.ValueKind == JsonValueKind.Object && asked.ValueKind == JsonValueKind.Object)
        {
            var names = recorded.EnumerateObject().Concat(asked.EnumerateObject()).Select(m => m.Name).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);
            foreach (var name in names)
            {
                var at = path.Length == 0 ? name : $"{path}.{name}";
                if (!recorded.TryGetProperty(name, out var left))
                {
                    return $"it has no '{at}'";
                }

                if (!asked.TryGetProperty(name, out var right))
                {
                    return $"it also has '{at}'";
                }

                if (First(left, right, at) is { } inner)
                {
                    return inner;
                }
            }

            return null;
        }

        if (recorded.ValueKind == JsonValueKind.Array && asked.ValueKind == JsonValueKind.Array && recorded.GetArrayLength() == asked.GetArrayLength())
        {
            return Enumerable.Range(0, asked.GetArrayLength()).Select(i => First(recorded[i], asked[i], $"{path}[{i}]")).FirstOrDefault(d => d is not null);
        }

        return JsonElement.DeepEquals(recorded, asked) ? null : $"its '{path}' is {Excerpt(recorded, asked)} where this one is {Excerpt(asked, recorded)}";
    }

    // From shortly before the first letter that differs: prompts are long and begin alike.
    private static string Excerpt(JsonElement value, JsonElement other)
    {
        const int Before = 12, Longest = 60;
        var (text, against) = (value.GetRawText(), other.GetRawText());
        var same = text.Zip(against).TakeWhile(pair => pair.First == pair.Second).Count();
        var from = Math.Max(0, same - Before);
        var part = text[from..Math.Min(text.Length, from + Longest)];
        return (from > 0 ? "…" : "") + part + (from + Longest < text.Length ? "…" : "");
    }
}
