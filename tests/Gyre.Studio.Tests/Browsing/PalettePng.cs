using System.Buffers.Binary;
using System.IO.Compression;

namespace Gyre.Studio.Tests.Browsing;

/// <summary>Makes a screenshot's PNG one with a palette, which has less than half of the bytes: pictures of the page are kept with its sources.</summary>
internal static class PalettePng
{
    private const int Frequent = 56;
    private const int Distant = 56;

    private static readonly byte[] Signature = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A];

    /// <param name="png">As Chromium writes it: eight bits a channel, not interlaced.</param>
    public static byte[] Of(ReadOnlySpan<byte> png)
    {
        var (width, height, pixels) = Read(png);
        var counts = new Dictionary<int, int>();
        foreach (var pixel in pixels)
        {
            counts[pixel] = counts.GetValueOrDefault(pixel) + 1;
        }

        var palette = PaletteOf(counts);
        var nearest = counts.Keys.ToDictionary(c => c, c => (byte)palette.Index().MinBy(p => Distance(p.Item, c)).Index);
        using var made = new MemoryStream();
        made.Write(Signature);
        Write(made, "IHDR"u8, [.. Number(width), .. Number(height), 8, 3, 0, 0, 0]);
        Write(made, "PLTE"u8, [.. palette.SelectMany(c => (byte[])[(byte)(c >> 16), (byte)(c >> 8), (byte)c])]);
        using var rows = new MemoryStream();
        using (var deflated = new ZLibStream(rows, CompressionLevel.SmallestSize, leaveOpen: true))
        {
            for (var y = 0; y < height; y++)
            {
                deflated.Write([0, .. pixels.AsSpan(y * width, width).ToArray().Select(c => nearest[c])]);
            }
        }

        Write(made, "IDAT"u8, rows.ToArray());
        Write(made, "IEND"u8, []);
        return made.ToArray();
    }

    // The most frequent colours as they are; then those that none of the chosen is near to.
    private static List<int> PaletteOf(Dictionary<int, int> counts)
    {
        var palette = counts.OrderByDescending(c => c.Value).ThenBy(c => c.Key).Take(Frequent).Select(c => c.Key).ToList();
        var left = counts.Keys.Except(palette).Order().ToDictionary(c => c, c => palette.Min(p => Distance(p, c)));
        while (left.Count > 0 && palette.Count < Frequent + Distant)
        {
            var (farthest, distance) = left.MaxBy(c => c.Value);
            if (distance == 0)
            {
                break;
            }

            palette.Add(farthest);
            foreach (var colour in left.Keys)
            {
                left[colour] = Math.Min(left[colour], Distance(farthest, colour));
            }
        }

        return palette;
    }

    private static int Distance(int a, int b)
    {
        var (red, green, blue) = ((a >> 16) - (b >> 16), ((a >> 8) & 255) - ((b >> 8) & 255), (a & 255) - (b & 255));
        return (red * red) + (green * green) + (blue * blue);
    }

    private static (int Width, int Height, int[] Pixels) Read(ReadOnlySpan<byte> png)
    {
        var (width, height) = (BinaryPrimitives.ReadInt32BigEndian(png[16..]), BinaryPrimitives.ReadInt32BigEndian(png[20..]));
        var size = png[25] == 6 ? 4 : 3;
        Assert.Equal((8, size == 4 ? 6 : 2, 0), (png[24], png[25], png[28]));
        using var deflated = new MemoryStream();
        for (var at = 8; at < png.Length;)
        {
            var length = BinaryPrimitives.ReadInt32BigEndian(png[at..]);
            if (png.Slice(at + 4, 4).SequenceEqual("IDAT"u8))
            {
                deflated.Write(png.Slice(at + 8, length));
            }

            at += length + 12;
        }

        deflated.Position = 0;
        using var inflated = new ZLibStream(deflated, CompressionMode.Decompress);
        var pixels = new int[width * height];
        var (before, row) = (new byte[width * size], new byte[(width * size) + 1]);
        for (var y = 0; y < height; y++)
        {
            inflated.ReadExactly(row);
            var bytes = row.AsSpan(1);
            Unfilter(row[0], bytes, before, size);
            for (var x = 0; x < width; x++)
            {
                pixels[(y * width) + x] = (bytes[x * size] << 16) | (bytes[(x * size) + 1] << 8) | bytes[(x * size) + 2];
            }

            bytes.CopyTo(before);
        }

        return (width, height, pixels);
    }

    private static void Unfilter(byte filter, Span<byte> row, ReadOnlySpan<byte> above, int size)
    {
        for (var i = 0; i < row.Length; i++)
        {
            int left = i < size ? 0 : row[i - size], up = above[i], corner = i < size ? 0 : above[i - size];
            row[i] += (byte)(filter switch { 1 => left, 2 => up, 3 => (left + up) / 2, 4 => Paeth(left, up, corner), _ => 0 });
        }
    }

    private static int Paeth(int left, int up, int corner)
    {
        var (a, b, c) = (Math.Abs(up - corner), Math.Abs(left - corner), Math.Abs(left + up - (2 * corner)));
        return a <= b && a <= c ? left : b <= c ? up : corner;
    }

    private static byte[] Number(int number)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(bytes, number);
        return bytes;
    }

    private static void Write(Stream to, ReadOnlySpan<byte> type, byte[] data)
    {
        byte[] named = [.. type, .. data];
        to.Write(Number(data.Length));
        to.Write(named);
        to.Write(Number((int)Sum(named)));
    }

    private static uint Sum(byte[] bytes)
    {
        var sum = uint.MaxValue;
        foreach (var item in bytes)
        {
            sum ^= item;
            for (var bit = 0; bit < 8; bit++)
            {
                sum = (sum & 1) == 0 ? sum >> 1 : (sum >> 1) ^ 0xEDB88320;
            }
        }

        return sum ^ uint.MaxValue;
    }
}
