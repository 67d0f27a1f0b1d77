using System.Net;
using Gyre.Wire.Json;

namespace Gyre.Models.Providers;

/// <summary>A request body in up to three pieces, sent without being put together.</summary>
internal sealed class SplicedContent : HttpContent
{
    private readonly SplicedBytes bytes;

    public SplicedContent(SplicedBytes bytes, string contentType)
    {
        this.bytes = bytes;
        Headers.TryAddWithoutValidation("Content-Type", contentType);
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken) => bytes.WriteToAsync(stream, cancellationToken).AsTask();

    protected override bool TryComputeLength(out long length)
    {
        length = bytes.Length;
        return true;
    }
}
