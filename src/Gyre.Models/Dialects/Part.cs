namespace Gyre.Models.Dialects;

/// <summary>One piece of a turn. Closed family: every dialect carries each of them, drops it by a documented rule, or refuses it by name.</summary>
public abstract record Part
{
    /// <summary>The provider shall cache the prompt up to here.</summary>
    public CacheMark? Cache { get; init; }
}

/// <summary>A point up to which the provider shall cache the prompt.</summary>
/// <param name="Ttl"><c>5m</c> or <c>1h</c>; null for the provider's own.</param>
public sealed record CacheMark(string? Ttl = null);

/// <summary>Words.</summary>
public sealed record TextPart(string Text) : Part
{
    /// <summary>The sources of words of an answer.</summary>
    public IReadOnlyList<Citation> Citations { get; init; } = [];
}

/// <summary>The model's thinking. Never turned into words of the answer.</summary>
/// <param name="Text">What may be shown; empty where the provider hides it.</param>
public sealed record ThinkingPart(string Text) : Part
{
    /// <summary>What the provider wants back untouched at the next turn.</summary>
    public Opaque? Signature { get; init; }

    /// <summary>Whether the provider hid the thinking: only the signature carries it.</summary>
    public bool Redacted { get; init; }
}

/// <summary>A picture.</summary>
public sealed record ImagePart(Media Source) : Part
{
    /// <summary><c>low</c>, <c>high</c> or <c>auto</c>.</summary>
    public string? Detail { get; init; }
}

/// <summary>A document, mostly PDF.</summary>
public sealed record FilePart(Media Source) : Part
{
    /// <summary>File name or title.</summary>
    public string? Name { get; init; }
}

/// <summary>Sound.</summary>
/// <param name="Base64">The bytes.</param>
/// <param name="Format">Such as <c>wav</c>, <c>mp3</c>.</param>
public sealed record AudioPart(string Base64, string Format) : Part;

/// <summary>The model asks for a tool.</summary>
/// <param name="Id">Names the call among all of the conversation; never empty, and free of anything carried inside it on the wire.</param>
/// <param name="Name">Name of the tool.</param>
/// <param name="Arguments">JSON as the model wrote it, not always valid; free text where <see cref="Custom"/>.</param>
public sealed record ToolCallPart(string Id, string Name, string Arguments) : Part
{
    /// <summary>What the provider wants back with the call (Gemini's thought signature).</summary>
    public Opaque? Signature { get; init; }

    /// <summary>A free-text tool of OpenAI's.</summary>
    public bool Custom { get; init; }
}

/// <summary>What a tool gave.</summary>
/// <param name="CallId">The call's <see cref="ToolCallPart.Id"/>.</param>
/// <param name="Content">Text and pictures.</param>
public sealed record ToolResultPart(string CallId, IReadOnlyList<Part> Content) : Part
{
    /// <summary>The tool failed.</summary>
    public bool IsError { get; init; }

    /// <summary>Name of the tool, where the dialect says it or the call is in the same request.</summary>
    public string? Name { get; init; }

    /// <summary>The answer to a free-text tool of OpenAI's.</summary>
    public bool Custom { get; init; }
}

/// <summary>The model declines, in words.</summary>
public sealed record RefusalPart(string Text) : Part;

/// <summary>Where a picture or document is: exactly one of base64, address and file id is given.</summary>
public sealed record Media
{
    /// <summary>Such as <c>image/png</c>; null where only the address knows.</summary>
    public string? Type { get; init; }

    /// <summary>The bytes.</summary>
    public string? Base64 { get; init; }

    /// <summary>An address the provider fetches.</summary>
    public string? Url { get; init; }

    /// <summary>An id in the provider's file store; of no use at another provider.</summary>
    public string? FileId { get; init; }

    /// <summary>From <c>data:image/png;base64,…</c> or any other address.</summary>
    public static Media Of(string address, string? type = null)
    {
        const string Mark = ";base64,";
        if (!address.StartsWith("data:", StringComparison.OrdinalIgnoreCase) || address.IndexOf(Mark, StringComparison.OrdinalIgnoreCase) is not (>= 5 and var at))
        {
            return new Media { Url = address, Type = type };
        }

        // "data:image/png;charset=x;base64,": parameters of the type say nothing a model needs.
        var written = address[5..at].Split(';')[0];
        return new Media { Type = written.Length == 0 ? type : written, Base64 = address[(at + Mark.Length)..] };
    }

    /// <summary><c>data:…</c> of the bytes, or the address. Null for a file id.</summary>
    public string? Address => Base64 is not null ? $"data:{Type ?? "application/octet-stream"};base64,{Base64}" : Url;
}
