using System.Numerics;
using System.Text.Json;
using Gyre.Flows.Definitions;
using Gyre.Flows.Values;

namespace Gyre.Flows.Prompties.Saving;

/// <summary>The sample of a prompt that a page saves. It sends the texts of the variables that it shows, and knows neither the others nor what they are.</summary>
internal static class PromptSample
{
    /// <summary>What was sent over what is there: everything else of the sample stays, and so do values that are what was sent.</summary>
    /// <param name="old">What is there, or null.</param>
    /// <param name="sent">Texts by variable.</param>
    /// <returns>Null where there is nothing to write: the sample is in another file, or nobody filled one in.</returns>
    public static PythonDict? Merge(object? old, IReadOnlyDictionary<string, string> sent)
    {
        if (old is not (null or PythonDict))
        {
            return null;
        }

        var merged = new PythonDict();
        foreach (var (key, value) in old as PythonDict ?? [])
        {
            merged[key] = value;
        }

        // Nobody filled in what is empty and was not there.
        foreach (var (key, text) in sent.Where(s => s.Value.Length > 0 || merged.ContainsKey(s.Key)))
        {
            merged[key] = merged.TryGetValue(key, out var before) ? Value(before, text) : text;
        }

        return merged.Count == 0 && old is null ? null : merged;
    }

    // A page shows text as it is and anything else as JSON, with spaces as it likes; of a reference it shows what that stands for.
    private static object? Value(object? before, string text)
    {
        switch (before)
        {
            case null:
                return text is "" or "null" ? null : text;
            case string:
                return PromptyReferences.IsReference((string)before) ? before : text;
        }

        try
        {
            var value = PythonJson.Parse(text);
            return PythonEquality.AreEqual(before, value) ? before : value?.GetType() == before.GetType() || (IsNumber(before) && IsNumber(value)) ? value : text;
        }
        catch (JsonException)
        {
            return text;
        }
    }

    private static bool IsNumber(object? value) => value is long or double or BigInteger;
}
