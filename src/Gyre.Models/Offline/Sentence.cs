using System.Text;
using System.Text.RegularExpressions;

namespace Gyre.Models.Offline;

/// <summary>A sentence, list item or table row of a context, and the headings it stands under.</summary>
/// <param name="Text">As written, marks of layout removed.</param>
/// <param name="Heading">Headings above it, outermost first, as one text.</param>
/// <param name="Paragraph">Number of its paragraph or list item.</param>
/// <param name="InList">Whether that is a list item: what follows in one belongs together.</param>
internal sealed partial record Sentence(string Text, string Heading, int Paragraph, bool InList)
{
    /// <summary>Cuts a text (plain or Markdown) into sentences.</summary>
    public static List<Sentence> Split(string text)
    {
        var sentences = new List<Sentence>();
        var headings = new List<string>();
        var paragraph = 0;
        var inList = false;
        var open = new StringBuilder();
        foreach (var raw in text.ReplaceLineEndings("\n").Split('\n'))
        {
            var line = raw.Trim();
            if (Heading1().Match(line) is { Success: true } heading)
            {
                Close();
                var level = heading.Groups[1].Length;
                headings.RemoveRange(Math.Min(level - 1, headings.Count), headings.Count - Math.Min(level - 1, headings.Count));
                headings.Add(heading.Groups[2].Value.Trim());
                paragraph++;
            }
            else if (line.Length == 0 || Rule().IsMatch(line))
            {
                Close();
                paragraph++;
            }
            else if (Item().Match(line) is { Success: true } item)
            {
                Close();
                paragraph++;
                inList = true;
                open.Append(item.Groups[1].Value);
            }
            else if (line[0] == '|' || Pair().IsMatch(line))
            {
                Close();
                open.Append(line.Trim('|'));
                Close();
            }
            else
            {
                open.Append(open.Length > 0 ? " " : "").Append(line);
            }
        }

        Close();
        return sentences;

        void Close()
        {
            var plain = Marks().Replace(open.ToString(), "").Trim();
            open.Clear();
            foreach (var one in End().Split(plain).Select(s => s.Trim()).Where(s => s.Any(char.IsLetterOrDigit)))
            {
                sentences.Add(new Sentence(one, string.Join(" ", headings), paragraph, inList));
            }

            inList = false;
        }
    }

    [GeneratedRegex(@"^(#{1,6})\s+(.*?)\s*#*$")]
    private static partial Regex Heading1();

    [GeneratedRegex(@"^([-*_=]\s*){3,}$|^\|?[\s:|-]+\|[\s:|-]*$", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Rule();

    [GeneratedRegex(@"^(?:[-*+•]|\d{1,3}[.)])\s+(.*)$")]
    private static partial Regex Item();

    [GeneratedRegex(@"^\*\*[^*]+\*\*\s*:")]
    private static partial Regex Pair();

    [GeneratedRegex(@"\*\*|__|`|<[^<>]{1,60}>")]
    private static partial Regex Marks();

    // Ends at . ! ? before a blank and something that begins a sentence; not after common abbreviations or single capitals.
    [GeneratedRegex(@"(?<=[.!?]['""”)\]]?)(?<!\b(?:e\.g|i\.e|etc|approx|No|Nr|Dr|Mr|Mrs|Ms|vs|Inc|Ltd|Co|Fig|min|max|[A-Z])\.)\s+(?=[\p{Lu}\p{N}""“'(\[])|(?<=[。！？])")]
    private static partial Regex End();
}
