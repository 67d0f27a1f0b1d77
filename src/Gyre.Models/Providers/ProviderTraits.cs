namespace Gyre.Models.Providers;

/// <summary>Where a server differs from the vendor whose dialect it speaks; whoever writes a request for it asks these.</summary>
public sealed record ProviderTraits
{
    /// <summary>As the vendor itself.</summary>
    public static ProviderTraits Usual { get; } = new();

    /// <summary>Whether OpenAI's <c>stream_options</c> may be sent; some answer 400 or 422 to it.</summary>
    public bool StreamOptions { get; init; } = true;

    /// <summary>Whether the limit of a chat answer is <c>max_completion_tokens</c>; else it is <c>max_tokens</c>.</summary>
    public bool MaxCompletionTokens { get; init; } = true;

    /// <summary>Whether the role <c>developer</c> is known; else it is written as <c>system</c>.</summary>
    public bool DeveloperRole { get; init; } = true;

    /// <summary>Whether <c>response_format: json_schema</c> is known; else only <c>json_object</c>.</summary>
    public bool JsonSchema { get; init; } = true;
}
