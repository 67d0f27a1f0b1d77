using System.Net;

namespace Gyre.Server.Tests;

/// <summary>A body that says how long it would be.</summary>
internal sealed class Announced(long length) : HttpContent
{
    protected override bool TryComputeLength(out long computed)
    {
        computed = length;
        return true;
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => throw new InvalidOperationException("It was asked for.");
}
