using Gyre.Gateway.Admission;

namespace Gyre.Gateway.Callers;

/// <summary>Who makes a call: a key, and what stands above it. One object per key until the key changes.</summary>
public sealed class Caller
{
    // The rules that cover this caller; worked out by the first call after a change.
    internal AdmissionPlan? Plan;

    /// <summary>The caller without a key, where none is required: unlimited but for rules for everyone, and metered.</summary>
    public static Caller Local { get; } = new() { KeyId = "local", Name = "local", Prefix = "", Scopes = new([], ["*", CallerScopes.Admin, CallerScopes.Raw], []) };

    /// <summary>Who came without a key that is known, where one is needed; is refused, and in the ledger.</summary>
    public static Caller Unknown { get; } = new() { KeyId = "unknown", Name = "unknown", Prefix = "", Scopes = new([""], [""], [""]) };

    /// <summary>UUIDv7.</summary>
    public required string KeyId { get; init; }

    /// <summary>The first characters of the key's text.</summary>
    public required string Prefix { get; init; }

    public required string Name { get; init; }

    public string? Team { get; init; }

    public string? Project { get; init; }

    /// <summary>The key's own, else the project's, else the team's.</summary>
    public string? CostCenter { get; init; }

    public required CallerScopes Scopes { get; init; }

    /// <summary>For reports.</summary>
    public IReadOnlyDictionary<string, string> Tags { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>The endpoint that this key may not use, or the model, as a refusal; null where it may.</summary>
    /// <param name="endpoint">The operation in snake case.</param>
    /// <param name="model">As the caller names it.</param>
    public Refusal? Check(string endpoint, string model) =>
        endpoint == CallerScopes.Raw && !Scopes.AllowsEndpoint(endpoint) ? new Refusal(Causes.EndpointForbidden, Name, $"Key '{Name}' may not use the providers' own paths. Make one that may: gyre key create --name NAME --endpoints raw", null)
        : !Scopes.AllowsEndpoint(endpoint) ? new Refusal(Causes.EndpointForbidden, Name, $"Key '{Name}' may not use '{endpoint}'. It may use: {string.Join(", ", Scopes.Endpoints)}.", null)
        : CheckModel(model);

    /// <summary>As <see cref="Check"/>, of the model alone.</summary>
    internal Refusal? CheckModel(string model) =>
        Scopes.AllowsModel(model) ? null : new Refusal(Causes.ModelForbidden, Name, $"Key '{Name}' may not use model '{model}'. It may use: {string.Join(", ", Scopes.Models)}.", null);
}
