namespace Gyre.Server.Tests.Clients;

/// <summary>What a vendor's official client made of an answer.</summary>
internal sealed record Heard
{
    public string Text { get; init; } = "";

    /// <summary>"stop" or "tools", whatever the vendor calls it.</summary>
    public string? Finish { get; init; }

    /// <summary>All input tokens, cached ones included.</summary>
    public long? Input { get; init; }

    public long? Cached { get; init; }

    public long? Output { get; init; }

    /// <summary>Arguments of the calls of tools, in their order: "get_weather(Paris)".</summary>
    public IReadOnlyList<string> Calls { get; init; } = [];

    /// <summary>How many pieces of text a stream had.</summary>
    public int Pieces { get; init; }

    /// <summary>What the client threw.</summary>
    public HeardError? Error { get; init; }
}

/// <summary>What a client tells about a failure.</summary>
/// <param name="Status">HTTP status; 0 where the stream broke.</param>
/// <param name="Message">As the client has it.</param>
/// <param name="RetryAfter">The header of that name.</param>
/// <param name="Cause">The gateway's <c>x-gyre-cause</c>.</param>
internal sealed record HeardError(int Status, string Message, string? RetryAfter = null, string? Cause = null);

/// <summary>One of the vendors' official clients, unchanged but for the address it is given.</summary>
internal interface IVendorClient
{
    /// <summary>Does one thing and tells what came of it; never throws for what the server says.</summary>
    /// <param name="task">What to do.</param>
    /// <param name="model">The model to ask.</param>
    /// <param name="key">The key to show.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    Task<Heard> DoAsync(ClientTask task, string model, string key, CancellationToken cancellationToken);
}

/// <summary>What clients are asked to do.</summary>
internal enum ClientTask
{
    /// <summary>"Grüezi, 東京!" under the instruction "Be brief".</summary>
    Plain,

    /// <summary>The same, streamed.</summary>
    Stream,

    /// <summary>Offers get_weather(city), answers each call with 21, tells the final words.</summary>
    Tools,

    /// <summary>The same, streamed.</summary>
    ToolsStream,

    /// <summary>Wants an object with a city.</summary>
    Schema,

    /// <summary>Shows a picture of 70 bytes.</summary>
    Image,

    /// <summary>Streams, and hangs up at the first words.</summary>
    Leave,
}
