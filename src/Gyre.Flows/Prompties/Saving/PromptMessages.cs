using System.Text.RegularExpressions;
using Gyre.Flows.Tools.Prompts;
using Gyre.Kernel;

namespace Gyre.Flows.Prompties.Saving;

/// <summary>The two messages of a prompt as a prompty's body, and back.</summary>
internal static partial class PromptMessages
{
    /// <summary>The body of a prompty.</summary>
    /// <exception cref="ProblemException"><c>prompt-invalid</c>: it would be read otherwise than it was meant.</exception>
    public static string Join(string system, string user)
    {
        var (first, second) = (Plain(system, "system"), Plain(user, "user"));
        return $"{(first.Length == 0 ? "" : $"system:\n{first}\n\n")}user:\n{second}\n";
    }

    /// <summary>The messages of a body; null where it has others, or text before the first.</summary>
    public static (string System, string User)? Split(string body)
    {
        var text = body.ReplaceLineEndings("\n");
        var heads = Head().Matches(text);
        if (heads.Count is 0 or > 2 || text[..heads[0].Index].Trim().Length > 0)
        {
            return null;
        }

        var roles = heads.Select(h => h.Groups["role"].Value.ToLowerInvariant()).ToArray();
        var last = text[(heads[^1].Index + heads[^1].Length)..].Trim();
        return roles switch
        {
            ["user"] => ("", last),
            ["system", "user"] => (text[(heads[0].Index + heads[0].Length)..heads[1].Index].Trim(), last),
            _ => null,
        };
    }

    private static string Plain(string message, string field)
    {
        var text = message.ReplaceLineEndings("\n").Trim();
        if (Head().Match(text) is { Success: true } head)
        {
            throw Invalid($"A line that is only '{head.Value.Trim()}' would begin another message in a .prompty file. Put a word beside it.");
        }

        if (text.Contains("---\n", StringComparison.Ordinal) || text.EndsWith("---", StringComparison.Ordinal))
        {
            throw Invalid("Three dashes at the end of a line would end the front matter of a .prompty file. Write *** or - - - instead.");
        }

        try
        {
            PromptTemplate.Parse(text);
        }
        catch (FlowException e)
        {
            throw Invalid($"This is no Jinja template: {e.Message}");
        }

        return text;

        ProblemException Invalid(string why) => new(new Problem("prompt-invalid", why) { Field = field });
    }

    [GeneratedRegex(@"^[ \t]*#?[ \t]*(?<role>system|user|assistant|function|tool)[ \t]*:[ \t]*$", RegexOptions.IgnoreCase | RegexOptions.Multiline | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Head();
}
