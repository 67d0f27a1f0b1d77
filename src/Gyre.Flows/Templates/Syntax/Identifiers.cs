using System.Globalization;
using System.Text;

namespace Gyre.Flows.Templates.Syntax;

/// <summary>Python's names: letters, digits, marks and underscores of any script, not starting with a digit.</summary>
internal static class Identifiers
{
    /// <summary>Whether a name goes on here, and how many chars its character takes.</summary>
    public static bool IsPart(string text, int at, out int width)
    {
        width = 1;
        if (at >= text.Length)
        {
            return false;
        }

        var c = text[at];
        if (c < 128)
        {
            return char.IsAsciiLetterOrDigit(c) || c == '_';
        }

        if (!Rune.TryGetRuneAt(text, at, out var rune))
        {
            return false;
        }

        width = rune.Utf16SequenceLength;
        return IsPart(rune);
    }

    public static bool IsIdentifier(string text)
    {
        var first = true;
        foreach (var rune in text.EnumerateRunes())
        {
            if (first ? !IsStart(rune) : !IsPart(rune))
            {
                return false;
            }

            first = false;
        }

        return !first;
    }

    private static bool IsStart(Rune rune) => rune.Value == '_' || Rune.GetUnicodeCategory(rune) is
        UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter or UnicodeCategory.TitlecaseLetter
        or UnicodeCategory.ModifierLetter or UnicodeCategory.OtherLetter or UnicodeCategory.LetterNumber;

    private static bool IsPart(Rune rune) => IsStart(rune) || rune.Value == 0xB7 || Rune.GetUnicodeCategory(rune) is
        UnicodeCategory.DecimalDigitNumber or UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark
        or UnicodeCategory.ConnectorPunctuation or UnicodeCategory.OtherNumber;
}
