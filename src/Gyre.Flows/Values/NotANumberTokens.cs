using System.Buffers;

namespace Gyre.Flows.Values;

/// <summary>Python writes NaN and Infinity bare, which strict JSON forbids; here they become marked text that the strict reader takes.</summary>
internal static class NotANumberTokens
{
    /// <summary>Begins every marked text; a delete character and our name, which no real text begins with.</summary>
    public static ReadOnlySpan<byte> Mark => "\u007fgyre:"u8;

    /// <summary>The number a marked text stands for.</summary>
    public static double Value(ReadOnlySpan<byte> name) =>
        name.SequenceEqual("NaN"u8) ? double.NaN : name.SequenceEqual("Infinity"u8) ? double.PositiveInfinity : double.NegativeInfinity;

    /// <summary>A copy with the bare tokens marked and quoted; false where there are none.</summary>
    public static bool TryQuote(ReadOnlySpan<byte> utf8, out byte[] quoted)
    {
        var output = new ArrayBufferWriter<byte>(utf8.Length + 64);
        var inText = false;
        var found = false;
        for (var i = 0; i < utf8.Length; i++)
        {
            var token = inText ? 0 : TokenLength(utf8[i..]);
            if (token > 0)
            {
                found = true;
                output.Write("\""u8);
                output.Write(Mark);
                output.Write(utf8.Slice(i, token));
                output.Write("\""u8);
                i += token - 1;
                continue;
            }

            if (inText && utf8[i] == '\\' && i + 1 < utf8.Length)
            {
                output.Write(utf8.Slice(i, 2));
                i++;
                continue;
            }

            inText ^= utf8[i] == '"';
            output.Write(utf8.Slice(i, 1));
        }

        quoted = found ? output.WrittenSpan.ToArray() : [];
        return found;
    }

    private static int TokenLength(ReadOnlySpan<byte> rest) =>
        rest.StartsWith("NaN"u8) ? 3 : rest.StartsWith("Infinity"u8) ? 8 : rest.StartsWith("-Infinity"u8) ? 9 : 0;
}
