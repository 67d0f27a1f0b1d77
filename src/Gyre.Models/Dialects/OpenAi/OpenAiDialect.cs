using System.Buffers;
using Gyre.Models.Providers;

namespace Gyre.Models.Dialects.OpenAi;

/// <summary>
/// OpenAI's chat completions, and every server in their style. Dropped, for they are hints: <c>store</c>, <c>metadata</c>, <c>prediction</c>,
/// <c>top_k</c> (no such field), cache marks (caching is automatic), thinking of other providers, whether a tool's result is an error.
/// </summary>
internal sealed class OpenAiDialect : IChatDialect
{
    /// <summary>What the refusals call it.</summary>
    public const string Name = "OpenAI's chat completions";

    public Dialect Dialect => Dialect.OpenAi;

    public ChatCall ReadCall(ReadOnlySpan<byte> body, CallTarget target = default) => OpenAiCallReader.Read(CallFields.Parse(body), target);

    public void WriteCall(ChatCall call, ModelTraits traits, IBufferWriter<byte> to) => JsonOut.Write(to, (call, traits), static (json, c) => OpenAiCallWriter.Write(json, c.call, c.traits));

    public ChatAnswer ReadAnswer(ReadOnlySpan<byte> body) => OpenAiAnswerReader.Read(body);

    public void WriteAnswer(ChatAnswer answer, ChatCall call, AnswerStamp stamp, IBufferWriter<byte> to) =>
        JsonOut.Write(to, (answer, call, stamp), static (json, a) => OpenAiAnswerWriter.Write(json, a.answer, a.call, a.stamp));

    public IChatStreamReader OpenReader() => new OpenAiStreamReader();

    public IChatStreamWriter OpenWriter(ChatCall call, AnswerStamp stamp) => new OpenAiStreamWriter(call, stamp);

    public ProviderError ReadError(int status, ReadOnlySpan<byte> body) => OpenAiErrors.Read(status, body);

    public void WriteError(ProviderError error, IBufferWriter<byte> to) => JsonOut.Write(to, error, OpenAiErrors.Write);
}
