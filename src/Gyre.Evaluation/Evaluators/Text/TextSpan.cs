namespace Gyre.Evaluation.Evaluators.Text;

/// <summary>A place in a text.</summary>
/// <param name="Start">First character, 0-based, in UTF-16 units.</param>
/// <param name="Length">In UTF-16 units.</param>
internal readonly record struct TextSpan(int Start, int Length)
{
    /// <summary>The first character after it.</summary>
    public int End => Start + Length;

    /// <summary>What stands there.</summary>
    public ReadOnlySpan<char> Of(string text) => text.AsSpan(Start, Length);

    /// <summary>The place without the white space around it.</summary>
    public static TextSpan Trimmed(string text, int start, int end)
    {
        while (start < end && char.IsWhiteSpace(text[start]))
        {
            start++;
        }

        while (end > start && char.IsWhiteSpace(text[end - 1]))
        {
            end--;
        }

        return new TextSpan(start, end - start);
    }
}
