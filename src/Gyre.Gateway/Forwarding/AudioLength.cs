using System.Buffers.Binary;

namespace Gyre.Gateway.Forwarding;

/// <summary>How long a sound file is, from its bytes.</summary>
/// <param name="MostMilliseconds">It is not longer.</param>
/// <param name="IsExact">Whether the file says its length; else it is what so many bytes hold at the lowest rate that speech is coded at.</param>
internal readonly record struct AudioLength(long MostMilliseconds, bool IsExact)
{
    // Bytes a second: 4 kbit/s, below what MP3, AAC and Opus go down to.
    private const long LowestRate = 500;

    /// <summary>Of a file; WAV and FLAC say their length in their first bytes.</summary>
    public static AudioLength Of(ReadOnlySpan<byte> file) =>
        Wave(file) ?? Flac(file) ?? new AudioLength(((file.Length * 1000L) + LowestRate - 1) / LowestRate, false);

    private static AudioLength? Wave(ReadOnlySpan<byte> file)
    {
        if (file.Length < 12 || !file.StartsWith("RIFF"u8) || !file[8..].StartsWith("WAVE"u8))
        {
            return null;
        }

        var (at, rate) = (12L, 0u);
        while (at + 8 <= file.Length)
        {
            var chunk = file[(int)at..];
            var length = BinaryPrimitives.ReadUInt32LittleEndian(chunk[4..]);
            if (chunk.StartsWith("fmt "u8) && chunk.Length >= 20)
            {
                rate = BinaryPrimitives.ReadUInt32LittleEndian(chunk[16..]);
            }
            else if (chunk.StartsWith("data"u8) && rate > 0)
            {
                // A recorder that wrote as it heard leaves the length open.
                return new AudioLength((Math.Min(length, chunk.Length - 8L) * 1000 + rate - 1) / rate, true);
            }

            at += 8L + length + (length & 1);
        }

        return null;
    }

    private static AudioLength? Flac(ReadOnlySpan<byte> file)
    {
        if (file.Length < 26 || !file.StartsWith("fLaC"u8))
        {
            return null;
        }

        // Twenty bits of rate, eight of channels and depth, thirty-six of samples.
        var packed = BinaryPrimitives.ReadUInt64BigEndian(file[18..]);
        var (rate, samples) = ((long)(packed >> 44), (long)(packed & 0xF_FFFF_FFFF));
        return rate > 0 && samples > 0 ? new AudioLength(((samples * 1000) + rate - 1) / rate, true) : null;
    }
}
