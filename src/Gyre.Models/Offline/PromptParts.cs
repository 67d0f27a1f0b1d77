using System.Text.Json;
using System.Text.RegularExpressions;

namespace Gyre.Models.Offline;

/// <summary>What a prompt is made of, as far as it can be told without understanding it: what to do, what to read, what is asked.</summary>
/// <param name="Instructions">Told to the assistant.</param>
/// <param name="Context">To answer from.</param>
/// <param name="Question">To answer.</param>
internal sealed partial record PromptParts(string Instructions, string Context, string Question)
{
    private const int LongestQuestion = 700;

    /// <summary>Of a chat: the last user message asks, unless a <c>question:</c> mark says what does; the rest instructs or is context.</summary>
    public static PromptParts OfChat(JsonElement messages)
    {
        var list = messages.ValueKind == JsonValueKind.Array
            ? messages.EnumerateArray().Where(m => m.ValueKind == JsonValueKind.Object).Select(m => (Role: Text(m, "role"), Text: Text(m, "content"))).ToList()
            : [];
        var last = list.FindLastIndex(m => m.Role == "user");
        if (last < 0)
        {
            return OfText(string.Join("\n\n", list.Select(m => m.Text)));
        }

        var asked = OfText(list[last].Text, alone: true);
        var others = list.Where((m, i) => i != last && m.Role is "system" or "developer" or "tool" or "function").Select(m => Marked(m.Text)).ToList();
        var earlier = list.Take(last).Where(m => m.Role == "user" && m.Text.Length > LongestQuestion).Select(m => (Before: "", After: m.Text));
        var parts = others.Concat(earlier).ToList();
        return new PromptParts(
            Join([.. parts.Select(p => p.Before), asked.Instructions]),
            Join([.. parts.Select(p => p.After), asked.Context]),
            asked.Question);
    }

    /// <summary>Of one text, as completion prompts have it.</summary>
    public static PromptParts OfText(string text, bool alone = false)
    {
        if (QuestionMark().Matches(text).LastOrDefault() is { } mark)
        {
            var (before, context) = Marked(text[..mark.Index]);
            var rest = text[(mark.Index + mark.Length)..];
            var next = NextPart().Match(rest);
            var question = (next.Success ? rest[..next.Index] : rest).Trim();
            var (late, lateContext) = next.Success ? Marked(rest[next.Index..]) : ("", "");
            return new PromptParts(Join([before, late]), Join([context, lateContext]), question);
        }

        if (alone && text.Length <= LongestQuestion && !ContextMark().IsMatch(text))
        {
            return new PromptParts("", "", text.Trim());
        }

        var sentences = Sentence.Split(text);
        var asking = sentences.FindLastIndex(s => s.Text.EndsWith('?'));
        var asked = asking >= 0 ? sentences[asking].Text : text.Trim().Split('\n')[^1].Trim();
        var at = text.LastIndexOf(asked, StringComparison.Ordinal);
        var others = at < 0 ? text : text.Remove(at, asked.Length);
        var (instructions, from) = Marked(others);
        return new PromptParts(instructions, from, asked);
    }

    // Instructions stand before a line such as "Context:" or "# Documents"; without one, what is said to the assistant is told apart by its words.
    private static (string Before, string After) Marked(string text)
    {
        if (ContextMark().Match(text) is { Success: true } mark)
        {
            var after = text[(mark.Index + mark.Length)..];
            return EndOfContext().Match(after) is { Success: true } end
                ? (text[..mark.Index] + "\n" + after[end.Index..], after[..end.Index])
                : (text[..mark.Index], after);
        }

        var paragraphs = text.ReplaceLineEndings("\n").Split("\n\n");
        var (told, read) = (new List<string>(), new List<string>());
        foreach (var paragraph in paragraphs)
        {
            (ToAssistant().IsMatch(paragraph) ? told : read).Add(paragraph);
        }

        return (string.Join("\n\n", told), string.Join("\n\n", read));
    }

    private static string Text(JsonElement message, string name) => !message.TryGetProperty(name, out var value) ? "" : value.ValueKind switch
    {
        JsonValueKind.String => value.GetString()!,
        JsonValueKind.Array => string.Join("\n", value.EnumerateArray().Select(p => p.ValueKind == JsonValueKind.Object ? Text(p, "text") : "")),
        _ => "",
    };

    private static string Join(IEnumerable<string> texts) => string.Join("\n\n", texts.Where(t => !string.IsNullOrWhiteSpace(t)));

    [GeneratedRegex(@"^(?>[ \t]*[#*]*[ \t]*)(?:user |customer |the )?(?:question|query|q)\b(?>[ \t]*\*{0,2}[ \t]*)(?::|(?<=#.*)$)\*{0,2}", RegexOptions.IgnoreCase | RegexOptions.Multiline)]
    private static partial Regex QuestionMark();

    [GeneratedRegex(@"^(?>[ \t]*[#*]*[ \t]*)(?:answer|response|output|a|context|documents?|sources?|instructions?|history)\b[^\n]{0,20}(?::|$)|\n[ \t]*\n", RegexOptions.IgnoreCase | RegexOptions.Multiline)]
    private static partial Regex NextPart();

    [GeneratedRegex(@"^(?>[ \t]*[#*<]*[ \t]*)(?:the |retrieved |relevant |given |here (?:is|are) the )?(?:contexts?|documents?|documentation|sources?|manuals?|passages?|excerpts?|references?|background|information|knowledge|facts|data|text|article|catalog)\b[^\n:.]{0,30}?(?::|>|(?<=#.*)$)[*]*", RegexOptions.IgnoreCase | RegexOptions.Multiline)]
    private static partial Regex ContextMark();

    [GeneratedRegex(@"^(?>[ \t]*[#*<]*[ \t]*)(?:end of context|/context|/documents?|instructions?|task|rules|answer|output format)\b[^\n]{0,20}[:>]", RegexOptions.IgnoreCase | RegexOptions.Multiline)]
    private static partial Regex EndOfContext();

    [GeneratedRegex(@"\byou are an? |\byou (?:answer|will|help|must|should|have to)\b|\b(?:the|this|given|following|provided) (?:context|question|user|documents?|manuals?)\b|\bassistant\b|\bI don'?t know\b|^\s*(?:answer|respond|reply|return|output|write|summari[sz]e|use only|score|rate|grade|judge|evaluate|classify|extract|translate|your task)\b", RegexOptions.IgnoreCase)]
    private static partial Regex ToAssistant();
}
