namespace Gyre.Models.Dialects;

/// <summary>What dialects do with conversations alike.</summary>
internal static class Conversation
{
    /// <summary>Gives results the names of the tools that were called, where the dialect tells ids only.</summary>
    public static IReadOnlyList<Turn> WithResultNames(List<Turn> turns)
    {
        var calls = new Dictionary<string, ToolCallPart>(StringComparer.Ordinal);
        for (var i = 0; i < turns.Count; i++)
        {
            foreach (var call in turns[i].Parts.OfType<ToolCallPart>())
            {
                calls[call.Id] = call;
            }

            if (turns[i].Role == TurnRole.Tool)
            {
                turns[i] = turns[i] with { Parts = [.. turns[i].Parts.Cast<ToolResultPart>().Select(r => calls.TryGetValue(r.CallId, out var call) ? r with { Name = r.Name ?? call.Name, Custom = r.Custom || call.Custom } : r)] };
            }
        }

        return turns;
    }

    /// <summary>Adds a turn of tool results, to the one before where that is such a turn: they answer the same turn of the model.</summary>
    public static void AddResult(List<Turn> turns, ToolResultPart result)
    {
        if (turns.Count > 0 && turns[^1].Role == TurnRole.Tool)
        {
            turns[^1] = turns[^1] with { Parts = [.. turns[^1].Parts, result] };
        }
        else
        {
            turns.Add(new Turn(TurnRole.Tool, [result]));
        }
    }

    /// <summary>The text of parts that are text, joined by line breaks.</summary>
    public static string Text(IEnumerable<Part> parts) => string.Join('\n', parts.OfType<TextPart>().Select(t => t.Text));

    /// <summary>The words of a document that is text; null for any other.</summary>
    public static string? Words(FilePart file)
    {
        if (file.Source is not { Base64: { } data, Type: { } type } || !type.StartsWith("text/", StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        try
        {
            var words = System.Text.Encoding.UTF8.GetString(Convert.FromBase64String(data));
            return file.Name is { } name ? $"{name}\n\n{words}" : words;
        }
        catch (FormatException)
        {
            throw Untranslatable.Invalid("file", "base64");
        }
    }
}
