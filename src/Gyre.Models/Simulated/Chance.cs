namespace Gyre.Models.Simulated;

/// <summary>The draws of one request: they follow from the seed and the request's number alone, so that a run repeats. SplitMix64.</summary>
internal struct Chance(long seed, long number)
{
    private ulong state = Mix((ulong)seed ^ (Mix((ulong)number) * 0x9E3779B97F4A7C15));

    /// <summary>A number from 0 up to, but not, 1.</summary>
    public double Next()
    {
        state += 0x9E3779B97F4A7C15;
        return (Mix(state) >> 11) * (1.0 / (1UL << 53));
    }

    private static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
