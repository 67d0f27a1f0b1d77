using System.Text;
using System.Text.RegularExpressions;
using Gyre.Flows;
using Gyre.Flows.Prompties;

namespace Gyre.Evaluation.Evaluations.Execution;

/// <summary>A prompt written in an evaluation, made a prompty: what its template reads are its inputs.</summary>
internal static partial class InlinePrompt
{
    /// <summary>The text of the <c>.prompty</c>; the model comes from the target.</summary>
    /// <exception cref="FlowException">JinjaParsingError.</exception>
    public static string ToPrompty(string prompt)
    {
        var text = new StringBuilder("---\nname: prompt\nmodel:\n  api: chat\n  configuration:\n    type: openai\n    model: given-by-the-evaluation\ninputs:\n");
        foreach (var name in PromptyChat.VariablesOf(prompt))
        {
            // Of no type of prompt flow's, so that a list stays a list.
            text.Append("  ").Append(name).Append(":\n    type: any\n");
        }

        text.Append("---\n");
        return text.Append(Role().IsMatch(prompt) ? "" : "user:\n").Append(prompt).Append('\n').ToString();
    }

    [GeneratedRegex(@"^\s*#?\s*(system|user|assistant)\s*:\s*\n", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Role();
}
