using System.Text;
using System.Text.RegularExpressions;

namespace Gyre.Evaluation.Evaluations.Execution;

/// <summary>A prompt written in an evaluation, made a prompty: what stands in double braces are its inputs.</summary>
internal static partial class InlinePrompt
{
    /// <summary>The text of the <c>.prompty</c>; the model comes from the target.</summary>
    public static string ToPrompty(string prompt)
    {
        var text = new StringBuilder("---\nname: prompt\nmodel:\n  api: chat\n  configuration:\n    type: openai\n    model: given-by-the-evaluation\ninputs:\n");
        foreach (var name in Braces().Matches(prompt).Select(m => m.Groups["name"].Value).Distinct(StringComparer.Ordinal))
        {
            text.Append("  ").Append(name).Append(":\n    type: string\n");
        }

        text.Append("---\n");
        return text.Append(Role().IsMatch(prompt) ? "" : "user:\n").Append(prompt).Append('\n').ToString();
    }

    [GeneratedRegex(@"\{\{-?\s*(?<name>[A-Za-z_]\w*)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Braces();

    [GeneratedRegex(@"^\s*#?\s*(system|user|assistant)\s*:\s*\n", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Role();
}
