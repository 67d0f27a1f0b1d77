using System.Security.Cryptography;
using Gyre.Kernel;

namespace Gyre.Workspace.Secrets;

/// <summary>The 256-bit key that secrets are encrypted with: the variable GYRE_SECRETS_KEY (base64) where it is set, else a file that only its owner may read, made at the first use.</summary>
/// <param name="file">The key file, <see cref="GyreHome.SecretsKeyFile"/>.</param>
/// <param name="environment">Reads a variable; the process's environment unless given.</param>
public sealed class SecretKey(string file, Func<string, string?>? environment = null)
{
    /// <summary>The variable that may hold the key.</summary>
    public const string Variable = "GYRE_SECRETS_KEY";

    private const int Bytes = 32;
    private readonly Func<string, string?> environment = environment ?? Environment.GetEnvironmentVariable;
    private readonly Lock gate = new();
    private byte[]? known;

    /// <summary>Where the key is, for messages.</summary>
    public string Place => FromEnvironment is null ? $"the file '{file}'" : $"the environment variable {Variable}";

    /// <summary>The key, or null where there is none yet.</summary>
    /// <exception cref="ProblemException"><c>secret-key-invalid</c>: it is there but is no key.</exception>
    public byte[]? Find()
    {
        lock (gate)
        {
            return known ??= FromEnvironment is { } text ? Parse(text) : File.Exists(file) ? Parse(Read()) : null;
        }
    }

    /// <summary>The key, made where there is none.</summary>
    public byte[] GetOrCreate()
    {
        lock (gate)
        {
            return Find() ?? (known = Create());
        }
    }

    /// <summary>Tells keys apart without telling them.</summary>
    internal static string Fingerprint(byte[] key) => Convert.ToHexStringLower(SHA256.HashData(key).AsSpan(0, 4));

    private string? FromEnvironment => environment(Variable) is { Length: > 0 } text ? text : null;

    private string Read()
    {
        try
        {
            return File.ReadAllText(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ProblemException(new Problem("secret-key-unreadable", $"The key of the stored secrets, '{file}', cannot be read ({e.Message.TrimEnd('.')}).") { File = file }, e);
        }
    }

    private byte[] Create()
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            var held = $"{file}.lock";
            byte[] key;
            using (Hold(held))
            {
                key = File.Exists(file) ? Parse(Read()) : Write();
            }

            // From here on there is a key, so whoever still waits makes none, under this lock or another.
            Release(held);
            return key;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ProblemException(
                new Problem("secret-key-not-writable", $"The key for secrets cannot be written to '{file}' ({e.Message.TrimEnd('.')}). Make the folder writable, or set {Variable}.") { File = file },
                e);
        }
    }

    // A move alone does not tell who came first: on Unix it replaces what came a moment before.
    private FileStream Hold(string held)
    {
        for (var patience = 1000; ; patience--)
        {
            try
            {
                return new FileStream(held, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException) when (patience > 0 && (File.Exists(held) || File.Exists(file)))
            {
                Thread.Sleep(5);
            }
        }
    }

    private static void Release(string held)
    {
        try
        {
            File.Delete(held);
        }
        catch (IOException)
        {
            // On Windows whoever waited has it open now, and removes it.
        }
    }

    // Written aside and moved: a crash leaves the whole key or none.
    private byte[] Write()
    {
        var key = RandomNumberGenerator.GetBytes(Bytes);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        var aside = $"{file}.{Guid.NewGuid():n}";
        using (var writer = new StreamWriter(aside, options))
        {
            writer.WriteLine(Convert.ToBase64String(key));
        }

        File.Move(aside, file);
        return key;
    }

    private byte[] Parse(string text)
    {
        var key = new byte[Bytes + 1];
        return Convert.TryFromBase64String(text.Trim(), key, out var count) && count == Bytes
            ? key[..Bytes]
            : throw new ProblemException("secret-key-invalid", $"{char.ToUpperInvariant(Place[0])}{Place[1..]} must hold a key of {Bytes} bytes in base64; make one with: openssl rand -base64 {Bytes}");
    }
}
