using System.Security.Cryptography;
using System.Text;
using Gyre.Kernel;
using Gyre.Workspace.Yaml;

namespace Gyre.Workspace;

/// <summary>Texts of a workspace that people change over the API: one change at a time, each by who saw the text that it replaces.</summary>
/// <param name="time">The clock.</param>
public sealed class TextFiles(TimeProvider time) : IDisposable
{
    private static readonly byte[] Mark = [0xEF, 0xBB, 0xBF];

    // Between looking whether a file is as it was read and replacing it.
    private readonly SemaphoreSlim writing = new(1, 1);

    /// <summary>Names a text.</summary>
    public static string Etag(string text) => $"\"{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 12))}\"";

    /// <summary>Replaces a file's text, or makes the file. Line ends and a byte order mark stay as the file had them: they are nobody's change.</summary>
    /// <param name="file">Full path.</param>
    /// <param name="named">What whoever asked calls it.</param>
    /// <param name="change">Makes the new text of the one that is there (null where there is no file), or throws to leave it.</param>
    /// <param name="cancellationToken">Stops before the writing.</param>
    /// <returns>The text as it stands now.</returns>
    /// <exception cref="ProblemException"><c>file-unwritable</c>, and what <paramref name="change"/> throws: nothing was written.</exception>
    public async Task<string> ChangeAsync(string file, string named, Func<string?, string> change, CancellationToken cancellationToken)
    {
        await writing.WaitAsync(cancellationToken);
        try
        {
            var there = File.Exists(file);
            var before = there ? YamlText.ReadAllText(file) : null;
            var text = WithLineEndsOf(before, change(before));
            cancellationToken.ThrowIfCancellationRequested();
            var mark = there && StartsWithMark(file);
            AtomicFile.Write(file, stream =>
            {
                stream.Write(mark ? Mark : []);
                stream.Write(Encoding.UTF8.GetBytes(text));
            });

            // Editors keep hidden files of such names too.
            Abandoned.Sweep(Path.GetDirectoryName(file)!, $".{Path.GetFileName(file)}.*", time, place => Guid.TryParseExact(Path.GetExtension(place).TrimStart('.'), "n", out _));
            return text;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ProblemException(new Problem("file-unwritable", $"'{named}' can't be written: {e.Message}"), e);
        }
        finally
        {
            writing.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => writing.Dispose();

    private static string WithLineEndsOf(string? before, string text)
    {
        var windows = before is not null && before.Contains("\r\n", StringComparison.Ordinal) && !before.Replace("\r\n", "", StringComparison.Ordinal).Contains('\n', StringComparison.Ordinal);
        return windows ? text.Replace("\r\n", "\n", StringComparison.Ordinal).Replace("\n", "\r\n", StringComparison.Ordinal) : text;
    }

    private static bool StartsWithMark(string file)
    {
        using var stream = File.OpenRead(file);
        var first = new byte[Mark.Length];
        return stream.ReadAtLeast(first, first.Length, throwOnEndOfStream: false) == first.Length && first.AsSpan().SequenceEqual(Mark);
    }
}
