using System.Collections.Concurrent;
using System.Net.Http.Headers;
using Gyre.Kernel;
using Gyre.Models.Connections;
using Gyre.Models.Dialects;

namespace Gyre.Models.Providers;

/// <summary>One style of address and authorisation: where a provider's routes are, which it has, and how a request proves who it is.</summary>
internal abstract class ModelEndpoint
{
    // Model names may come from callers: what is kept of them is bounded.
    private const int MostAddresses = 2_000;

    private readonly ConcurrentDictionary<(ModelOperation, string), Uri> addresses = new();

    // Asked several times a call, and the answer takes writing an address.
    private readonly ConcurrentDictionary<ModelOperation, bool> spoken = new();

    /// <summary>What conversations are translated to when the client's dialect is not spoken.</summary>
    public virtual Dialect ChatDialect => Dialect.OpenAi;

    /// <summary>Where the server differs from the vendor.</summary>
    public virtual ModelTraits Traits => ModelTraits.Current;

    /// <summary>The connection's address, without a slash at its end.</summary>
    protected abstract string Root { get; }

    /// <summary>Whether it has the route.</summary>
    public bool Speaks(ModelOperation operation) => spoken.GetOrAdd(
        operation,
        static (asked, endpoint) => asked == ModelOperation.Raw || endpoint.Route(asked == ModelOperation.KeptResponse ? ModelOperation.Responses : asked, "m") is not null,
        this);

    /// <summary>The address of a request.</summary>
    /// <exception cref="ProblemException"><c>operation-not-spoken</c>, <c>path-not-allowed</c>.</exception>
    public Uri Address(ModelRequest request)
    {
        if (request.Operation == ModelOperation.Raw)
        {
            return RawAddress.Of(Root, request.Path ?? "/", request.Query);
        }

        if (request.Operation == ModelOperation.KeptResponse)
        {
            var responses = Route(ModelOperation.Responses, request.Model) ?? throw NotSpoken(request.Operation);
            var query = responses.IndexOf('?', StringComparison.Ordinal) is >= 0 and var at ? at : responses.Length;
            return new Uri(responses[..query] + request.Path + RawAddress.Joined(responses[query..], request.Query));
        }

        var key = (request.Operation, request.Model);
        if (!addresses.TryGetValue(key, out var address))
        {
            address = new Uri(Route(request.Operation, request.Model) ?? throw NotSpoken(request.Operation));
            if (addresses.Count < MostAddresses)
            {
                addresses.TryAdd(key, address);
            }
        }

        return address;
    }

    /// <summary>Puts the key or token on a request, and what the provider wants in every header.</summary>
    public abstract ValueTask AuthorizeAsync(HttpRequestHeaders headers, CancellationToken cancellationToken);

    /// <summary>The whole address of an operation, or null where the provider does not have it.</summary>
    protected abstract string? Route(ModelOperation operation, string model);

    private ProblemException NotSpoken(ModelOperation operation) => new("operation-not-spoken", $"The provider at {Root} has no operation {operation}.");

    /// <summary>The field of a connection, or the problem that says how to fill it.</summary>
    protected static Uri BaseAddress(Connection connection, string field)
    {
        var text = connection[field]?.Trim();
        if (string.IsNullOrEmpty(text))
        {
            throw new ProblemException(new Problem("connection-incomplete", $"Connection '{connection.Name}' has no '{field}': set it to the provider's address, for example https://….") { Field = field });
        }

        return Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is "http" or "https"
            ? address
            : throw new ProblemException(new Problem("connection-invalid", $"'{field}' of connection '{connection.Name}' must be an http or https address, but is '{text}'.") { Field = field });
    }

    /// <summary>An address as pasted, without the slash and without any of the routes at its end.</summary>
    protected static string Trimmed(Uri address, params ReadOnlySpan<string> routes)
    {
        var text = address.GetLeftPart(UriPartial.Path).TrimEnd('/');
        foreach (var route in routes)
        {
            if (text.EndsWith(route, StringComparison.OrdinalIgnoreCase))
            {
                return text[..^route.Length];
            }
        }

        return text;
    }
}
