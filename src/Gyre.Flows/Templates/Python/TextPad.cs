using System.Text;

namespace Gyre.Flows.Templates.Python;

/// <summary>Filling a text up to a width, counted in characters.</summary>
internal static class TextPad
{
    public static string Center(string text, int width, string fill)
    {
        var missing = width - CodePoints.Length(text);
        if (missing <= 0)
        {
            return text;
        }

        // Python puts the odd one on the left only if the width is odd.
        var left = (missing / 2) + (missing & width & 1);
        return Fill(fill, left) + text + Fill(fill, missing - left);
    }

    public static string Left(string text, int width, string fill) => Fill(fill, width - CodePoints.Length(text)) + text;

    public static string Right(string text, int width, string fill) => text + Fill(fill, width - CodePoints.Length(text));

    public static string ZeroFill(string text, int width)
    {
        var missing = width - CodePoints.Length(text);
        return missing <= 0 ? text
            : text.StartsWith('-') || text.StartsWith('+') ? text[0] + new string('0', missing) + text[1..]
            : new string('0', missing) + text;
    }

    public static string ExpandTabs(string text, int size)
    {
        var output = new StringBuilder(text.Length);
        var column = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            switch (rune.Value)
            {
                case '\t':
                    var blanks = size > 0 ? size - (column % size) : 0;
                    output.Append(' ', blanks);
                    SizeGuard.Text(output.Length);
                    column += blanks;
                    break;
                default:
                    output.Append(rune.ToString());
                    column = rune.Value is '\n' or '\r' ? 0 : column + 1;
                    break;
            }
        }

        return output.ToString();
    }

    private static string Fill(string fill, int count) =>
        count <= 0 ? "" : fill.Length == 1 ? new string(fill[0], SizeGuard.Text(count)) : string.Concat(Enumerable.Repeat(fill, SizeGuard.Text(count)));
}
