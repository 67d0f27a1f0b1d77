using System.IO.Compression;

namespace Gyre.Models.Providers;

/// <summary>
/// Takes the compression off an answer that was compressed though nobody asked for it, as some proxies do: nothing behind here knows of any.
/// It keeps step with the provider: what was flushed is there to be read.
/// </summary>
internal sealed class UnaskedEncoding(Stream inner, string encoding) : PassingStream
{
    /// <summary>The name of the encoding that can be taken off; null where there is none, or none that we know.</summary>
    public static string? Of(HttpResponseMessage response) =>
        response.Content.Headers.NonValidated.TryGetValues("Content-Encoding", out var named) && named.ToString().ToLowerInvariant() is "gzip" or "x-gzip" or "br" or "deflate"
            ? named.ToString().ToLowerInvariant()
            : null;

    /// <summary>Reads a body without its encoding.</summary>
    public static UnaskedEncoding Over(Stream body, string encoding) => new(
        encoding switch
        {
            "br" => new BrotliStream(body, CompressionMode.Decompress),
            "deflate" => new ZLibStream(body, CompressionMode.Decompress),
            _ => new GZipStream(body, CompressionMode.Decompress),
        },
        encoding);

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        try
        {
            return await inner.ReadAsync(buffer, cancellationToken);
        }
        catch (Exception e) when (e is InvalidDataException or InvalidOperationException)
        {
            throw new InvalidDataException($"The provider's answer is said to be compressed by {encoding}, and is not.", e);
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            inner.Dispose();
        }

        base.Dispose(disposing);
    }
}
