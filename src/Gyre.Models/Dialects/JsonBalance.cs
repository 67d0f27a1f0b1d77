namespace Gyre.Models.Dialects;

/// <summary>Tells when a JSON object that comes in pieces is whole, looking at each letter once.</summary>
internal sealed class JsonBalance
{
    private int depth;
    private bool quoted;
    private bool escaped;
    private bool begun;

    /// <summary>Whether every bracket and quote that was opened is closed, and there was one.</summary>
    public bool Complete => begun && depth == 0 && !quoted;

    public void Add(ReadOnlySpan<char> piece)
    {
        foreach (var c in piece)
        {
            if (quoted)
            {
                (quoted, escaped) = (escaped || c != '"', !escaped && c == '\\');
                continue;
            }

            switch (c)
            {
                case '"':
                    quoted = true;
                    break;
                case '{' or '[':
                    (begun, depth) = (true, depth + 1);
                    break;
                case '}' or ']':
                    depth--;
                    break;
            }
        }
    }
}
