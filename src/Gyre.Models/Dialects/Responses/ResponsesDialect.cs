using System.Buffers;
using Gyre.Models.Dialects.OpenAi;
using Gyre.Models.Providers;

namespace Gyre.Models.Dialects.Responses;

/// <summary>
/// OpenAI's Responses. Towards it nothing is stored, so the thinking comes back encrypted. Dropped towards it, for they are hints: <c>top_k</c>, <c>seed</c>,
/// cache marks, names of speakers, whether a tool's result is an error. Dropped of its clients' requests: <c>store</c> (nothing is kept, and the answer says so),
/// <c>metadata</c>, <c>include</c>, <c>truncation</c>.
/// </summary>
internal sealed class ResponsesDialect : IChatDialect
{
    /// <summary>What the refusals call it.</summary>
    public const string Name = "OpenAI's responses";

    public Dialect Dialect => Dialect.Responses;

    public ChatCall ReadCall(ReadOnlySpan<byte> body, CallTarget target = default) => ResponsesCallReader.Read(CallFields.Parse(body), target);

    public void WriteCall(ChatCall call, ModelTraits traits, IBufferWriter<byte> to) => JsonOut.Write(to, (call, traits), static (json, c) => ResponsesCallWriter.Write(json, c.call, c.traits));

    public ChatAnswer ReadAnswer(ReadOnlySpan<byte> body) => ResponsesAnswerReader.Read(body);

    public void WriteAnswer(ChatAnswer answer, ChatCall call, AnswerStamp stamp, IBufferWriter<byte> to) =>
        JsonOut.Write(to, (answer, call, stamp), static (json, a) => new ResponsesAnswerWriter(a.call, a.stamp).Write(json, a.answer));

    public IChatStreamReader OpenReader() => new ResponsesStreamReader();

    public IChatStreamWriter OpenWriter(ChatCall call, AnswerStamp stamp) => new ResponsesStreamWriter(call, stamp);

    public ProviderError ReadError(int status, ReadOnlySpan<byte> body) => OpenAiErrors.Read(status, body);

    public void WriteError(ProviderError error, IBufferWriter<byte> to) => JsonOut.Write(to, error, OpenAiErrors.Write);
}
