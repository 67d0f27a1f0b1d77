using System.Buffers;
using Gyre.Models.Providers;

namespace Gyre.Models.Dialects.Gemini;

/// <summary>
/// Gemini's generateContent and streamGenerateContent. Instructions in mid-dialogue move to <c>systemInstruction</c>. Dropped, for Gemini has no
/// place for them: cache marks (caching is automatic), names of speakers and files, the detail of pictures, <c>parallel_tool_calls</c>, strictness and
/// name of schemas, <c>user</c>, service tier, verbosity, prompt cache keys, thinking of other providers. From Gemini's clients <c>safetySettings</c>,
/// <c>labels</c> and <c>mediaResolution</c> are dropped, and tools that Gemini runs itself are refused.
/// </summary>
internal sealed class GeminiDialect : IChatDialect
{
    public Dialect Dialect => Dialect.Gemini;

    public ChatCall ReadCall(ReadOnlySpan<byte> body, CallTarget target = default) => GeminiCallReader.Read(CallFields.Parse(body), target);

    public void WriteCall(ChatCall call, ModelTraits traits, IBufferWriter<byte> to) => JsonOut.Write(to, (call, traits), static (json, c) => GeminiCallWriter.Write(json, c.call, c.traits));

    public ChatAnswer ReadAnswer(ReadOnlySpan<byte> body) => GeminiAnswerReader.Read(body);

    public void WriteAnswer(ChatAnswer answer, ChatCall call, AnswerStamp stamp, IBufferWriter<byte> to) =>
        JsonOut.Write(to, (answer, stamp), static (json, a) => GeminiAnswerWriter.Write(json, a.answer, a.stamp));

    public IChatStreamReader OpenReader() => new GeminiStreamReader();

    public IChatStreamWriter OpenWriter(ChatCall call, AnswerStamp stamp) => new GeminiStreamWriter(call, stamp);

    public ProviderError ReadError(int status, ReadOnlySpan<byte> body) => GeminiErrors.Read(status, body);

    public void WriteError(ProviderError error, IBufferWriter<byte> to) => JsonOut.Write(to, error, GeminiErrors.Write);
}
