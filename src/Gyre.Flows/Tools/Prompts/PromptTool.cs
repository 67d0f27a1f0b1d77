using Gyre.Flows.Media;

namespace Gyre.Flows.Tools.Prompts;

/// <summary>A prompt node: its rendered template.</summary>
internal sealed class PromptTool(PromptTemplate template, GuardedInputs guarded, IReadOnlyDictionary<string, FlowImage> images) : Tool
{
    public override string Function => "render_template_jinja2";

    public override ValueTask<object?> InvokeAsync(ToolCall call, CancellationToken cancellationToken)
    {
        foreach (var (name, image) in images)
        {
            call.Inputs[name] = image;
        }

        var text = template.Render(call.Inputs, null, cancellationToken);
        var (hidden, guard) = guarded.Hide(call.Inputs, call.Line);
        if (!guard.IsEmpty)
        {
            HiddenPrompts.Of(call.Line).Add(call.Node, text, template.Render(hidden, guard, cancellationToken), guard);
        }

        return ValueTask.FromResult<object?>(text);
    }
}
