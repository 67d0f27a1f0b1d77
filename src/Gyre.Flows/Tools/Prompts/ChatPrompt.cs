using System.Text.RegularExpressions;
using Gyre.Flows.Media;
using Gyre.Flows.Values;

namespace Gyre.Flows.Tools.Prompts;

/// <summary>Cuts a rendered prompt into chat messages at its role headers (<c>system:</c>, <c># user:</c> …).</summary>
internal static partial class ChatPrompt
{
    private const string Roles = "'system:\\n','user:\\n','assistant:\\n','function:\\n','tool:\\n'";

    /// <summary>The messages as dicts of <c>role</c>, <c>content</c>, <c>name</c>, <c>tool_call_id</c>, <c>tool_calls</c>.</summary>
    /// <param name="text">The rendered prompt.</param>
    /// <param name="images">Images of its inputs: a line that prints one becomes the image itself.</param>
    /// <param name="imageDetail">OpenAI's <c>detail</c>: auto, low or high.</param>
    /// <exception cref="FlowException">ChatAPIInvalidRole, ChatAPIFunctionRoleInvalidFormat, ChatAPIToolRoleInvalidFormat.</exception>
    public static List<object?> Parse(string text, IEnumerable<FlowImage>? images = null, string imageDetail = "auto") =>
        Parse(text, images, imageDetail, new RoleGuard());

    internal static List<object?> Parse(string text, IEnumerable<FlowImage>? images, string imageDetail, RoleGuard guard)
    {
        var content = new ChatContent(images ?? [], imageDetail);
        var messages = new List<object?>();
        PythonDict? last = null;

        foreach (var chunk in Chunks(text))
        {
            var role = last?["role"] as string;
            var isOpen = last is not null && !last.ContainsKey("content") && !last.ContainsKey("tool_calls");
            if (role == "tool" && isOpen)
            {
                ReadToolMessage(last!, chunk, content);
            }
            else if (role == "assistant" && TryReadToolCalls(chunk, out var calls))
            {
                last!["tool_calls"] = calls;
            }
            else if (isOpen)
            {
                ReadMessage(last!, chunk, content);
            }
            else if (!string.IsNullOrWhiteSpace(chunk))
            {
                last = new PythonDict { ["role"] = Role(chunk.Trim().ToLowerInvariant(), guard) };
                messages.Add(last);
            }
        }

        foreach (var message in messages)
        {
            guard.ShowAll(message);
        }

        return messages;
    }

    // Header words stand between the texts they head; what comes first has no header.
    private static IEnumerable<string> Chunks(string text)
    {
        var begin = 0;
        foreach (var header in RoleHeader.In(text))
        {
            yield return text[begin..header.Start];
            yield return text[header.WordStart..header.WordEnd];
            begin = header.End;
        }

        yield return text[begin..];
    }

    private static string Role(string word, RoleGuard guard) => word is "system" or "user" or "assistant" or "function" or "tool"
        ? word
        : throw new FlowException(
            ErrorClasses.ChatApiInvalidRole,
            "The Chat API requires a specific format for prompt definition, and the prompt should include separate lines as role delimiters: "
            + $"{Roles}. Current parsed role '{guard.Show(word)}' does not meet the requirement. If you intend to use the Completion API, "
            + "please select the appropriate API type and deployment name.");

    private static void ReadMessage(PythonDict message, string chunk, ChatContent content)
    {
        if (chunk.Contains("name", StringComparison.Ordinal) && NameBlock().Match(chunk) is { Success: true } block)
        {
            message["name"] = block.Groups["name"].Value;
            message["content"] = content.Of(block.Groups["content"].Value);
            return;
        }

        message["content"] = message["role"] is not "function"
            ? content.Of(chunk)
            : throw new FlowException(
                ErrorClasses.ChatApiFunctionRoleInvalidFormat,
                "Failed to parse function role prompt. Please make sure the prompt follows the format: 'name:\\nfunction_name\\ncontent:\\nfunction_content'. "
                + "'name' is required if role is function, and it should be the name of the function whose response is in the content.");
    }

    private static void ReadToolMessage(PythonDict message, string chunk, ChatContent content)
    {
        var block = ToolBlock().Match(chunk);
        if (!block.Success)
        {
            throw new FlowException(
                ErrorClasses.ChatApiToolRoleInvalidFormat,
                "Failed to parse tool role prompt. Please make sure the prompt follows the format: 'tool_call_id:\\ntool_call_id\\ncontent:\\ntool_content'. "
                + "'tool_call_id' is required if role is tool, and it should be the tool call that this message is responding to.");
        }

        message["tool_call_id"] = block.Groups["id"].Value;
        message["content"] = content.Of(block.Groups["content"].Value);
    }

    private static bool TryReadToolCalls(string chunk, out object? calls)
    {
        calls = null;
        return chunk.Contains("tool_calls", StringComparison.Ordinal) && ToolCallsBlock().Match(chunk) is { Success: true } block && PythonLiteral.TryParse(block.Groups["calls"].Value, out calls);
    }

    // These engines grow with the text alone, but are slow to start: most chunks hold none of the words.
    [GeneratedRegex(@"#{0,2}\s*name\s*:\s*\n+\s*(?<name>\S+)\s*\n*#{0,2}\s*content\s*:\s*\n?(?<content>.*)", RegexOptions.Singleline | RegexOptions.NonBacktracking)]
    private static partial Regex NameBlock();

    [GeneratedRegex(@"#{0,2}\s*tool_call_id\s*:\s*\n+\s*(?<id>\S+)\s*\n*#{0,2}\s*content\s*:\s*\n?(?<content>.*)", RegexOptions.Singleline | RegexOptions.NonBacktracking)]
    private static partial Regex ToolBlock();

    [GeneratedRegex(@"#{0,2}\s*tool_calls\s*:\s*\n+\s*(?<calls>\[.*?\])", RegexOptions.Singleline | RegexOptions.NonBacktracking)]
    private static partial Regex ToolCallsBlock();
}
