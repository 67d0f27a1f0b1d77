using System.Buffers;
using Gyre.Models.Providers;

namespace Gyre.Models.Dialects.Ollama;

/// <summary>
/// Ollama's <c>/api/chat</c>: lines of JSON, calls of tools whole. Dropped, for Ollama has no place for them: cache marks, names of speakers,
/// the detail of pictures, <c>parallel_tool_calls</c>, strictness and name of schemas, signatures of thinking, thinking that is not its own, <c>user</c>,
/// service tier, verbosity. It can't be made to call a tool: <c>none</c> takes the tools away, a named one is offered alone, <c>required</c> is dropped.
/// Pictures go as bytes only, so addresses are refused, and so are documents that are no text. From Ollama's clients <c>keep_alive</c> and the
/// options of its runner (<c>num_ctx</c>, <c>mirostat</c> …) are dropped.
/// </summary>
/// <param name="generates">For <c>/api/generate</c>: one prompt instead of a conversation, and <c>response</c> instead of a message. Towards clients only.</param>
internal sealed class OllamaDialect(bool generates = false) : IChatDialect
{
    public Dialect Dialect => Dialect.Ollama;

    public string StreamContentType => "application/x-ndjson";

    public ChatCall ReadCall(ReadOnlySpan<byte> body, CallTarget target = default) =>
        generates ? OllamaPromptReader.Read(CallFields.Parse(body), target) : OllamaCallReader.Read(CallFields.Parse(body), target);

    public void WriteCall(ChatCall call, ModelTraits traits, IBufferWriter<byte> to) => JsonOut.Write(to, (call, traits), static (json, c) => OllamaCallWriter.Write(json, c.call, c.traits));

    public ChatAnswer ReadAnswer(ReadOnlySpan<byte> body) => OllamaAnswers.Read(body, generates);

    public void WriteAnswer(ChatAnswer answer, ChatCall call, AnswerStamp stamp, IBufferWriter<byte> to) =>
        JsonOut.Write(to, (answer, stamp, generates), static (json, a) => OllamaAnswers.Write(json, a.answer, a.stamp, a.generates));

    public IChatStreamReader OpenReader() => new OllamaStreamReader();

    public IChatStreamWriter OpenWriter(ChatCall call, AnswerStamp stamp) => new OllamaStreamWriter(call, stamp, generates);

    public ProviderError ReadError(int status, ReadOnlySpan<byte> body) => OllamaErrors.Read(status, body);

    public void WriteError(ProviderError error, IBufferWriter<byte> to) => JsonOut.Write(to, error, OllamaErrors.Write);
}
