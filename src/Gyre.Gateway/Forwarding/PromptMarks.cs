using System.Globalization;
using System.Text;
using Gyre.Gateway.Routing;
using Gyre.Gateway.Routing.Choosing;
using Gyre.Models.Dialects;
using Gyre.Models.Providers;
using Gyre.Wire.Anthropic;
using Gyre.Wire.Json;

namespace Gyre.Gateway.Forwarding;

/// <summary>Marks prompts for the provider's own cache, where the deployment wants it and the client did not do so itself.</summary>
internal static class PromptMarks
{
    private static readonly CacheMark Mark = new();

    /// <summary>The changes to a request that else passes as it is.</summary>
    public static IReadOnlyList<JsonEdit> Edits(ClientCall call, Pool pool, IModelProvider provider)
    {
        if (call.Operation == ModelOperation.Messages)
        {
            return CacheControl.Edits(call.Body.Span);
        }

        return call.Operation is ModelOperation.Chat or ModelOperation.Responses && provider.Traits.DeveloperRole && call.Body.Span.IndexOf("\"prompt_cache_key\""u8) < 0
            ? [JsonSplice.Add(call.Peek, Encoding.UTF8.GetBytes($"\"prompt_cache_key\":\"{Key(call, pool)}\""))]
            : [];
    }

    /// <summary>The same for a request that is translated.</summary>
    public static ChatCall Marked(ChatCall chat, ClientCall call, Pool pool, Dialect theirs) => theirs switch
    {
        Dialect.Anthropic => chat.Tools.Any(t => t.Cache is not null) || chat.Turns.Any(t => t.Parts.Any(p => p.Cache is not null)) ? chat : Marked(chat),
        Dialect.OpenAi or Dialect.Responses => chat.PromptCacheKey is null ? chat with { PromptCacheKey = Key(call, pool) } : chat,
        _ => chat,
    };

    private static ChatCall Marked(ChatCall chat) => chat with
    {
        Tools = chat.Tools is [.., var last] ? [.. chat.Tools.SkipLast(1), last with { Cache = Mark }] : chat.Tools,
        Turns = Marked(Marked(chat.Turns, TurnRole.System, TurnRole.Developer), TurnRole.User, TurnRole.Tool),
    };

    // The last turn of these that has something to mark: empty texts are not sent.
    private static IReadOnlyList<Turn> Marked(IReadOnlyList<Turn> turns, TurnRole one, TurnRole other)
    {
        for (var i = turns.Count - 1; i >= 0; i--)
        {
            var parts = turns[i].Parts;
            if ((turns[i].Role == one || turns[i].Role == other) && parts is [.., var last] && (last is not TextPart text || !string.IsNullOrWhiteSpace(text.Text)))
            {
                return [.. turns.Take(i), turns[i] with { Parts = [.. parts.SkipLast(1), last with { Cache = Mark }] }, .. turns.Skip(i + 1)];
            }
        }

        return turns;
    }

    // What the pool keeps together, else what begins alike.
    private static string Key(ClientCall call, Pool pool) =>
        "gyre-" + (CallRunner.AffinityOf(call, pool) ?? AffinityKey.OfPrompt(call.Peek.Instructions.In(call.Body.Span), call.Peek.Prompt.In(call.Body.Span), new Affinity().Prefix) ?? 0).ToString("x16", CultureInfo.InvariantCulture);
}
