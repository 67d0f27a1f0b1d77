using Gyre.Models.Dialects;

namespace Gyre.Models.Tests.Dialects;

public sealed class ResponsesDialectTests : ChatDialectConformance
{
    protected override IChatDialect Dialect => ChatDialects.Of(Gyre.Models.Providers.Dialect.Responses);

    protected override ChatCall Carried(ChatCall call) => call with
    {
        Turns = [.. call.Turns.Select(t => t with { Parts = [.. t.Parts.Where(IsOwn).Select(Plain)] })],

        // What is not said is "strict" there, so it is always said.
        Tools = [.. call.Tools.Select(t => t with { Cache = null, Strict = t.Strict ?? false })],
        IncludeUsage = false,
    };

    protected override bool IsCarried(ChatCall call) => call.Stops.Count == 0;

    protected override ChatAnswer Carried(ChatAnswer answer) => answer with
    {
        // Clients demand both.
        Usage = answer.Usage is null ? null : answer.Usage with { CacheRead = answer.Usage.CacheRead ?? 0, Reasoning = answer.Usage.Reasoning ?? 0 },
    };

    private static bool IsOwn(Part part) => part is not ThinkingPart { Signature.Origin: not Gyre.Models.Providers.Dialect.Responses };

    private static Part Plain(Part part) => part is ToolResultPart result
        ? result with { Cache = null, IsError = false, Content = [.. result.Content.Select(Plain)] }
        : part with { Cache = null };
}
