using System.Buffers;

namespace Gyre.Flows.Templates.Python;

/// <summary>What Python counts as white space.</summary>
internal static class PythonSpace
{
    private const string Characters =
        "\t\n\v\f\r\u001c\u001d\u001e\u001f \u0085\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000";

    public static SearchValues<char> Search { get; } = SearchValues.Create(Characters);

    public static bool Is(char c) => c <= ' ' ? c is ' ' or (>= '\t' and <= '\r') or (>= '\u001c' and <= '\u001f') : c >= '\u0085' && Search.Contains(c);
}
