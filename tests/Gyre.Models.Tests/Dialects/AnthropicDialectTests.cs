using Gyre.Models.Dialects;
using Gyre.Wire.Usage;

namespace Gyre.Models.Tests.Dialects;

public sealed class AnthropicDialectTests : ChatDialectConformance
{
    protected override IChatDialect Dialect => ChatDialects.Of(Gyre.Models.Providers.Dialect.Anthropic);

    protected override ChatCall Carried(ChatCall call) => call with
    {
        Turns = Joined(call.Turns.Select(t => t with { Parts = [.. t.Parts.Where(IsCarried).Select(p => p is ImagePart image ? image with { Detail = null } : p)] })),

        // The schema has no name there, and is always followed.
        Format = call.Format is null ? null : new AnswerFormat { Schema = call.Format.Schema, Strict = true },
        MaxOutput = call.MaxOutput ?? 8192,
        TopP = call.Temperature is null ? call.TopP : null,
        ToolChoice = call.ToolChoice ?? (call.ParallelToolCalls is null ? null : new ToolChoice(ToolChoiceKind.Auto)),
        ParallelToolCalls = call.ToolChoice?.Kind == ToolChoiceKind.None ? null : call.ParallelToolCalls,
        IncludeUsage = false,
    };

    protected override ChatAnswer Carried(ChatAnswer answer) => answer with
    {
        // Thinking is counted among the output, and clients demand numbers.
        Usage = answer.Usage is null ? new TokenUsage { FreshInput = 0, Output = 0 } : answer.Usage with { Output = answer.Usage.TotalOutput, Reasoning = null },
    };

    private static bool IsCarried(Part part) => part is not ThinkingPart { Signature.Origin: not Gyre.Models.Providers.Dialect.Anthropic };
}
