using System.Runtime.InteropServices;
using Gyre.Evaluation.Statistics;

namespace Gyre.Evaluation.Datasets.Duplicates;

/// <summary>
/// Finds earlier texts that may be like a text: MinHash signatures of 128 numbers (Broder 1997), cut into bands; texts that agree in a
/// whole band are looked at. Bands are so many that a pair of exactly the threshold's similarity is missed one time in a million.
/// </summary>
internal sealed class NearIndex
{
    private const int Numbers = 128;
    private const double MissedAtMost = 1e-6;

    private readonly ulong[] multipliers = new ulong[Numbers];
    private readonly ulong[] addends = new ulong[Numbers];
    private readonly uint[] signature = new uint[Numbers];
    private readonly int width;

    // By band: the last text with these numbers, and for each text the one before it.
    private readonly Dictionary<ulong, int>[] last;
    private readonly List<int>[] before;

    /// <param name="threshold">The similarity from which on pairs must be found.</param>
    public NearIndex(double threshold)
    {
        width = WidthOf(threshold);
        last = [.. Enumerable.Range(0, Numbers / width).Select(_ => new Dictionary<ulong, int>())];
        before = [.. last.Select(_ => new List<int>())];
        var random = new SeededRandom(1);
        for (var i = 0; i < Numbers; i++)
        {
            (multipliers[i], addends[i]) = (random.Next() | 1, random.Next());
        }
    }

    /// <summary>How many texts were added.</summary>
    public int Count { get; private set; }

    /// <summary>The numbers, in the order of adding, of texts that may be like this one; most others are not like it.</summary>
    public IReadOnlyCollection<int> Candidates(ulong[] shingles)
    {
        Sign(shingles);
        var found = new SortedSet<int>();
        for (var band = 0; band < last.Length; band++)
        {
            for (var at = last[band].GetValueOrDefault(BandKey(band), -1); at >= 0; at = before[band][at])
            {
                found.Add(at);
            }
        }

        return found;
    }

    /// <summary>Adds the text that <see cref="Candidates"/> was last asked about.</summary>
    public void AddLast()
    {
        for (var band = 0; band < last.Length; band++)
        {
            ref var head = ref CollectionsMarshal.GetValueRefOrAddDefault(last[band], BandKey(band), out var exists);
            before[band].Add(exists ? head : -1);
            head = Count;
        }

        Count++;
    }

    /// <summary>As wide as possible, because wide bands have few accidental neighbours, while enough bands are left to miss nothing.</summary>
    internal static int WidthOf(double threshold) =>
        Enumerable.Range(1, 16).Reverse().FirstOrDefault(w => Math.Pow(1 - Math.Pow(threshold, w), Numbers / w) <= MissedAtMost, 1);

    private void Sign(ulong[] shingles)
    {
        for (var i = 0; i < Numbers; i++)
        {
            var (multiplier, addend, least) = (multipliers[i], addends[i], uint.MaxValue);
            foreach (var shingle in shingles)
            {
                least = Math.Min(least, (uint)(((shingle * multiplier) + addend) >> 32));
            }

            signature[i] = least;
        }
    }

    private ulong BandKey(int band)
    {
        var key = 14695981039346656037UL;
        foreach (var number in signature.AsSpan(band * width, width))
        {
            key = (key ^ number) * 0x9E3779B97F4A7C15;
            key ^= key >> 29;
        }

        return key;
    }
}
