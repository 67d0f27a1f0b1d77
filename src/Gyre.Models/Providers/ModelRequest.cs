using Gyre.Wire.Json;

namespace Gyre.Models.Providers;

/// <summary>A request in the provider's wire format. The provider adds address, version and key, and changes no byte of the body.</summary>
/// <param name="Operation">The route.</param>
/// <param name="Model">Model or Azure deployment name; part of the address where the provider has it there.</param>
/// <param name="Body">Mostly UTF-8 JSON, with <c>model</c> inside where the format has one; sent without being copied together. It must stay as it is until the answer has come.</param>
/// <param name="Stream">Whether the body asks for a stream.</param>
public sealed record ModelRequest(ModelOperation Operation, string Model, SplicedBytes Body, bool Stream)
{
    /// <summary>More headers for the provider: those of a client that may pass, a tool's <c>extra_headers</c>. They never replace the key, and what belongs to one connection only is dropped.</summary>
    public IReadOnlyCollection<KeyValuePair<string, string>>? Headers { get; init; }

    /// <summary>For <see cref="ModelOperation.Raw"/>: the path below the provider's address, from its slash on, still escaped.</summary>
    public string? Path { get; init; }

    /// <summary>The client's query without the question mark, still escaped: passed on by <see cref="ModelOperation.Raw"/>, without keys.</summary>
    public string? Query { get; init; }

    /// <summary>POST, but for <see cref="ModelOperation.Raw"/>.</summary>
    public string Method { get; init; } = "POST";

    /// <summary>Until a new connection stands; null for the provider's own limit.</summary>
    public TimeSpan? ConnectTimeout { get; init; }

    /// <summary>Of the body; multipart forms carry their boundary here.</summary>
    public string ContentType { get; init; } = "application/json";
}
