namespace Gyre.Models.Dialects;

/// <summary>Who speaks.</summary>
public enum TurnRole
{
    /// <summary>Instructions of the application.</summary>
    System,

    /// <summary>Instructions of the application, in OpenAI's newer word.</summary>
    Developer,

    /// <summary>The user.</summary>
    User,

    /// <summary>The model.</summary>
    Assistant,

    /// <summary>Results of tools: nothing but <see cref="ToolResultPart"/>.</summary>
    Tool,
}

/// <summary>One turn of a conversation. Neighbours may have the same role; a dialect that wants them alternating joins them.</summary>
public sealed record Turn(TurnRole Role, IReadOnlyList<Part> Parts)
{
    /// <summary>Who among several users or agents.</summary>
    public string? Name { get; init; }
}
