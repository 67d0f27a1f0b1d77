namespace Gyre.Gateway.Callers;

/// <summary>What a key may be used for; patterns with <c>*</c>, an empty list allows all.</summary>
/// <param name="Models">Models and deployments as callers name them.</param>
/// <param name="Endpoints">Operations in snake case (<c>chat</c>, <c>embedding</c>, <c>count_tokens</c>), and <c>raw</c> for <c>/providers</c> and <c>admin</c> for <c>/api/v1</c>, which only a key that names them may use.</param>
/// <param name="Regions">Regions that targets may be in.</param>
public sealed record CallerScopes(IReadOnlyList<string> Models, IReadOnlyList<string> Endpoints, IReadOnlyList<string> Regions)
{
    /// <summary>The scope that lets a key change keys and budgets.</summary>
    public const string Admin = "admin";

    /// <summary>The scope that lets a key reach any path of a provider with the gateway's own credential.</summary>
    public const string Raw = "raw";

    /// <summary>Everything but administration and the providers' own paths.</summary>
    public static CallerScopes All { get; } = new([], [], []);

    public bool AllowsModel(string model) => Allows(Models, model);

    public bool AllowsEndpoint(string endpoint) => endpoint is Admin or Raw ? Endpoints.Contains(endpoint, StringComparer.Ordinal) : Allows(Endpoints, endpoint);

    public bool AllowsRegion(string region) => Allows(Regions, region);

    private static bool Allows(IReadOnlyList<string> patterns, string text)
    {
        for (var i = 0; i < patterns.Count; i++)
        {
            if (Glob.Matches(patterns[i], text))
            {
                return true;
            }
        }

        return patterns.Count == 0;
    }
}
