using System.Text;

namespace Gyre.Flows.Templates.Rendering;

/// <summary>Keeps one builder per thread for the next rendering, so that a short prompt allocates only its text.</summary>
internal static class StringBuilders
{
    private const int LargestKept = 64 * 1024;

    [ThreadStatic]
    private static StringBuilder? kept;

    public static StringBuilder Rent()
    {
        var builder = kept ?? new StringBuilder(1024);
        kept = null;
        builder.Clear();
        return builder;
    }

    public static void Return(StringBuilder builder)
    {
        if (builder.Capacity <= LargestKept)
        {
            kept = builder;
        }
    }
}
