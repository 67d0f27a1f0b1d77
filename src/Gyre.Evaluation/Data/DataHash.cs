using System.Security.Cryptography;
using System.Text;

namespace Gyre.Evaluation.Data;

/// <summary>Tells whether data is still what it was.</summary>
internal static class DataHash
{
    /// <summary>SHA-256 of a file, or of the paths and contents of all files of a folder, as hexadecimal digits.</summary>
    public static async Task<string> OfAsync(string path, CancellationToken cancellationToken)
    {
        if (!Directory.Exists(path))
        {
            return await OfFileAsync(path, cancellationToken);
        }

        var listed = new StringBuilder();
        foreach (var file in Directory.EnumerateFiles(path, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            listed.Append(Path.GetRelativePath(path, file).Replace('\\', '/')).Append('\0').Append(await OfFileAsync(file, cancellationToken)).Append('\n');
        }

        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(listed.ToString())));
    }

    private static async Task<string> OfFileAsync(string file, CancellationToken cancellationToken)
    {
        await using var stream = new FileStream(file, new FileStreamOptions { Options = FileOptions.SequentialScan, BufferSize = 1 << 17, Share = FileShare.ReadWrite });
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(stream, cancellationToken));
    }
}
