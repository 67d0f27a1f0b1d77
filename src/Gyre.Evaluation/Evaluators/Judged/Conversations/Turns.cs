using System.Text.Json;
using Gyre.Flows.Values;

namespace Gyre.Evaluation.Evaluators.Judged.Conversations;

/// <summary>One answer of a conversation.</summary>
/// <param name="Message">0-based place of the answer among the messages.</param>
/// <param name="Query">What it answers, after the turns before it.</param>
/// <param name="Response">The answer.</param>
/// <param name="Context">What was retrieved for it; null where nothing was.</param>
internal sealed record Turn(int Message, string Query, string Response, object? Context);

/// <summary>Cuts a conversation into its answers: each assistant's message with what the user said before it.</summary>
internal static class Turns
{
    // A question such as "And on Sundays?" means nothing without them; all of a long conversation would cost its square.
    private const int EarlierTurns = 3;

    /// <summary>The turns of <c>{messages: [{role, content, context?}]}</c>, a list of messages, or either as JSON text.</summary>
    /// <returns>Null where it is none of these.</returns>
    public static IReadOnlyList<Turn>? Of(object? conversation)
    {
        if (Messages(conversation) is not { } messages || Transcript.Of(messages) is null)
        {
            return null;
        }

        var turns = new List<Turn>();
        List<string> asked = [];
        List<object?> contexts = [];
        List<string> earlier = [];
        foreach (var (at, message) in messages.Cast<PythonDict>().Index())
        {
            var role = (string)message["role"]!;
            var said = Transcript.Content(message);
            AddContext(contexts, message.GetValueOrDefault("context"));
            if (role == "user")
            {
                asked.Add(said);
            }
            else if (role == "assistant" && said.Length > 0)
            {
                var query = string.Join("\n", asked);
                turns.Add(new Turn(at, After(earlier, query), said, contexts.Count == 0 ? null : contexts));
                earlier.Add($"(user)\n{query}\n\n(assistant)\n{said}");
                (asked, contexts) = ([], []);
            }
        }

        return turns;
    }

    private static string After(List<string> earlier, string query) => earlier.Count == 0
        ? query
        : $"{string.Join("\n\n", earlier.TakeLast(EarlierTurns))}\n\n(user, to be answered)\n{query}";

    private static IReadOnlyList<object?>? Messages(object? conversation) => conversation switch
    {
        PythonDict dict => dict.GetValueOrDefault("messages") as IReadOnlyList<object?>,
        IReadOnlyList<object?> list => list,
        string text => Parsed(text) is { } value and not string ? Messages(value) : null,
        _ => null,
    };

    private static object? Parsed(string text)
    {
        try
        {
            return PythonJson.Parse(text);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    // Text, chunks, or as Azure's chat protocol has it: {citations: [{id, content}]}.
    private static void AddContext(List<object?> contexts, object? context)
    {
        switch (context is PythonDict dict && dict.TryGetValue("citations", out var citations) ? citations : context)
        {
            case null or "":
                break;
            case IReadOnlyList<object?> list:
                contexts.AddRange(list);
                break;
            case var one:
                contexts.Add(one);
                break;
        }
    }
}
