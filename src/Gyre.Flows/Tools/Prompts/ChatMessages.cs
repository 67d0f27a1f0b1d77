using Gyre.Flows.Media;
using Gyre.Flows.Values;

namespace Gyre.Flows.Tools.Prompts;

/// <summary>Cuts a rendered chat prompt into messages, with the images of its variables in them.</summary>
internal static class ChatMessages
{
    /// <param name="text">The rendered prompt.</param>
    /// <param name="variables">What it was rendered with.</param>
    /// <param name="guard">Shows the hidden role words again.</param>
    /// <param name="imageDetail">OpenAI's <c>detail</c>, or null where images stay their printed names.</param>
    public static List<object?> Build(string text, PythonDict variables, RoleGuard guard, string? imageDetail) =>
        ChatPrompt.Parse(text, imageDetail is null ? null : Images(variables), imageDetail ?? "auto", guard);

    private static IEnumerable<FlowImage> Images(object? value) => value switch
    {
        FlowImage image => [image],
        List<object?> list => list.SelectMany(Images),
        PythonDict dict => dict.Values.SelectMany(Images),
        _ => [],
    };
}
