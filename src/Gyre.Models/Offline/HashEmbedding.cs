namespace Gyre.Models.Offline;

/// <summary>Vectors without a model: words and pairs of words hashed into dimensions. The same text always gives the same vector; shared words give nearness, meaning does not.</summary>
internal static class HashEmbedding
{
    public const int Dimensions = 384;

    /// <summary>A vector of length one; zero for a text without words.</summary>
    public static float[] Of(string text, int dimensions)
    {
        var vector = new float[dimensions];
        var words = Words.Of(text);
        foreach (var (index, word) in words.Index())
        {
            Add(vector, word, 1);
            if (index > 0)
            {
                Add(vector, words[index - 1] + " " + word, 0.5f);
            }
        }

        var norm = Math.Sqrt(vector.Sum(x => (double)x * x));
        return norm == 0 ? vector : [.. vector.Select(x => (float)(x / norm))];
    }

    // FNV-1a: stable between processes, which string.GetHashCode is not. Half of the features count negatively, so that collisions cancel out.
    private static void Add(float[] vector, string feature, float weight)
    {
        var hash = 14695981039346656037UL;
        foreach (var c in feature)
        {
            hash = (hash ^ c) * 1099511628211UL;
        }

        hash ^= hash >> 32;
        vector[(int)(hash % (ulong)vector.Length)] += (hash >> 63) == 0 ? weight : -weight;
    }
}
