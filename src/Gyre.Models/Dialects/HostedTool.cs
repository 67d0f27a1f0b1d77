namespace Gyre.Models.Dialects;

/// <summary>What several providers run themselves when the model asks for it.</summary>
public enum HostedToolKind
{
    /// <summary>Searches the web: OpenAI's responses, its search models, Anthropic, Gemini.</summary>
    WebSearch,

    /// <summary>Reads pages by their addresses: Anthropic, Gemini.</summary>
    WebFetch,

    /// <summary>Runs the model's code in a sandbox: OpenAI's responses, Anthropic, Gemini.</summary>
    CodeExecution,
}

/// <summary>A tool that the provider runs. What it did on its way stays with the provider; the words it led to, their citations and the number of searches come back.</summary>
/// <param name="Kind">Which.</param>
public sealed record HostedTool(HostedToolKind Kind)
{
    /// <summary>The only hosts to look at.</summary>
    public IReadOnlyList<string> AllowedDomains { get; init; } = [];

    /// <summary>Hosts to leave out.</summary>
    public IReadOnlyList<string> BlockedDomains { get; init; } = [];

    /// <summary>How often at the most.</summary>
    public long? MaxUses { get; init; }

    /// <summary>Where the user is, about; a hint.</summary>
    public UserPlace? Place { get; init; }
}

/// <summary>Where a user is, about.</summary>
/// <param name="City">Name.</param>
/// <param name="Region">Name.</param>
/// <param name="Country">Two letters.</param>
/// <param name="Timezone">As <c>Europe/Zurich</c>.</param>
public sealed record UserPlace(string? City, string? Region, string? Country, string? Timezone);

/// <summary>A source of a part of the answer's words.</summary>
/// <param name="Url">The page.</param>
public sealed record Citation(string Url)
{
    /// <summary>Of the page.</summary>
    public string? Title { get; init; }

    /// <summary>What the page says there, or what of the answer it stands for, where the provider tells.</summary>
    public string? Quote { get; init; }

    /// <summary>First letter it stands for, counted over all words of the answer; null where the provider does not say.</summary>
    public int? Start { get; init; }

    /// <summary>Behind the last.</summary>
    public int? End { get; init; }
}
