namespace Gyre.Models.Providers;

/// <summary>Hands an answer through that may not be longer than so many bytes. It does not own the stream.</summary>
internal sealed class BoundedStream(Stream inner, long most) : PassingStream
{
    private long come;

    /// <inheritdoc/>
    /// <exception cref="InvalidDataException">It is longer.</exception>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var read = await inner.ReadAsync(buffer, cancellationToken);
        come += read;
        return come <= most ? read : throw new InvalidDataException($"The provider's answer is longer than {most / (1024 * 1024)} MiB.");
    }
}
