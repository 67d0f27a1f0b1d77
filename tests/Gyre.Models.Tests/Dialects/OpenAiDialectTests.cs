using Gyre.Models.Dialects;

namespace Gyre.Models.Tests.Dialects;

public sealed class OpenAiDialectTests : ChatDialectConformance
{
    protected override IChatDialect Dialect => ChatDialects.Of(Gyre.Models.Providers.Dialect.OpenAi);

    protected override ChatCall Carried(ChatCall call) => call with
    {
        Turns = [.. call.Turns.Select(t => t with { Parts = [.. t.Parts.Where(p => p is not ThinkingPart).Select(Plain)] })],
        Tools = [.. call.Tools.Select(t => t with { Cache = null })],
    };

    protected override ChatAnswer Carried(ChatAnswer answer) => answer;

    // Caching is automatic there, and a tool that failed says so in words.
    private static Part Plain(Part part) => part is ToolResultPart result
        ? result with { Cache = null, IsError = false, Content = [.. result.Content.Select(Plain)] }
        : part with { Cache = null };
}
