using System.Security.Cryptography;
using System.Text;
using Gyre.Kernel;

namespace Gyre.Workspace.Secrets;

/// <summary>
/// Encrypts secrets at rest with AES-256-GCM. A sealed secret is bound to its place (the name of what it belongs to),
/// so it can be neither changed nor moved to another place unnoticed.
/// </summary>
public sealed class SecretBox(SecretKey key)
{
    private const string Prefix = "gyre1";
    private const int NonceBytes = 12, TagBytes = 16;

    /// <summary>Encrypts; two calls never give the same text.</summary>
    /// <param name="secret">What to hide.</param>
    /// <param name="place">Where it belongs; the same must be given to <see cref="Open"/>.</param>
    public string Seal(string secret, string place)
    {
        var master = key.GetOrCreate();
        var plain = Encoding.UTF8.GetBytes(secret);
        var box = new byte[NonceBytes + TagBytes + plain.Length];
        var nonce = box.AsSpan(0, NonceBytes);
        RandomNumberGenerator.Fill(nonce);
        using var aes = new AesGcm(master, TagBytes);
        aes.Encrypt(nonce, plain, box.AsSpan(NonceBytes + TagBytes), box.AsSpan(NonceBytes, TagBytes), Encoding.UTF8.GetBytes(place));
        return $"{Prefix}.{SecretKey.Fingerprint(master)}.{Convert.ToBase64String(box)}";
    }

    /// <summary>Decrypts.</summary>
    /// <exception cref="ProblemException"><c>secret-key-lost</c>, <c>secret-key-other</c> or <c>secret-damaged</c>.</exception>
    public string Open(string box, string place)
    {
        var parts = box.Split('.');
        if (parts is not [Prefix, var fingerprint, var text] || Bytes(text) is not { Length: >= NonceBytes + TagBytes } bytes)
        {
            throw Damaged(place);
        }

        var master = key.Find() ?? throw new ProblemException(
            "secret-key-lost",
            $"The secret of {place} cannot be read: its key, {key.Place}, is gone. Put the key back, or enter the secret again.");
        if (SecretKey.Fingerprint(master) != fingerprint)
        {
            throw new ProblemException(
                "secret-key-other",
                $"The secret of {place} was encrypted with another key than {key.Place} holds. Put the old key back, or enter the secret again.");
        }

        var plain = new byte[bytes.Length - NonceBytes - TagBytes];
        try
        {
            using var aes = new AesGcm(master, TagBytes);
            aes.Decrypt(bytes.AsSpan(0, NonceBytes), bytes.AsSpan(NonceBytes + TagBytes), bytes.AsSpan(NonceBytes, TagBytes), plain, Encoding.UTF8.GetBytes(place));
        }
        catch (AuthenticationTagMismatchException)
        {
            throw Damaged(place);
        }

        return Encoding.UTF8.GetString(plain);
    }

    private static byte[]? Bytes(string text)
    {
        var bytes = new byte[text.Length];
        return Convert.TryFromBase64String(text, bytes, out var count) ? bytes[..count] : null;
    }

    private static ProblemException Damaged(string place) =>
        new("secret-damaged", $"The stored secret of {place} has been changed since it was written, and cannot be read. Enter it again.");
}
