using System.Text.Json;

namespace Gyre.Wire.Json;

/// <summary>
/// What a gateway must know of a request, found in one pass over its bytes and without building anything. Ranges point into
/// the text, for <see cref="JsonSplice"/>. A field that is there twice, or again in other letters, is a fault: servers
/// disagree which of the two counts, and what was checked must be what is run.
/// </summary>
public readonly record struct JsonPeek
{
    /// <summary>Why the text can't be used, for the caller to read; null where it can.</summary>
    public string? Fault { get; init; }

    /// <summary><c>model</c>.</summary>
    public JsonRange Model { get; init; }

    /// <summary><c>stream</c>.</summary>
    public JsonRange Stream { get; init; }

    /// <summary>Whether <c>stream</c> is true; null where it is not there or not a boolean.</summary>
    public bool? Streams { get; init; }

    /// <summary><c>stream_options</c>.</summary>
    public JsonRange StreamOptions { get; init; }

    /// <summary><c>stream_options.include_usage</c>.</summary>
    public JsonRange IncludeUsage { get; init; }

    /// <summary>Whether the client asked for usage in its stream.</summary>
    public bool WantsUsage { get; init; }

    /// <summary>The limit of the answer under one of its <see cref="LimitNames"/>; the last of them.</summary>
    public JsonRange MaxTokens { get; init; }

    /// <summary><c>max_tokens</c> itself, whatever its value.</summary>
    public JsonRange OldMaxTokens { get; init; }

    /// <summary>The largest of the limits; null where there is none.</summary>
    public long? MaxOutput { get; init; }

    /// <summary>The larger of <c>n</c> and <c>best_of</c>, or <c>generationConfig.candidateCount</c>; null where none is there.</summary>
    public long? Copies { get; init; }

    /// <summary><c>service_tier</c>.</summary>
    public JsonRange ServiceTier { get; init; }

    /// <summary>Who asks, in the application's words: <c>user</c>, <c>safety_identifier</c>, <c>metadata.user_id</c>; the last of them.</summary>
    public JsonRange User { get; init; }

    /// <summary><c>previous_response_id</c>.</summary>
    public JsonRange PreviousResponse { get; init; }

    /// <summary><c>tools</c> or <c>functions</c> where it is not empty.</summary>
    public JsonRange Tools { get; init; }

    /// <summary>What the model is told before anything else, in any dialect's name of it: <c>system</c>, <c>instructions</c>, <c>systemInstruction</c>.</summary>
    public JsonRange Instructions { get; init; }

    /// <summary>What it is asked, in any dialect's name of it: <c>messages</c>, <c>contents</c>, <c>input</c>, <c>prompt</c>.</summary>
    public JsonRange Prompt { get; init; }

    /// <summary>Whether a picture is among the messages, in any dialect's form.</summary>
    public bool HasImages { get; init; }

    /// <summary>Pictures, sounds and files among the messages, encoded or referred to, in any dialect's form.</summary>
    public int MediaItems { get; init; }

    /// <summary>Bytes of the strings a model reads, without keys and without encoded media: what tokens are estimated from.</summary>
    public long TextBytes { get; init; }

    /// <summary>Where a member may be added: behind the model, or else behind the opening brace.</summary>
    internal int Slot { get; init; }

    /// <summary>Whether there is no member at all.</summary>
    internal bool IsEmpty { get; init; }

    /// <summary>Looks at a request. Never throws.</summary>
    /// <param name="json">The body.</param>
    /// <param name="limits">The names that limit the answer of the operation asked for; under others a server overlooks a limit.</param>
    public static JsonPeek At(ReadOnlySpan<byte> json, LimitNames limits = LimitNames.All)
    {
        try
        {
            return new JsonWalk(json, limits).Walk();
        }
        catch (JsonException e)
        {
            return new JsonPeek { Fault = $"The body is not valid JSON: line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1}." };
        }
        catch (InvalidOperationException)
        {
            // An escaped name of half a surrogate pair, or of bytes that are no UTF-8.
            return new JsonPeek { Fault = "The body is not valid JSON: a name in it is no valid text." };
        }
    }
}
