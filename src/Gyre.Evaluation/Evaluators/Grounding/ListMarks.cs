using Gyre.Evaluation.Evaluators.Text;

namespace Gyre.Evaluation.Evaluators.Grounding;

/// <summary>The numbers "1.", "2)" … that count the items of a list and claim nothing.</summary>
internal sealed class ListMarks
{
    private readonly HashSet<int> starts = [];

    /// <summary>Finds them: they begin at 1 and go up by one, at the beginning of a line or of a sentence or within one.</summary>
    public ListMarks(string text)
    {
        var expected = 1;
        for (var at = 0; at < text.Length; at++)
        {
            var end = at;
            while (end < text.Length && end < at + 3 && char.IsAsciiDigit(text[end]))
            {
                end++;
            }

            if (end == at || end >= text.Length)
            {
                continue;
            }

            if (text[end] is '.' or ')' && (end + 1 == text.Length || char.IsWhiteSpace(text[end + 1])) && (at == 0 || char.IsWhiteSpace(text[at - 1]) || text[at - 1] is '*' or '('))
            {
                var number = int.Parse(text.AsSpan(at, end - at));
                if (number == expected || number == 1)
                {
                    starts.Add(at);
                    expected = number + 1;
                }
            }

            at = end;
        }
    }

    /// <summary>Whether a token is one.</summary>
    public bool Has(Token token) => token.Kind == TokenKind.Number && starts.Contains(token.Place.Start);
}
