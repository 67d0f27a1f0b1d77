using System.Buffers;
using System.IO.Pipelines;
using Gyre.Models.Providers;
using Gyre.Wire.Anthropic;
using Gyre.Wire.Gemini;
using Gyre.Wire.Ollama;
using Gyre.Wire.OpenAi;
using Gyre.Wire.Sse;
using Gyre.Wire.Taps;

namespace Gyre.Gateway.Forwarding;

/// <summary>Passes a provider's events on as they lie in the buffer, and looks at each once on the way.</summary>
/// <param name="tap">Learns usage and end.</param>
/// <param name="held">What has come and is not yet passed on.</param>
/// <param name="dropsUsage">Whether the event that only tells usage stays here: we asked for it, the client did not.</param>
internal sealed class StreamRelay(StreamTap tap, AnswerBuffer held, bool dropsUsage)
{
    // So many bytes at the beginning of the buffer have been looked at and may pass.
    private int looked;
    private int last;

    /// <summary>Looks at the next whole event; false where there is none yet.</summary>
    public bool TryLook(out StreamSign sign)
    {
        var rest = held.Span[looked..];
        var length = tap.Lines ? rest.IndexOf((byte)'\n') + 1 : SseFrame.LengthOf(rest);
        if (length == 0)
        {
            sign = StreamSign.Other;
            return false;
        }

        sign = Look(rest[..length]);
        last = length;
        looked += length;
        if (sign == StreamSign.UsageOnly && dropsUsage)
        {
            Drop(length);
        }

        return true;
    }

    /// <summary>Looks at what the provider left without its closing blank line.</summary>
    public StreamSign LookAtRest()
    {
        var rest = held.Span[looked..];
        looked = held.Length;
        last = rest.Length;
        return Look(rest);
    }

    /// <summary>The event looked at last, as it came; valid until something is passed.</summary>
    public ReadOnlySpan<byte> LastEvent() => held.Span.Slice(looked - last, last);

    /// <summary>Hands everything looked at to the client's pipe, not yet flushed.</summary>
    public bool Pass(PipeWriter to)
    {
        if (looked == 0)
        {
            return false;
        }

        to.Write(held.Span[..looked]);
        held.Take(looked);
        (looked, last) = (0, 0);
        return true;
    }

    /// <summary>The tap for a dialect's streams.</summary>
    public static StreamTap TapOf(Dialect dialect) => dialect switch
    {
        Dialect.Responses => new ResponsesTap(),
        Dialect.Anthropic => new MessagesTap(),
        Dialect.Gemini => new GenerateTap(),
        Dialect.Ollama => new LinesTap(),
        _ => new ChatTap(),
    };

    private StreamSign Look(ReadOnlySpan<byte> raw)
    {
        if (tap.Lines)
        {
            return tap.Look([], raw.TrimEnd("\r\n"u8));
        }

        var frame = SseFrame.Of(raw);
        return tap.Look(frame.Type, frame.Data);
    }

    // It is the last of what was looked at: cut it out of the buffer by moving what stands before it over it.
    private void Drop(int length)
    {
        var before = looked - length;
        held.RemoveAt(before, length);
        (looked, last) = (before, 0);
    }
}
