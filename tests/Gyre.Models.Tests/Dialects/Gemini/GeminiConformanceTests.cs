using Gyre.Models.Dialects;
using Gyre.Models.Dialects.Gemini;

namespace Gyre.Models.Tests.Dialects.Gemini;

public sealed class GeminiConformanceTests : ChatDialectConformance
{
    protected override IChatDialect Dialect { get; } = new GeminiDialect();

    protected override ChatCall Carried(ChatCall call)
    {
        var system = call.Turns.Where(t => t.Role == TurnRole.System).SelectMany(t => t.Parts).Select(Plain).ToArray();
        var turns = call.Turns.Where(t => t.Role != TurnRole.System).Select(t => new Turn(t.Role, [.. t.Parts.Where(IsCarried).Select(Plain)]));
        return call with
        {
            Turns = [.. system.Length == 0 ? Array.Empty<Turn>() : [new Turn(TurnRole.System, system)], .. Joined(turns)],
            Tools = [.. call.Tools.Select(t => t with { Cache = null, Strict = null })],
            ParallelToolCalls = null,
            Format = call.Format is { } format ? new AnswerFormat { Schema = format.Schema } : null,
            IncludeUsage = true,
            EndUser = null,
        };
    }

    protected override ChatAnswer Carried(ChatAnswer answer) => answer;

    private static bool IsCarried(Part part) => part is not ThinkingPart { Signature.Origin: not Models.Providers.Dialect.Gemini };

    private static Part Plain(Part part) => part switch
    {
        ImagePart { Source.Url: not null } image => new ImagePart(image.Source with { Type = "image/png" }),
        FilePart file => new FilePart(file.Source),
        _ => part with { Cache = null },
    };
}
