using Gyre.Models.Providers;

namespace Gyre.Models.Replay;

/// <summary>Hands a body through and keeps its pieces; tells them once, when the body has come to its end.</summary>
internal sealed class RecordingStream(Stream inner, TimeProvider time, long start, Action<IReadOnlyList<Recording.Chunk>> complete) : PassingStream
{
    private static readonly string[] EndMarks = ["data: [DONE]", "event: message_stop", "event: response.completed", "event: response.incomplete", "\"done\":true"];

    private readonly List<Recording.Chunk> chunks = [];
    private bool told;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var read = await inner.ReadAsync(buffer, cancellationToken);
        if (read > 0)
        {
            chunks.Add(Recording.Chunk.Of((long)time.GetElapsedTime(start).TotalMilliseconds, buffer[..read].ToArray()));
        }
        else if (buffer.Length > 0)
        {
            Tell();
        }

        return read;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            // Readers of events stop at the end mark and never see the end of the stream.
            var end = string.Concat(chunks.TakeLast(2).Select(c => c.Text));
            if (Array.Exists(EndMarks, mark => end.Contains(mark, StringComparison.Ordinal)))
            {
                Tell();
            }

            inner.Dispose();
        }

        base.Dispose(disposing);
    }

    private void Tell()
    {
        if (!told)
        {
            told = true;
            complete(chunks);
        }
    }
}
