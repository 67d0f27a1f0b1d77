using Gyre.Models.Providers;

namespace Gyre.Evaluation.Evaluations.Execution;

/// <summary>A model's answer, read to its end.</summary>
internal sealed record PaidAnswer(int Status, IReadOnlyDictionary<string, string> Headers, byte[] Body)
{
    /// <summary>Whether the provider answered what it was asked.</summary>
    public bool IsGood => Status is >= 200 and < 300;

    /// <summary>Whether it breaks off: a server that is ended may send nothing at all under a good status.</summary>
    public bool IsCut => IsGood
        && (!Headers.TryGetValue("content-type", out var type) || type.Contains("json", StringComparison.OrdinalIgnoreCase))
        && Body.AsSpan().TrimEnd(" \t\r\n"u8) is not [.., (byte)'}' or (byte)']'];

    /// <summary>Reads one to its end.</summary>
    public static async Task<PaidAnswer> ReadAsync(ModelResponse response, CancellationToken cancellationToken)
    {
        using var body = new MemoryStream();
        await response.Body.CopyToAsync(body, cancellationToken);
        return new PaidAnswer(response.Status, new Dictionary<string, string>(response.Headers, StringComparer.OrdinalIgnoreCase), body.ToArray());
    }

    /// <summary>As the provider gave it.</summary>
    public ModelResponse ToResponse() => new(Status, Headers, new MemoryStream(Body, writable: false));
}
