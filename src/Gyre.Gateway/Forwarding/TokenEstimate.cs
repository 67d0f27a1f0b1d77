using System.Globalization;
using System.Text;
using Gyre.Models.Providers;

namespace Gyre.Gateway.Forwarding;

/// <summary>Counts a prompt's tokens for a client whose provider can't, by the usual rule of thumb.</summary>
/// <param name="provider">Who would be asked the prompt itself.</param>
/// <param name="tokens">The estimate.</param>
internal sealed class TokenEstimate(IModelProvider provider, long tokens) : IModelProvider
{
    /// <summary>The header that tells the client that it is an estimate.</summary>
    public const string Header = "x-gyre-estimated";

    private static readonly Dictionary<string, string> Headers = new(StringComparer.OrdinalIgnoreCase) { ["content-type"] = "application/json" };

    /// <inheritdoc/>
    public bool Speaks(ModelOperation operation) => operation.IsCount;

    /// <inheritdoc/>
    public Task<ModelResponse> SendAsync(ModelRequest request, CancellationToken cancellationToken)
    {
        var field = request.Operation == ModelOperation.CountTokens ? "input_tokens" : "totalTokens";
        var body = string.Create(CultureInfo.InvariantCulture, $"{{\"{field}\":{tokens}}}");
        return Task.FromResult(new ModelResponse(200, Headers, new MemoryStream(Encoding.UTF8.GetBytes(body))));
    }

    /// <inheritdoc/>
    public string Redact(string text) => provider.Redact(text);
}
