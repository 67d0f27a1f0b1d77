using System.Buffers;
using System.Security.Cryptography;
using System.Text;

namespace Gyre.Gateway.Callers;

/// <summary>
/// The text of a key: <c>gyre_</c>, 34 random characters of base 62 (202 bits), and six that check the rest,
/// so that a mistyped key is told from an unknown one and scanners of repositories can recognise one.
/// </summary>
public static class KeyText
{
    /// <summary>What every key begins with.</summary>
    public const string Mark = "gyre_";

    private const string Alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private const int RandomLength = 34;
    private const int CheckLength = 6;
    private const int PrefixLength = 10;

    private static readonly SearchValues<char> Letters = SearchValues.Create(Alphabet);

    /// <summary>A fresh key.</summary>
    public static string Create()
    {
        var random = RandomNumberGenerator.GetString(Alphabet, RandomLength);
        return $"{Mark}{random}{Check(random)}";
    }

    /// <summary>The part that is kept and shown: enough to tell keys apart, far too little to guess one.</summary>
    public static string Prefix(string key) => key[..PrefixLength];

    /// <summary>Whether the text could be a key: right length, letters and check.</summary>
    public static bool IsWellFormed(ReadOnlySpan<char> key) =>
        key.Length == Mark.Length + RandomLength + CheckLength
        && key.StartsWith(Mark, StringComparison.Ordinal)
        && !key[Mark.Length..].ContainsAnyExcept(Letters)
        && key[^CheckLength..].SequenceEqual(Check(key.Slice(Mark.Length, RandomLength)));

    private static string Check(ReadOnlySpan<char> random)
    {
        Span<byte> text = stackalloc byte[RandomLength];
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        Encoding.ASCII.GetBytes(random, text);
        SHA256.HashData(text, hash);
        Span<char> check = stackalloc char[CheckLength];
        for (var i = 0; i < CheckLength; i++)
        {
            check[i] = Alphabet[hash[i] % Alphabet.Length];
        }

        return new string(check);
    }
}
