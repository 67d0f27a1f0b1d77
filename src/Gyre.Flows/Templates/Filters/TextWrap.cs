using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Gyre.Flows.Templates.Python;

namespace Gyre.Flows.Templates.Filters;

/// <summary>Python's <c>textwrap.wrap</c> for one line, without tab expansion.</summary>
internal static partial class TextWrap
{
    public static List<string> Wrap(string text, object? width, bool breakLongWords, bool breakOnHyphens)
    {
        var chunks = Chunks(text, breakOnHyphens);
        if (!Comparison.Greater(width, 0L))
        {
            throw PythonError.ValueError($"invalid width {Printing.Repr(width)} (must be > 0)");
        }

        var limit = width is double number ? (int)Math.Min(int.MaxValue, number) : Numbers.ToIndex(width);
        List<string> lines = [];
        chunks.Reverse();
        while (chunks.Count > 0)
        {
            if (lines.Count > 0 && IsBlank(chunks[^1]))
            {
                chunks.RemoveAt(chunks.Count - 1);
            }

            List<string> current = [];
            var length = 0;
            while (chunks.Count > 0 && length + CodePoints.Length(chunks[^1]) <= limit)
            {
                length += CodePoints.Length(chunks[^1]);
                Take();
            }

            if (chunks.Count > 0 && CodePoints.Length(chunks[^1]) > limit)
            {
                TakeLongWord(limit - length);
                length = current.Sum(c => CodePoints.Length(c));
            }

            if (current.Count > 0 && IsBlank(current[^1]))
            {
                current.RemoveAt(current.Count - 1);
            }

            if (current.Count > 0)
            {
                lines.Add(string.Concat(current));
            }

            void Take()
            {
                current.Add(chunks[^1]);
                chunks.RemoveAt(chunks.Count - 1);
            }

            void TakeLongWord(int space)
            {
                space = limit < 1 ? 1 : space;
                if (breakLongWords)
                {
                    var chunk = chunks[^1];
                    var end = space;
                    if (breakOnHyphens && CodePoints.Length(chunk) > space)
                    {
                        var hyphen = space <= 0 ? -1 : CodePoints.Substring(chunk, 0, space).LastIndexOf('-');
                        if (hyphen > 0 && chunk.AsSpan(0, hyphen).ContainsAnyExcept('-'))
                        {
                            end = CodePoints.Number(chunk, hyphen) + 1;
                        }
                    }

                    var count = CodePoints.Length(chunk);
                    current.Add(CodePoints.Substring(chunk, 0, Math.Min(end, count)));
                    chunks[^1] = CodePoints.Substring(chunk, Math.Min(end, count), count);
                }
                else if (current.Count == 0)
                {
                    Take();
                }
            }
        }

        return lines;
    }

    /// <summary>Python's <c>\w</c>.</summary>
    public static bool IsWord(string text, int at) => text[at] == '_'
        || (Rune.TryGetRuneAt(text, at, out var rune) && (Rune.IsLetter(rune) || Rune.GetUnicodeCategory(rune) is UnicodeCategory.DecimalDigitNumber or UnicodeCategory.LetterNumber or UnicodeCategory.OtherNumber));

    private static bool IsBlank(string chunk) => TextTrim.Both(chunk, null).Length == 0;

    private static List<string> Chunks(string text, bool breakOnHyphens)
    {
        var pattern = breakOnHyphens ? WithHyphens() : WithoutHyphens();
        return [.. pattern.Split(text).Where(chunk => chunk.Length > 0)];
    }

    // The expressions of Python's TextWrapper; white space is US-ASCII only, as there.
    [GeneratedRegex("""(?<chunk>[\t\n\x0b\x0c\r ]+|(?<=[\w!"'&.,?])-{2,}(?=\w)|[^\t\n\x0b\x0c\r ](?:-(?:(?<=[^\d\W]{2}-)|(?<=[^\d\W]-[^\d\W]-))(?=[^\d\W]-?[^\d\W])|(?=[\t\n\x0b\x0c\r ]|\z)|(?<=[\w!"'&.,?])(?=-{2,}\w))|[^\t\n\x0b\x0c\r ](?:[^\t\n\x0b\x0c\r ])*?(?:-(?:(?<=[^\d\W]{2}-)|(?<=[^\d\W]-[^\d\W]-))(?=[^\d\W]-?[^\d\W])|(?=[\t\n\x0b\x0c\r ]|\z)|(?<=[\w!"'&.,?])(?=-{2,}\w)))""", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex WithHyphens();

    [GeneratedRegex("""(?<chunk>[\t\n\x0b\x0c\r ]+)""", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex WithoutHyphens();
}
