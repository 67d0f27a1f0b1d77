using System.Text;

namespace Gyre.Flows.Templates.Python;

/// <summary>Python counts characters, .NET counts UTF-16 units; they part only where there are surrogates.</summary>
internal static class CodePoints
{
    private static readonly string[] Ascii = [.. Enumerable.Range(0, 128).Select(c => ((char)c).ToString())];

    public static bool IsSimple(ReadOnlySpan<char> text) => !text.ContainsAnyInRange('\ud800', '\udfff');

    /// <summary><c>len(text)</c>.</summary>
    public static int Length(ReadOnlySpan<char> text)
    {
        if (IsSimple(text))
        {
            return text.Length;
        }

        var count = 0;
        for (var i = 0; i < text.Length; i += Width(text, i))
        {
            count++;
        }

        return count;
    }

    /// <summary>One character as text.</summary>
    public static string At(string text, int index)
    {
        var width = Width(text, index);
        return width == 1 ? One(text[index]) : text.Substring(index, width);
    }

    public static string One(char c) => c < 128 ? Ascii[c] : c.ToString();

    /// <summary>How many chars the character at this place takes.</summary>
    public static int Width(ReadOnlySpan<char> text, int index) =>
        char.IsHighSurrogate(text[index]) && index + 1 < text.Length && char.IsLowSurrogate(text[index + 1]) ? 2 : 1;

    /// <summary>The index in chars of the character with this number.</summary>
    public static int Offset(string text, int number)
    {
        if (IsSimple(text))
        {
            return number;
        }

        var at = 0;
        for (; number > 0 && at < text.Length; number--)
        {
            at += Width(text, at);
        }

        return at;
    }

    /// <summary>The number of the character at this index in chars.</summary>
    public static int Number(string text, int offset) => Length(text.AsSpan(0, offset));

    /// <summary><c>text[start:end]</c> with both in range.</summary>
    public static string Substring(string text, int start, int end)
    {
        if (end <= start)
        {
            return "";
        }

        if (IsSimple(text))
        {
            return text.Substring(start, end - start);
        }

        var from = Offset(text, start);
        var to = from;
        for (var left = end - start; left > 0 && to < text.Length; left--)
        {
            to += Width(text, to);
        }

        return text[from..to];
    }

    /// <summary><c>list(text)</c>.</summary>
    public static List<object?> Split(string text)
    {
        var items = new List<object?>(text.Length);
        for (var i = 0; i < text.Length; i += Width(text, i))
        {
            items.Add(At(text, i));
        }

        return items;
    }

    public static string Reverse(string text)
    {
        var output = new StringBuilder(text.Length);
        for (var i = text.Length; i > 0;)
        {
            var width = i > 1 && char.IsLowSurrogate(text[i - 1]) && char.IsHighSurrogate(text[i - 2]) ? 2 : 1;
            i -= width;
            output.Append(text, i, width);
        }

        return output.ToString();
    }

    /// <summary>Python's order of texts: by character, not by UTF-16 unit.</summary>
    public static int Compare(string a, string b)
    {
        var length = Math.Min(a.Length, b.Length);
        var at = a.AsSpan().CommonPrefixLength(b);
        if (at == length)
        {
            return a.Length.CompareTo(b.Length);
        }

        var (x, y) = (a[at], b[at]);
        return char.IsSurrogate(x) == char.IsSurrogate(y) ? x.CompareTo(y) : char.IsSurrogate(x) ? 1 : -1;
    }
}
