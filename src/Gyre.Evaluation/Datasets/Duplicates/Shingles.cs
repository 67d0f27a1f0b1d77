using System.Text;

namespace Gyre.Evaluation.Datasets.Duplicates;

/// <summary>A text as the set of its runs of five characters, after what does not change its meaning is taken away.</summary>
internal static class Shingles
{
    private const int Length = 5;

    /// <summary>Small letters, one form for each character (NFKC), no punctuation, single blanks.</summary>
    public static string Normalized(string text)
    {
        var normal = new StringBuilder(text.Length);
        foreach (var c in WithoutHalves(text).Normalize(NormalizationForm.FormKC).ToLowerInvariant())
        {
            if (char.IsPunctuation(c) || char.IsWhiteSpace(c) || char.IsControl(c))
            {
                if (normal.Length > 0 && normal[^1] != ' ')
                {
                    normal.Append(' ');
                }
            }
            else
            {
                normal.Append(c);
            }
        }

        return normal.ToString().TrimEnd();
    }

    /// <summary>The hashes of the different runs, in rising order; a text shorter than a run is one.</summary>
    public static ulong[] Of(string normalized)
    {
        if (normalized.Length <= Length)
        {
            return [Hash(normalized)];
        }

        var hashes = new ulong[normalized.Length - Length + 1];
        for (var i = 0; i < hashes.Length; i++)
        {
            hashes[i] = Hash(normalized.AsSpan(i, Length));
        }

        Array.Sort(hashes);
        var different = 1;
        for (var i = 1; i < hashes.Length; i++)
        {
            if (hashes[i] != hashes[different - 1])
            {
                hashes[different++] = hashes[i];
            }
        }

        return hashes[..different];
    }

    /// <summary>What two sets have in common, over what they have together (Jaccard): 1 for equal ones.</summary>
    public static double Similarity(ulong[] a, ulong[] b)
    {
        var (i, j, common) = (0, 0, 0);
        while (i < a.Length && j < b.Length)
        {
            if (a[i] == b[j])
            {
                (i, j, common) = (i + 1, j + 1, common + 1);
            }
            else if (a[i] < b[j])
            {
                i++;
            }
            else
            {
                j++;
            }
        }

        return (double)common / (a.Length + b.Length - common);
    }

    // FNV-1a over UTF-16, then mixed well, because signatures are made of these.
    private static ulong Hash(ReadOnlySpan<char> run)
    {
        var hash = 14695981039346656037UL;
        foreach (var c in run)
        {
            hash = (hash ^ c) * 1099511628211UL;
        }

        hash = (hash ^ (hash >> 30)) * 0xBF58476D1CE4E5B9;
        hash = (hash ^ (hash >> 27)) * 0x94D049BB133111EB;
        return hash ^ (hash >> 31);
    }

    // Normalize does not take half of a surrogate pair.
    private static string WithoutHalves(string text) =>
        text.Any(char.IsSurrogate) ? string.Concat(text.EnumerateRunes().Select(r => r.ToString())) : text;
}
