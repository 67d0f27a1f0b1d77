namespace Gyre.Cli.CommandLine;

/// <summary>Reads <c>k=v</c> words; the value is everything after the first equals sign.</summary>
internal static class KeyValues
{
    /// <summary>In the order typed; a later word replaces an earlier one.</summary>
    /// <exception cref="UsageException">A word without an equals sign or without a key.</exception>
    public static IReadOnlyDictionary<string, string> Read(string option, IEnumerable<string>? words)
    {
        var pairs = new OrderedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var word in words ?? [])
        {
            var equals = word.IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0)
            {
                throw new UsageException($"{option} wants k=v, not '{word}'. Put quotes around values with blanks: {option} 'k=some text'.");
            }

            pairs[word[..equals]] = word[(equals + 1)..];
        }

        return pairs;
    }
}
