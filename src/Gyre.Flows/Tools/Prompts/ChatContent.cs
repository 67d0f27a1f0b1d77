using Gyre.Flows.Media;
using Gyre.Flows.Values;

namespace Gyre.Flows.Tools.Prompts;

/// <summary>A message's content: text, or a list of text and images where a line is the printed form of an image.</summary>
internal sealed class ChatContent(IEnumerable<FlowImage> images, string detail)
{
    private readonly Dictionary<string, FlowImage> byName = images.GroupBy(i => i.Str(), StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.First(), StringComparer.Ordinal);

    public object Of(string text)
    {
        text = text.Trim();
        if (byName.Count == 0)
        {
            return text;
        }

        var lines = text.Split('\n').Where(line => !string.IsNullOrWhiteSpace(line)).ToList();
        return lines.Exists(line => byName.ContainsKey(line.Trim())) ? lines.ConvertAll(Part) : text;
    }

    private object? Part(string line) => byName.TryGetValue(line.Trim(), out var image)
        ? new PythonDict
        {
            ["type"] = "image_url",
            ["image_url"] = new PythonDict { ["url"] = image.SourceUrl ?? image.ToDataUri(), ["detail"] = detail },
        }
        : new PythonDict { ["type"] = "text", ["text"] = line };
}
