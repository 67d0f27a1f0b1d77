using Gyre.Gateway.Forwarding;
using Gyre.Wire.Sse;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Gyre.Gateway.Surfaces;

/// <summary>
/// Gives a client that did not ask for <c>alt=sse</c> its stream as Gemini does then: the same objects as the elements of one JSON array,
/// each as it comes. Anything else that is answered passes as it is.
/// </summary>
internal sealed class JsonArrayStream(HttpResponse response, Stream inner) : Stream
{
    private readonly AnswerBuffer waiting = new();
    private bool? changes;
    private bool begun;

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>Answers a request so.</summary>
    public static async Task OverAsync(HttpContext http, Func<Task> answer)
    {
        var body = http.Features.GetRequiredFeature<IHttpResponseBodyFeature>();
        await using var array = new JsonArrayStream(http.Response, body.Stream);
        http.Features.Set<IHttpResponseBodyFeature>(new StreamResponseBodyFeature(array, body));
        try
        {
            await answer();
            if (!http.RequestAborted.IsCancellationRequested)
            {
                await http.Response.BodyWriter.FlushAsync(http.RequestAborted);
                await array.EndAsync(http.RequestAborted);
            }
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            // Nobody waits for the end.
        }
        finally
        {
            http.Features.Set(body);
        }
    }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (!Changes())
        {
            await inner.WriteAsync(buffer, cancellationToken);
            return;
        }

        buffer.Span.CopyTo(waiting.GetSpan(buffer.Length));
        waiting.Advance(buffer.Length);
        while (SseFrame.LengthOf(waiting.Span) is > 0 and var length)
        {
            await ElementAsync(SseFrame.Of(waiting.Span[..length]).Data.ToArray(), cancellationToken);
            waiting.Take(length);
        }
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override Task FlushAsync(CancellationToken cancellationToken) => inner.FlushAsync(cancellationToken);

    public override void Flush() => throw new NotSupportedException("The answer is written without blocking.");

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException("The answer is written without blocking.");

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            waiting.Dispose();
        }

        base.Dispose(disposing);
    }

    // Known when the first bytes come: then status and headers are as they will be sent.
    private bool Changes()
    {
        if (changes is null)
        {
            changes = response.ContentType?.StartsWith("text/event-stream", StringComparison.OrdinalIgnoreCase) == true;
            if (changes == true)
            {
                response.ContentType = "application/json; charset=utf-8";
            }
        }

        return changes == true;
    }

    private async ValueTask ElementAsync(byte[] data, CancellationToken cancellationToken)
    {
        if (data.Length > 0)
        {
            await inner.WriteAsync(begun ? ",\r\n"u8.ToArray() : "["u8.ToArray(), cancellationToken);
            begun = true;
            await inner.WriteAsync(data, cancellationToken);
        }
    }

    private async ValueTask EndAsync(CancellationToken cancellationToken)
    {
        if (changes == true)
        {
            // What a provider left without its closing blank line is an event too.
            await ElementAsync(SseFrame.Of(waiting.Span).Data.ToArray(), cancellationToken);
            await inner.WriteAsync(begun ? "]"u8.ToArray() : "[]"u8.ToArray(), cancellationToken);
        }
    }
}
