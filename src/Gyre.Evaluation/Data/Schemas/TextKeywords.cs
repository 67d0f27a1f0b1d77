using System.Text.RegularExpressions;

namespace Gyre.Evaluation.Data.Schemas;

/// <summary>Keywords of text.</summary>
internal static class TextKeywords
{
    // A pattern comes from a file, and may be one that never ends.
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(1);

    public static void Read(KeywordReader schema)
    {
        if (schema.Count("minLength") is { } least)
        {
            schema.Check<string>((text, faults) =>
            {
                if (Length(text) < least)
                {
                    faults.Add($"must have at least {least} {(least == 1 ? "character" : "characters")}, but is {JsonValue.Shown(text)}.");
                }
            });
        }

        if (schema.Count("maxLength") is { } most)
        {
            schema.Check<string>((text, faults) =>
            {
                if (Length(text) > most)
                {
                    faults.Add($"must have at most {most} characters, but has {Length(text)}.");
                }
            });
        }

        if (schema.Has("pattern"))
        {
            var pattern = Pattern(schema, "pattern", schema["pattern"] as string ?? throw schema.Wrong("pattern", "must be text."));
            schema.Check<string>((text, faults) =>
            {
                if (!Matches(pattern, text))
                {
                    faults.Add($"must match {pattern}, but is {JsonValue.Shown(text)}.");
                }
            });
        }
    }

    public static Regex Pattern(KeywordReader schema, string keyword, string pattern)
    {
        try
        {
            return new Regex(pattern, RegexOptions.CultureInvariant, Longest);
        }
        catch (ArgumentException)
        {
            throw schema.Wrong(keyword, $"has '{pattern}', which is no regular expression.");
        }
    }

    public static bool Matches(Regex pattern, string text)
    {
        try
        {
            return pattern.IsMatch(text);
        }
        catch (RegexMatchTimeoutException)
        {
            return false;
        }
    }

    // The standard counts characters, not UTF-16's halves of them.
    private static int Length(string text) => text.Length - text.Count(char.IsLowSurrogate);
}
