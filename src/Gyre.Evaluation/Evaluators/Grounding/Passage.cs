using Gyre.Flows.Values;

namespace Gyre.Evaluation.Evaluators.Grounding;

/// <summary>A piece of the context: a retrieved chunk, or all of it.</summary>
/// <param name="Input">How evidence names it: <c>context</c>, or <c>context[1]</c> in a list.</param>
/// <param name="Title">Its title; empty where it has none.</param>
/// <param name="Text">Its text.</param>
internal sealed record Passage(string Input, string Title, string Text)
{
    /// <summary>Reads a context: text, a list of texts, or a list of objects with <c>text</c> (or <c>content</c>) and perhaps <c>title</c>; null where it is none of these.</summary>
    public static List<Passage>? Read(object? context)
    {
        if (context is not IReadOnlyList<object?> list)
        {
            return Of(context, "context") is { } one ? [one] : null;
        }

        var passages = new List<Passage>(list.Count);
        for (var at = 0; at < list.Count; at++)
        {
            if (Of(list[at], $"context[{at}]") is not { } passage)
            {
                return null;
            }

            passages.Add(passage);
        }

        return passages;
    }

    private static Passage? Of(object? value, string input) => value switch
    {
        string text => new Passage(input, "", text),
        PythonDict item when (item.GetValueOrDefault("text") ?? item.GetValueOrDefault("content")) is string text => new Passage(input, item.GetValueOrDefault("title") as string ?? "", text),
        _ => null,
    };
}
