using System.Diagnostics;
using System.IO.Pipelines;
using System.Text;
using Gyre.Gateway.Callers;
using Gyre.Kernel;
using Gyre.Models.Dialects;
using Gyre.Models.Providers;
using Gyre.Wire.Http;
using Gyre.Wire.Json;
using Microsoft.AspNetCore.Http;

namespace Gyre.Gateway.Forwarding;

/// <summary>What a client asked, as far as the gateway needs to know. The body stays as it was sent.</summary>
internal sealed class ClientCall
{
    private ChatCall? chat;
    private RequestPieces? pieces;
    private PipeWriter? answer;

    public required HttpContext Http { get; init; }

    /// <summary>UUIDv7; the client sees it as <c>x-gyre-request-id</c>.</summary>
    public required Guid Id { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>The clock's timestamp when the request came.</summary>
    public required long ArrivedAt { get; init; }

    public required Caller Caller { get; init; }

    public required ModelOperation Operation { get; init; }

    /// <summary>As the client named it.</summary>
    public required string Model { get; init; }

    public required RequestBody Body { get; init; }

    /// <summary>What was found in a JSON body; empty for others.</summary>
    public JsonPeek Peek { get; init; }

    /// <summary>What was found in a multipart form; null for others.</summary>
    public MultipartForm? Form { get; init; }

    /// <summary>Whether the address names the model, whatever the body says.</summary>
    public bool ModelInAddress { get; init; }

    /// <summary>Whether the client wants the answer as it grows.</summary>
    public required bool Stream { get; init; }

    /// <summary>For <see cref="ModelOperation.Raw"/>: the path below the provider's address.</summary>
    public string? RawPath { get; init; }

    /// <summary>The only connection that may serve it, for it holds what the call is about; null for any.</summary>
    public string? Connection { get; set; }

    public string ContentType { get; init; } = "application/json";

    /// <summary>Where the answer goes: to the client, or past a copy on its way there.</summary>
    public PipeWriter Answer
    {
        get => answer ?? Http.Response.BodyWriter;
        set => answer = value;
    }

    /// <summary>Of the call's own; null while nobody listens.</summary>
    public Activity? Span { get; set; }

    /// <summary>Cancelled when the client goes.</summary>
    public CancellationToken Aborted => Http.RequestAborted;

    /// <summary>Cancelled when the gateway itself, which stops, goes.</summary>
    public CancellationToken Cut { get; init; }

    /// <summary>What it asks for that is charged by the piece.</summary>
    public RequestPieces Pieces => pieces ??= RequestPieces.Of(Operation, Body.Span, Form);

    /// <summary>Whether its row is in the ledger.</summary>
    public bool IsWritten { get; set; }

    /// <summary>For <see cref="ModelOperation.Raw"/>: what is spoken behind the path, as soon as it is known.</summary>
    public Dialect? RawDialect { get; set; }

    /// <summary>The client's dialect; OpenAI's where the operation has none that is translated.</summary>
    public IChatDialect Dialect => (RawDialect is { } raw ? ChatDialects.Find(raw) : ChatDialects.Find(Operation)) ?? ChatDialects.Of(Models.Providers.Dialect.OpenAi);

    /// <summary>The application's own user, as the request names it.</summary>
    public string? EndUser => Peek.User.TextIn(Body.Span);

    /// <summary>The request in the neutral form; read once.</summary>
    /// <exception cref="ProblemException"><c>invalid-request</c> or <c>not-carried</c>.</exception>
    public ChatCall Chat()
    {
        try
        {
            return chat ??= Dialect.ReadCall(Body.Span, new CallTarget(Model, Stream)) with { Model = Model };
        }
        catch (Exception e) when (e is InvalidOperationException or ArgumentException)
        {
            throw new ProblemException(new Problem("invalid-request", "The body holds a string that is no text (half of a surrogate pair, or bytes that are no UTF-8), or a schema that names a member twice."), e);
        }
    }

    /// <summary>The client's headers that go on to the provider; null where there are none.</summary>
    /// <param name="span">Of the try, which the provider's spans shall be below; null to pass the client's.</param>
    public IReadOnlyCollection<KeyValuePair<string, string>>? PassedOn(Activity? span)
    {
        List<KeyValuePair<string, string>>? passed = null;
        if (span is { Id: { } id })
        {
            passed = [new("traceparent", id)];
            if (span.TraceStateString is { Length: > 0 } state)
            {
                passed.Add(new("tracestate", state));
            }
        }

        foreach (var (name, values) in Http.Request.Headers)
        {
            // What is no ASCII can't be sent: it would look like a provider that can't be reached.
            if (PassedHeaders.MayGoUp(name) && Ascii.IsValid(values.ToString()) && (span is null || !name.StartsWith("trace", StringComparison.OrdinalIgnoreCase)))
            {
                (passed ??= []).Add(new(name, values.ToString()));
            }
        }

        return passed;
    }
}
