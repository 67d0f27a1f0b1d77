using System.Buffers;
using Gyre.Models.Providers;

namespace Gyre.Models.Dialects.Anthropic;

/// <summary>
/// Anthropic's Messages. Dropped towards it, for they are hints: <c>seed</c>, <c>verbosity</c>, <c>prompt_cache_key</c>, an image's detail, names of speakers,
/// thinking that is not its own; of <c>temperature</c> and <c>top_p</c> together the latter, for newer models take one only. Dropped of its clients' requests:
/// <c>context_management</c>, <c>cache_control</c> of the whole request, citations of documents, and what the provider's own tools did on their way.
/// </summary>
internal sealed class AnthropicDialect : IChatDialect
{
    /// <summary>What the refusals call it.</summary>
    public const string Name = "Anthropic's messages";

    public Dialect Dialect => Dialect.Anthropic;

    public ChatCall ReadCall(ReadOnlySpan<byte> body, CallTarget target = default) => AnthropicCallReader.Read(CallFields.Parse(body), target);

    public void WriteCall(ChatCall call, ModelTraits traits, IBufferWriter<byte> to) => JsonOut.Write(to, (call, traits), static (json, c) => AnthropicCallWriter.Write(json, c.call, c.traits));

    public IEnumerable<KeyValuePair<string, string>> HeadersOf(ChatCall call) => AnthropicHostedTools.Betas(call) is { } betas ? [new("anthropic-beta", betas)] : [];

    public ChatAnswer ReadAnswer(ReadOnlySpan<byte> body) => AnthropicAnswerReader.Read(body);

    public void WriteAnswer(ChatAnswer answer, ChatCall call, AnswerStamp stamp, IBufferWriter<byte> to) =>
        JsonOut.Write(to, (answer, call, stamp), static (json, a) => AnthropicAnswerWriter.Write(json, a.answer, a.call, a.stamp));

    public IChatStreamReader OpenReader() => new AnthropicStreamReader();

    public IChatStreamWriter OpenWriter(ChatCall call, AnswerStamp stamp) => new AnthropicStreamWriter(call, stamp);

    public ProviderError ReadError(int status, ReadOnlySpan<byte> body) => AnthropicErrors.Read(status, body);

    public void WriteError(ProviderError error, IBufferWriter<byte> to) => JsonOut.Write(to, error, AnthropicErrors.Write);
}
