namespace Gyre.Wire.Taps;

/// <summary>
/// Looks at a stream that is no conversation, or of which nobody knows what it is: every event is content, an error is the provider's own business,
/// and the end of the stream is its end.
/// </summary>
/// <param name="likely">Knows the streams that it most likely is; null where none is known.</param>
/// <param name="counts">How usage is told beside an event's other members.</param>
public sealed class PlainTap(StreamTap? likely, AnswerCounts counts) : StreamTap
{
    /// <inheritdoc/>
    protected override StreamSign Sign(ReadOnlySpan<byte> type, ReadOnlySpan<byte> data)
    {
        Complete = true;
        if (likely is not null)
        {
            likely.Look(type, data);
            (Usage, Model, ServiceTier) = (likely.Usage, likely.Model, likely.ServiceTier);
        }
        else if (Mentions(data, "\"usage\""u8))
        {
            var seen = AnswerPeek.Of(data, counts);
            (Usage, Model, ServiceTier) = (seen.Usage ?? Usage, seen.Model ?? Model, seen.ServiceTier ?? ServiceTier);
        }

        return StreamSign.Content;
    }
}
