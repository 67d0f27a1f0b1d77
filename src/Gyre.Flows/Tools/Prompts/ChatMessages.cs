using Gyre.Flows.Media;
using Gyre.Flows.Values;

namespace Gyre.Flows.Tools.Prompts;

/// <summary>Renders a chat template and cuts it into messages, with the images of its variables in them.</summary>
internal static class ChatMessages
{
    /// <param name="template">The template; for images in messages, loaded as vision.</param>
    /// <param name="variables">Its variables, role headers of users hidden.</param>
    /// <param name="guard">Shows them again.</param>
    /// <param name="imageDetail">OpenAI's <c>detail</c>, or null where images stay their printed names.</param>
    /// <param name="cancellationToken">Stops rendering.</param>
    public static List<object?> Build(PromptTemplate template, PythonDict variables, RoleGuard guard, string? imageDetail, CancellationToken cancellationToken)
    {
        var text = template.Render(variables, guard, cancellationToken);
        return ChatPrompt.Parse(text, imageDetail is null ? null : Images(variables), imageDetail ?? "auto", guard);
    }

    private static IEnumerable<FlowImage> Images(object? value) => value switch
    {
        FlowImage image => [image],
        List<object?> list => list.SelectMany(Images),
        PythonDict dict => dict.Values.SelectMany(Images),
        _ => [],
    };
}
