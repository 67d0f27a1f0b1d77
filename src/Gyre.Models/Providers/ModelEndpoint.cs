using System.Net.Http.Headers;
using Gyre.Models.Connections;

namespace Gyre.Models.Providers;

/// <summary>Where a provider's routes are and how a request proves who it is.</summary>
internal abstract class ModelEndpoint
{
    /// <summary>The address of a route.</summary>
    public abstract Uri Address(ModelOperation operation, string model);

    /// <summary>Puts the key or token on a request.</summary>
    public abstract ValueTask AuthorizeAsync(HttpRequestHeaders headers, CancellationToken cancellationToken);

    protected static string Route(ModelOperation operation) => operation switch
    {
        ModelOperation.Chat => "chat/completions",
        ModelOperation.Completion => "completions",
        _ => "embeddings",
    };

    /// <summary>The field of a connection, or the problem that says how to fill it.</summary>
    protected static Uri BaseAddress(Connection connection, string field)
    {
        var text = connection[field]?.Trim();
        if (string.IsNullOrEmpty(text))
        {
            throw new Kernel.ProblemException(new Kernel.Problem("connection-incomplete", $"Connection '{connection.Name}' has no '{field}': set it to the provider's address, for example https://….") { Field = field });
        }

        return Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is "http" or "https"
            ? address
            : throw new Kernel.ProblemException(new Kernel.Problem("connection-invalid", $"'{field}' of connection '{connection.Name}' must be an http or https address, but is '{text}'.") { Field = field });
    }
}
