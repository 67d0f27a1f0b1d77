using System.Runtime.CompilerServices;
using Gyre.Flows.Values;

namespace Gyre.Flows.Tools.Llm;

/// <summary>What a tool gives of a model's answer.</summary>
internal static class ModelAnswers
{
    /// <summary>What a node gives: text, or the whole message where functions or tools were sent.</summary>
    public static object? Result(PythonDict answer, PythonDict body, bool isChat) => !isChat ? Text(answer)
        : body.ContainsKey("functions") || body.ContainsKey("tools") ? Message(answer)
        : Message(answer).GetValueOrDefault("content");

    /// <summary>The first choice's message.</summary>
    /// <exception cref="FlowException">LLMError: the answer has no choice.</exception>
    public static PythonDict Message(PythonDict answer) => FirstChoice(answer).GetValueOrDefault("message") as PythonDict
        ?? throw ModelCalls.Unusable("AttributeError", "the model's answer has no message");

    /// <summary>The first choice's text of a completion.</summary>
    public static object? Text(PythonDict answer) => FirstChoice(answer).GetValueOrDefault("text");

    /// <summary>The first choice.</summary>
    public static PythonDict FirstChoice(PythonDict answer) => answer.GetValueOrDefault("choices") is List<object?> { Count: > 0 } choices && choices[0] is PythonDict choice
        ? choice
        : throw ModelCalls.Unusable("IndexError", "list index out of range");

    /// <summary>The text of each chunk that has a choice; empty where it carries none.</summary>
    public static async IAsyncEnumerable<string> Pieces(IAsyncEnumerable<PythonDict> chunks, bool isChat, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var chunk in chunks.WithCancellation(cancellationToken))
        {
            if (chunk.GetValueOrDefault("choices") is List<object?> { Count: > 0 } choices && choices[0] is PythonDict choice)
            {
                // A server that ignores "stream" answers with a message in place of a delta.
                var text = isChat ? ((choice.GetValueOrDefault("delta") ?? choice.GetValueOrDefault("message")) as PythonDict)?.GetValueOrDefault("content") : choice.GetValueOrDefault("text");
                yield return text as string ?? "";
            }
        }
    }
}
