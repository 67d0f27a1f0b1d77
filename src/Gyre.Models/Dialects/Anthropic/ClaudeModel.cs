using System.Globalization;

namespace Gyre.Models.Dialects.Anthropic;

/// <summary>What a Claude's name says of its age; null numbers where the name does not say.</summary>
/// <param name="Major">Such as 4.</param>
/// <param name="Minor">Such as 6; 0 where there is none.</param>
internal readonly record struct ClaudeModel(int? Major, int Minor)
{
    // A part of a name with more digits is a date.
    private const int LongestVersion = 2;

    /// <summary>The model decides itself how long to think; the newer of them refuse a budget.</summary>
    public bool ThinksByEffort => AtLeast(4, 6);

    /// <summary>Temperature, top_p and top_k are the model's own: another value is refused.</summary>
    public bool FixesSampling => AtLeast(4, 7);

    /// <summary>Answers are held to a schema by Anthropic itself; unknown names count as new.</summary>
    public bool HoldsSchemas => Major is null || AtLeast(4, 1);

    /// <summary>Reads <c>claude-opus-4-6</c>, <c>claude-sonnet-4-5-20250929</c>, <c>claude-3-haiku-20240307</c>, with or without a path before it.</summary>
    public static ClaudeModel Of(string name)
    {
        var at = name.IndexOf("claude-", StringComparison.OrdinalIgnoreCase);
        if (at < 0)
        {
            return default;
        }

        var numbers = name[(at + "claude-".Length)..].Split('-', '.', '@')
            .Where(p => p.Length <= LongestVersion)
            .Select(p => int.TryParse(p, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : -1)
            .SkipWhile(n => n < 0).TakeWhile(n => n >= 0).ToList();
        return numbers.Count == 0 ? default : new ClaudeModel(numbers[0], numbers.Count > 1 ? numbers[1] : 0);
    }

    private bool AtLeast(int major, int minor) => Major > major || (Major == major && Minor >= minor);
}
