namespace Gyre.Wire.Sse;

/// <summary>One server-sent event as it lies in a buffer, for whoever passes it on: raw bytes, and where type and data are in them.</summary>
public readonly ref struct SseFrame
{
    private SseFrame(ReadOnlySpan<byte> raw, ReadOnlySpan<byte> type, ReadOnlySpan<byte> data)
    {
        Raw = raw;
        Type = type;
        Data = data;
    }

    /// <summary>Everything, with the blank line that ends it.</summary>
    public ReadOnlySpan<byte> Raw { get; }

    /// <summary>The <c>event:</c> field; empty without one.</summary>
    public ReadOnlySpan<byte> Type { get; }

    /// <summary>The <c>data:</c> field; of an event with several data lines the first, which is enough to tell what it is. Empty for comments.</summary>
    public ReadOnlySpan<byte> Data { get; }

    /// <summary>How many bytes the first whole event in the buffer takes, its blank line included; 0 while it is not whole.</summary>
    public static int LengthOf(ReadOnlySpan<byte> buffer)
    {
        for (var at = 0; at < buffer.Length;)
        {
            var end = buffer[at..].IndexOfAny((byte)'\n', (byte)'\r');
            if (end < 0)
            {
                return 0;
            }

            at += end;
            var next = at + LineEnd(buffer[at..]);

            // A CR at the very end may be half of a CRLF: whether the line is over can't be told yet.
            if (next >= buffer.Length)
            {
                return 0;
            }

            if (buffer[next] is (byte)'\n' or (byte)'\r')
            {
                var length = next + LineEnd(buffer[next..]);
                var half = next - at == 2 && buffer[next] == (byte)'\r' && length == next + 1 && length == buffer.Length;
                return half ? 0 : length;
            }

            at = next;
        }

        return 0;
    }

    /// <summary>Reads the fields of a whole event.</summary>
    public static SseFrame Of(ReadOnlySpan<byte> raw)
    {
        ReadOnlySpan<byte> type = [], data = [];
        var rest = raw;
        while (!rest.IsEmpty)
        {
            var end = rest.IndexOfAny((byte)'\n', (byte)'\r');
            var line = end < 0 ? rest : rest[..end];
            if (data.IsEmpty && line.StartsWith("data:"u8))
            {
                data = Value(line["data:".Length..]);
            }
            else if (line.StartsWith("event:"u8))
            {
                type = Value(line["event:".Length..]);
            }

            rest = end < 0 ? [] : rest[(end + 1)..];
        }

        return new SseFrame(raw, type, data);
    }

    private static int LineEnd(ReadOnlySpan<byte> at) => at.StartsWith("\r\n"u8) ? 2 : 1;

    private static ReadOnlySpan<byte> Value(ReadOnlySpan<byte> text) => text.StartsWith(" "u8) ? text[1..] : text;
}
