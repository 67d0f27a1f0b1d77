using Gyre.Models.Providers;
using Gyre.Wire.Usage;

namespace Gyre.Gateway.Forwarding;

/// <summary>What a try used: as the provider says; what it does not count as the request says; else by an estimate.</summary>
internal static class UsedPieces
{
    /// <summary>Of the try that answered, whole or in part.</summary>
    public static TokenUsage Of(ClientCall call, Exchange exchange)
    {
        var told = exchange.Usage ?? new TokenUsage();
        switch (call.Operation)
        {
            case ModelOperation.Speech:
                return told with { Characters = call.Pieces.Characters };
            case ModelOperation.ImageGeneration or ModelOperation.ImageEdit:
                return told.Images is null ? told with { Images = call.Pieces.Images } : told;
            case ModelOperation.Transcription or ModelOperation.Translation:
                return told is { AudioMilliseconds: null, TotalInput: null } && call.Pieces.Audio is { IsExact: true } heard
                    ? told with { AudioMilliseconds = heard.MostMilliseconds, Estimated = true }
                    : told;
            default:
                return exchange.Usage ?? Estimated(call, exchange);
        }
    }

    /// <summary>Of a try that was given up, left by the client, or slower than another.</summary>
    public static TokenUsage OfLost(ClientCall call, Exchange exchange) =>
        call.Operation.IsText || call.Operation.IsEmbedding ? Estimated(call, exchange) : Of(call, exchange) with { Estimated = true };

    /// <summary>
    /// Where the provider counted nothing (a stream was left, a server does not count): about four bytes of text are a token.
    /// Of paths of the provider's own nothing is known.
    /// </summary>
    private static TokenUsage Estimated(ClientCall call, Exchange exchange) => new()
    {
        FreshInput = call.Operation.IsText || call.Operation.IsEmbedding ? Tokens.Estimate(call.Peek.TextBytes) : null,
        Output = call.Operation.IsText ? Tokens.Estimate(exchange.TextBytes) : call.Operation.IsEmbedding ? 0 : null,
        Estimated = call.Operation.IsText || call.Operation.IsEmbedding,
    };
}
