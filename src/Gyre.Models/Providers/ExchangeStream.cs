namespace Gyre.Models.Providers;

/// <summary>The body of an answer, read under its <see cref="ExchangeTimer"/>. Forward only.</summary>
internal sealed class ExchangeStream(Stream inner, ExchangeTimer timer) : PassingStream
{
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        using var both = timer.Covers(cancellationToken) ? null : CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timer.Token);
        try
        {
            var read = await inner.ReadAsync(buffer, both?.Token ?? timer.Token);
            timer.Progress();
            return read;
        }
        catch (Exception e) when (timer.TimedOut && !cancellationToken.IsCancellationRequested && e is OperationCanceledException or IOException)
        {
            throw timer.Timeout(e);
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
