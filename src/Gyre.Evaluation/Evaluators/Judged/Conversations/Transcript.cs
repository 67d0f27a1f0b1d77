using Gyre.Flows.Values;

namespace Gyre.Evaluation.Evaluators.Judged.Conversations;

/// <summary>Messages as text: who, then what was said, called or returned.</summary>
internal static class Transcript
{
    /// <summary>A list of messages; null where it is none.</summary>
    public static string? Of(IReadOnlyList<object?> messages) =>
        messages.Count > 0 && messages.All(m => m is PythonDict dict && dict.GetValueOrDefault("role") is string)
            ? string.Join("\n\n", messages.Cast<PythonDict>().Select(Of))
            : null;

    /// <summary>What a message says: its text, or the texts of its parts; what is no text as JSON.</summary>
    public static string Content(PythonDict message) => message.GetValueOrDefault("content") switch
    {
        null => "",
        string text => text,
        IReadOnlyList<object?> parts => string.Join("\n", parts.Select(Part)),
        var other => PythonJson.Write(other),
    };

    private static string Of(PythonDict message)
    {
        var calls = message.GetValueOrDefault("tool_calls") is IReadOnlyList<object?> list ? list.Select(c => $"calls {PythonJson.Write(c)}") : [];
        return string.Join("\n", new[] { $"({message["role"]})", Content(message) }.Concat(calls).Where(t => t.Length > 0));
    }

    private static string Part(object? part) => part switch
    {
        string text => text,
        PythonDict dict when dict.GetValueOrDefault("text") is string text => text,
        _ => PythonJson.Write(part),
    };
}
