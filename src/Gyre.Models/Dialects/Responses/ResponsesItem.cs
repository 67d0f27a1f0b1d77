using System.Text;

namespace Gyre.Models.Dialects.Responses;

/// <summary>An item of a streamed answer while it grows.</summary>
/// <param name="part">What it holds, but for what was streamed.</param>
/// <param name="index">Its place in the output.</param>
/// <param name="id">Its id.</param>
internal sealed class ResponsesItem(Part part, int index, string id)
{
    public Part Part { get; set; } = part;

    public int Index { get; } = index;

    public string Id { get; } = id;

    public bool Done { get; set; }

    /// <summary>Letters of words in the items before.</summary>
    public int Before { get; init; }

    public StringBuilder Text { get; } = new();

    /// <summary>The part with what was streamed.</summary>
    public Part Whole => Part switch
    {
        TextPart words => words with { Text = Text.ToString() },
        RefusalPart => new RefusalPart(Text.ToString()),
        ThinkingPart thinking => thinking with { Text = Text.ToString() },
        ToolCallPart made => made with { Arguments = Text.ToString() },
        _ => Part,
    };
}
