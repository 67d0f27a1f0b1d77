using System.Numerics;

namespace Gyre.Evaluation.Statistics;

/// <summary>xoshiro256** (Blackman and Vigna 2018), seeded through SplitMix64: the same seed gives the same numbers on every machine and version.</summary>
internal sealed class SeededRandom
{
    private ulong s0, s1, s2, s3;

    public SeededRandom(int seed)
    {
        var state = unchecked((ulong)seed);
        (s0, s1, s2, s3) = (Mixed(ref state), Mixed(ref state), Mixed(ref state), Mixed(ref state));
    }

    /// <summary>Fills with indices from 0 up to, not including, a bound below 2^31, two from each draw.</summary>
    public void Fill(Span<int> indices, int bound)
    {
        var i = 0;
        for (; i + 1 < indices.Length; i += 2)
        {
            var bits = Next();
            indices[i] = Scaled((uint)bits, bound);
            indices[i + 1] = Scaled((uint)(bits >> 32), bound);
        }

        if (i < indices.Length)
        {
            indices[i] = Scaled((uint)Next(), bound);
        }
    }

    /// <summary>Evenly in [0, 1).</summary>
    public double NextDouble() => (Next() >> 11) * (1.0 / (1UL << 53));

    /// <summary>64 even bits.</summary>
    public ulong Next()
    {
        var result = BitOperations.RotateLeft(s1 * 5, 7) * 9;
        var t = s1 << 17;
        s2 ^= s0;
        s3 ^= s1;
        s1 ^= s2;
        s0 ^= s3;
        s2 ^= t;
        s3 = BitOperations.RotateLeft(s3, 45);
        return result;
    }

    // Uneven by at most bound / 2^32, far below what any resampling could show.
    private static int Scaled(uint bits, int bound) => (int)(((ulong)bits * (uint)bound) >> 32);

    private static ulong Mixed(ref ulong state)
    {
        var z = state += 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
