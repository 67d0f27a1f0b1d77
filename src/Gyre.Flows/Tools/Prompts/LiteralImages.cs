using Gyre.Flows.Definitions;
using Gyre.Flows.Media;

namespace Gyre.Flows.Tools.Prompts;

/// <summary>The images that a node's literals name where its template shows them as <c>![image]({{name}})</c>; read once per flow.</summary>
internal static class LiteralImages
{
    public static async ValueTask<IReadOnlyDictionary<string, FlowImage>> LoadAsync(FlowNode node, PromptTemplate template, FlowContext flow, CancellationToken cancellationToken)
    {
        var images = new Dictionary<string, FlowImage>(StringComparer.Ordinal);
        foreach (var name in template.ImageVariables)
        {
            if (node.Inputs.GetValueOrDefault(name) is LiteralBinding literal)
            {
                images[name] = await MessageFormat.Of(flow.Flow.MessageFormat).ReadImageAsync(literal.Value, flow.WorkingFolder, cancellationToken);
            }
        }

        return images;
    }
}
