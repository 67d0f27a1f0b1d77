using System.Globalization;
using System.Text;

namespace Gyre.Flows.Templates.Python;

/// <summary>Upper, lower and title case as Python makes them: full mappings, so that <c>ß</c> becomes <c>SS</c>.</summary>
internal static class CaseMapping
{
    private const string FoldedByUpper = "µſςϐϑϕϖϰϱϵẛẞι";

    public static string Upper(string text)
    {
        if (Ascii.IsValid(text))
        {
            return text.ToUpperInvariant();
        }

        var output = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            AppendUpper(output, rune);
        }

        return output.ToString();
    }

    public static string Lower(string text)
    {
        if (Ascii.IsValid(text))
        {
            return text.ToLowerInvariant();
        }

        var output = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i += CodePoints.Width(text, i))
        {
            AppendLower(output, text, i);
        }

        return output.ToString();
    }

    public static string Capitalize(string text)
    {
        if (text.Length == 0)
        {
            return text;
        }

        var output = new StringBuilder(text.Length);
        AppendTitle(output, text, 0);
        for (var i = CodePoints.Width(text, 0); i < text.Length; i += CodePoints.Width(text, i))
        {
            AppendLower(output, text, i);
        }

        return output.ToString();
    }

    /// <summary><c>str.title()</c>: every run of letters starts with a capital.</summary>
    public static string Title(string text)
    {
        var output = new StringBuilder(text.Length);
        var inWord = false;
        for (var i = 0; i < text.Length; i += CodePoints.Width(text, i))
        {
            if (inWord)
            {
                AppendLower(output, text, i);
            }
            else
            {
                AppendTitle(output, text, i);
            }

            inWord = IsCased(RuneAt(text, i));
        }

        return output.ToString();
    }

    /// <summary><c>str.casefold()</c>: lower case for comparing, where letters with several forms become one.</summary>
    public static string Fold(string text)
    {
        if (Ascii.IsValid(text))
        {
            return text.ToLowerInvariant();
        }

        var output = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i += CodePoints.Width(text, i))
        {
            var rune = RuneAt(text, i);
            if (SpecialCasing.Upper.ContainsKey(text[i]) || FoldedByUpper.Contains(text[i], StringComparison.Ordinal))
            {
                var upper = new StringBuilder();
                AppendUpper(upper, rune.Value == 0x1E9E ? new Rune('ß') : rune);
                foreach (var part in upper.ToString().EnumerateRunes())
                {
                    output.Append(Rune.ToLowerInvariant(part).ToString());
                }
            }
            else
            {
                AppendLower(output, rune.ToString(), 0);
            }
        }

        return output.ToString();
    }

    public static string SwapCase(string text)
    {
        var output = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i += CodePoints.Width(text, i))
        {
            var rune = RuneAt(text, i);
            if (IsUpper(rune))
            {
                AppendLower(output, text, i);
            }
            else if (IsLower(rune))
            {
                AppendUpper(output, rune);
            }
            else
            {
                output.Append(text, i, CodePoints.Width(text, i));
            }
        }

        return output.ToString();
    }

    public static bool IsLowerText(string text)
    {
        var cased = false;
        foreach (var rune in text.EnumerateRunes())
        {
            if (IsUpper(rune) || IsTitle(rune))
            {
                return false;
            }

            cased |= IsLower(rune);
        }

        return cased;
    }

    public static bool IsUpperText(string text)
    {
        var cased = false;
        foreach (var rune in text.EnumerateRunes())
        {
            if (IsLower(rune) || IsTitle(rune))
            {
                return false;
            }

            cased |= IsUpper(rune);
        }

        return cased;
    }

    public static bool IsTitleText(string text)
    {
        var cased = false;
        var afterCased = false;
        foreach (var rune in text.EnumerateRunes())
        {
            var (upper, lower) = (IsUpper(rune) || IsTitle(rune), IsLower(rune));
            if ((upper && afterCased) || (lower && !afterCased))
            {
                return false;
            }

            afterCased = upper || lower;
            cased |= afterCased;
        }

        return cased;
    }

    private static Rune RuneAt(string text, int at) => Rune.TryGetRuneAt(text, at, out var rune) ? rune : Rune.ReplacementChar;

    private static void AppendUpper(StringBuilder output, Rune rune)
    {
        if (rune.IsBmp && SpecialCasing.Upper.TryGetValue((char)rune.Value, out var special))
        {
            output.Append(special);
            return;
        }

        output.Append(Rune.ToUpperInvariant(rune).ToString());
    }

    private static void AppendTitle(StringBuilder output, string text, int at)
    {
        if (SpecialCasing.Title.TryGetValue(text[at], out var special))
        {
            output.Append(special);
            return;
        }

        AppendUpper(output, RuneAt(text, at));
    }

    private static void AppendLower(StringBuilder output, string text, int at)
    {
        var rune = RuneAt(text, at);
        switch (rune.Value)
        {
            case 0x130:
                output.Append("i\u0307");
                break;
            case 0x3A3:
                output.Append(IsFinalSigma(text, at) ? 'ς' : 'σ');
                break;
            default:
                output.Append(Rune.ToLowerInvariant(rune).ToString());
                break;
        }
    }

    /// <summary>A sigma at the end of a word: a cased letter before it and none after, marks aside.</summary>
    private static bool IsFinalSigma(string text, int at)
    {
        var before = at - 1;
        while (before >= 0 && IsIgnorable(text[before]))
        {
            before--;
        }

        if (before < 0 || !IsCased(RuneAt(text, char.IsLowSurrogate(text[before]) && before > 0 ? before - 1 : before)))
        {
            return false;
        }

        var after = at + 1;
        while (after < text.Length && IsIgnorable(text[after]))
        {
            after++;
        }

        return after >= text.Length || !IsCased(RuneAt(text, after));
    }

    private static bool IsIgnorable(char c) => c is '\'' or '.' or ':' or '^' or '`' or '\u00a8' or '\u00ad' or '\u00af' or '\u00b4' or '\u00b7' or '\u00b8' or '\u2018' or '\u2019' or '\u2024' or '\u2027'
        || char.GetUnicodeCategory(c) is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark or UnicodeCategory.Format or UnicodeCategory.ModifierLetter or UnicodeCategory.ModifierSymbol;

    private static bool IsCased(Rune rune) => IsUpper(rune) || IsLower(rune) || IsTitle(rune);

    private static bool IsTitle(Rune rune) => Rune.GetUnicodeCategory(rune) == UnicodeCategory.TitlecaseLetter;

    private static bool IsUpper(Rune rune) => Rune.GetUnicodeCategory(rune) == UnicodeCategory.UppercaseLetter
        || rune.Value is (>= 0x2160 and <= 0x216F) or (>= 0x24B6 and <= 0x24CF) or (>= 0x1F130 and <= 0x1F149) or (>= 0x1F150 and <= 0x1F169) or (>= 0x1F170 and <= 0x1F189);

    private static bool IsLower(Rune rune) => Rune.GetUnicodeCategory(rune) == UnicodeCategory.LowercaseLetter
        || rune.Value is 0xAA or 0xBA or (>= 0x2B0 and <= 0x2B8) or 0x2C0 or 0x2C1 or (>= 0x2E0 and <= 0x2E4) or 0x345 or 0x37A
            or (>= 0x1D2C and <= 0x1D6A) or 0x1D78 or (>= 0x1D9B and <= 0x1DBF) or 0x2071 or 0x207F or (>= 0x2090 and <= 0x209C)
            or (>= 0x2170 and <= 0x217F) or (>= 0x24D0 and <= 0x24E9) or 0x2C7C or 0x2C7D or 0xA69C or 0xA69D or 0xA770 or 0xA7F8 or 0xA7F9
            or (>= 0xAB5C and <= 0xAB5F);
}
