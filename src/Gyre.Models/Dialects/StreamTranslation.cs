using System.Buffers;
using Gyre.Wire.Usage;

namespace Gyre.Models.Dialects;

/// <summary>Turns a provider's stream into a client's, piece by piece as it arrives, and keeps what the gateway must know of it. One per stream; not thread-safe.</summary>
internal sealed class StreamTranslation(IChatStreamReader reader, IChatStreamWriter writer)
{
    private readonly List<ChatStreamEvent> events = [];

    /// <summary>Whether something of the answer itself came: words, thinking, a tool call. Before that a failure can still go to another provider.</summary>
    public bool Delivered { get; private set; }

    /// <summary>Whether the provider came to its end: no more bytes are needed.</summary>
    public bool Ended { get; private set; }

    /// <summary>What broke it: an error inside the stream, or a cut.</summary>
    public ProviderError? Error { get; private set; }

    /// <summary>What the provider counted, as far as it said.</summary>
    public TokenUsage? Usage { get; private set; }

    /// <summary>The model that answers, once it is known.</summary>
    public string? Model { get; private set; }

    /// <summary>Takes the next bytes of the provider and writes what of them the client can be told.</summary>
    public void Translate(ReadOnlySpan<byte> bytes, IBufferWriter<byte> to)
    {
        reader.Read(bytes, events);
        Pass(to);
    }

    /// <summary>The provider's body ended; where it ended too early the client is told so.</summary>
    public void Complete(IBufferWriter<byte> to)
    {
        reader.Complete(events);
        Pass(to);
    }

    /// <summary>Tells the client that the stream broke for a reason outside of its bytes: a timeout, a lost connection.</summary>
    public void Fail(ProviderError error, IBufferWriter<byte> to)
    {
        if (!Ended && Error is null)
        {
            events.Add(new AnswerFailed(error));
            Pass(to);
        }
    }

    private void Pass(IBufferWriter<byte> to)
    {
        foreach (var next in events)
        {
            switch (next)
            {
                case AnswerStarted started:
                    Model = started.Model.Length > 0 ? started.Model : null;
                    break;
                case UsageReported reported:
                    Usage = reported.Usage;
                    break;
                case AnswerEnded:
                    Ended = true;
                    break;
                case AnswerFailed failed:
                    Error = failed.Error;
                    break;
                case TextDelta or ThinkingDelta or RefusalDelta or ToolCallStarted:
                    Delivered = true;
                    break;
            }

            writer.Write(next, to);
        }

        events.Clear();
    }
}
