using System.Text.Json.Nodes;

namespace Gyre.Server.Tests.Vendors;

/// <summary>What a vendor finds in a request, so that its answer can prove that it arrived.</summary>
internal sealed record Seen(string Model, bool Stream)
{
    /// <summary>The last words of the user.</summary>
    public string Words { get; init; } = "";

    /// <summary>Instructions, wherever the vendor keeps them.</summary>
    public string System { get; init; } = "";

    /// <summary>Names of the tools on offer.</summary>
    public IReadOnlyList<string> Tools { get; init; } = [];

    /// <summary>The schema that the answer must follow.</summary>
    public JsonNode? Schema { get; init; }

    /// <summary>Pictures, as "image/png 70 bytes".</summary>
    public IReadOnlyList<string> Pictures { get; init; } = [];

    /// <summary>Results of tools with the city that each call was about, as "Paris=21".</summary>
    public IReadOnlyList<string> Results { get; init; } = [];

    /// <summary>Whether a stream's usage was asked for; null where the vendor always tells it.</summary>
    public bool? WantsUsage { get; init; }

    /// <summary>The rule of the vendor that the request breaks.</summary>
    public string? Fault { get; init; }
}

/// <summary>A call of a tool in an answer.</summary>
internal sealed record Called(string Id, string Name, string Arguments);

/// <summary>What a vendor says: an answer, or an error.</summary>
internal sealed record Said
{
    public const int FreshInput = 11, CachedInput = 4, Output = 7;

    /// <summary>The answer in pieces as they are streamed.</summary>
    public IReadOnlyList<string> Pieces { get; init; } = [];

    public string Text => string.Concat(Pieces);

    public IReadOnlyList<Called> Calls { get; init; } = [];

    /// <summary>HTTP status of an error; 200 for an answer.</summary>
    public int Status { get; init; } = 200;

    public string Message { get; init; } = "";

    /// <summary>The header of that name, as written.</summary>
    public string? RetryAfter { get; init; }

    /// <summary>What happens to a stream after its first words.</summary>
    public Mishap Mishap { get; init; }
}

/// <summary>What happens to a stream after its first words.</summary>
internal enum Mishap
{
    None,

    /// <summary>Nothing more comes.</summary>
    Silence,

    /// <summary>The connection is closed.</summary>
    Cut,

    /// <summary>The vendor tells an error.</summary>
    Error,

    /// <summary>Each event waits for the test.</summary>
    Gate,
}
