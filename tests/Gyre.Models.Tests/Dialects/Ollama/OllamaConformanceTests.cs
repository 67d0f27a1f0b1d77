using Gyre.Models.Dialects;
using Gyre.Models.Dialects.Ollama;

namespace Gyre.Models.Tests.Dialects.Ollama;

public sealed class OllamaConformanceTests : ChatDialectConformance
{
    protected override IChatDialect Dialect { get; } = new OllamaDialect();

    // The words of an error alone do not tell that the context was too long.
    protected override IEnumerable<ErrorKind> Kinds => base.Kinds.Where(k => k != ErrorKind.ContextLength);

    protected override bool IsCarried(ChatCall call) => !call.Turns.SelectMany(t => t.Parts).Any(p => p is FilePart or ImagePart { Source.Url: not null });

    protected override ChatCall Carried(ChatCall call) => call with
    {
        Turns = [.. call.Turns.Select(t => new Turn(t.Role, t.Role == TurnRole.Tool ? [.. t.Parts.Cast<ToolResultPart>().Select(r => r with { IsError = false, Cache = null })] : Parts(t.Parts)))],
        Tools = call.ToolChoice?.Kind == ToolChoiceKind.None ? [] : [.. call.Tools.Select(t => t with { Cache = null, Strict = null })],
        ToolChoice = null,
        ParallelToolCalls = null,
        Format = call.Format is { } format ? new AnswerFormat { Schema = format.Schema } : null,
        IncludeUsage = true,
        EndUser = null,
    };

    protected override ChatAnswer Carried(ChatAnswer answer)
    {
        var thinking = string.Concat(answer.Parts.OfType<ThinkingPart>().Select(t => t.Text));
        return answer with
        {
            Parts = [.. thinking.Length > 0 ? [new ThinkingPart(thinking)] : Array.Empty<Part>(), .. answer.Parts.Where(p => p is not ThinkingPart)],
            Usage = Usage(answer.Usage, u => new Wire.Usage.TokenUsage { FreshInput = u.TotalInput, Output = u.TotalOutput }),
        };
    }

    // Pictures first, then all words together, then calls; thinking of others is left out.
    private static Part[] Parts(IReadOnlyList<Part> parts)
    {
        var words = string.Join('\n', parts.OfType<TextPart>().Select(t => t.Text));
        return
        [
            .. parts.OfType<ImagePart>().Select(i => new ImagePart(i.Source)),
            .. words.Length > 0 ? [new TextPart(words)] : Array.Empty<Part>(),
            .. parts.OfType<ToolCallPart>().Select(c => c with { Signature = null, Cache = null }),
        ];
    }
}
