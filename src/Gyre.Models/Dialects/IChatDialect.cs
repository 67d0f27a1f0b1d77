using System.Buffers;
using Gyre.Models.Providers;

namespace Gyre.Models.Dialects;

/// <summary>
/// One vendor's way to say a chat, on both sides: towards clients it reads calls and writes answers, towards providers it
/// writes calls and reads answers. Stateless; a stream has a reader and a writer of its own. All bodies are UTF-8.
/// </summary>
public interface IChatDialect
{
    /// <summary>Whose.</summary>
    Dialect Dialect { get; }

    /// <summary>Content type of a streamed answer.</summary>
    string StreamContentType => "text/event-stream";

    /// <summary>Reads a client's request.</summary>
    /// <param name="body">JSON.</param>
    /// <param name="target">What the address says, for dialects that keep model and stream there.</param>
    /// <exception cref="Kernel.ProblemException"><c>invalid-request</c>: it breaks the dialect's rules; <c>not-carried</c>: it holds what no other dialect has. The field is named; status 400.</exception>
    ChatCall ReadCall(ReadOnlySpan<byte> body, CallTarget target = default);

    /// <summary>Writes the request for a provider.</summary>
    /// <exception cref="Kernel.ProblemException"><c>not-carried</c>: this dialect has no way to say it. The field is named in neutral words; status 400.</exception>
    void WriteCall(ChatCall call, ModelTraits traits, IBufferWriter<byte> to);

    /// <summary>Headers that a call needs beside its body.</summary>
    IEnumerable<KeyValuePair<string, string>> HeadersOf(ChatCall call) => [];

    /// <summary>Reads a provider's whole answer.</summary>
    /// <exception cref="ProviderErrorException">The body is an error after all.</exception>
    /// <exception cref="System.Text.Json.JsonException">The body is not what this dialect's providers send.</exception>
    ChatAnswer ReadAnswer(ReadOnlySpan<byte> body);

    /// <summary>Writes a whole answer for a client.</summary>
    void WriteAnswer(ChatAnswer answer, ChatCall call, AnswerStamp stamp, IBufferWriter<byte> to);

    /// <summary>Begins to read a provider's stream.</summary>
    IChatStreamReader OpenReader();

    /// <summary>Begins to write a stream for a client.</summary>
    IChatStreamWriter OpenWriter(ChatCall call, AnswerStamp stamp);

    /// <summary>Reads a provider's error answer, whatever it is: JSON, text or nothing.</summary>
    ProviderError ReadError(int status, ReadOnlySpan<byte> body);

    /// <summary>Writes an error answer in the client's envelope.</summary>
    void WriteError(ProviderError error, IBufferWriter<byte> to);
}

/// <summary>What the address of a request says.</summary>
/// <param name="Model">The model, where the address names it.</param>
/// <param name="Stream">Whether the address asks for a stream, where it says.</param>
public readonly record struct CallTarget(string? Model, bool? Stream);

/// <summary>What makes an answer ours: chance and time, given by the caller so that tests repeat.</summary>
/// <param name="Id">Letters and digits; each dialect puts its own prefix before it.</param>
/// <param name="At">When.</param>
public readonly record struct AnswerStamp(string Id, DateTimeOffset At);

/// <summary>Turns a provider's bytes into events. One per stream; not thread-safe.</summary>
public interface IChatStreamReader
{
    /// <summary>Takes the next bytes, cut anywhere, and adds the events they complete. Bytes after the end or a failure are ignored.</summary>
    void Read(ReadOnlySpan<byte> bytes, List<ChatStreamEvent> events);

    /// <summary>The body ended: adds <see cref="AnswerFailed"/> where it ended before its end.</summary>
    void Complete(List<ChatStreamEvent> events);
}

/// <summary>Turns events into a client's bytes, in the order strict clients need. One per stream; not thread-safe.</summary>
public interface IChatStreamWriter
{
    /// <summary>Writes what the event makes visible; may be nothing yet. Whatever is written ends with a whole event of the client's.</summary>
    void Write(ChatStreamEvent next, IBufferWriter<byte> to);
}
