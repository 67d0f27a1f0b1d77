namespace Gyre.Flows.Templates.Python;

/// <summary>Keeps a short template from making a text, list or number that fills the memory.</summary>
internal static class SizeGuard
{
    private const long MaxCharacters = 32_000_000;
    private const long MaxItems = 4_000_000;
    private const long MaxBits = 2_000_000;

    public static int Text(long characters) => characters <= MaxCharacters ? (int)Math.Max(0, characters) : throw PythonError.TooBig("the text");

    public static int Items(long count) => count <= MaxItems ? (int)Math.Max(0, count) : throw PythonError.TooBig("the list");

    public static void Bits(double bits)
    {
        if (bits > MaxBits)
        {
            throw PythonError.TooBig("the number");
        }
    }
}
