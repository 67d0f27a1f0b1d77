using Gyre.Gateway.Forwarding;
using Gyre.Kernel;

namespace Gyre.Gateway.Callers;

/// <summary>What a key's scopes must be: an empty list allows all, so nothing that was meant as a scope may be lost on the way.</summary>
internal static class ScopeRules
{
    /// <exception cref="ProblemException"><c>scope-invalid</c>.</exception>
    public static void Check(CallerScopes scopes)
    {
        foreach (var (field, patterns) in new[] { ("models", scopes.Models), ("endpoints", scopes.Endpoints), ("regions", scopes.Regions) })
        {
            if (patterns.Any(string.IsNullOrWhiteSpace))
            {
                throw Invalid(field, $"An empty pattern is among the {field}. Leave {field} out to allow all of them.");
            }
        }

        string[] known = [.. OperationNames.All.Where(o => o != CallerScopes.Raw), CallerScopes.Raw, CallerScopes.Admin];
        if (scopes.Endpoints.FirstOrDefault(pattern => !known.Any(o => Glob.Matches(pattern, o))) is { } wrong)
        {
            throw Invalid("endpoints", $"There is no operation '{wrong}'.{NearestName.Hint(wrong, known)} There are {string.Join(", ", known)}.");
        }
    }

    private static ProblemException Invalid(string field, string message) => new(new Problem("scope-invalid", message) { Field = field });
}
