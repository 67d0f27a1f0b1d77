using System.Text.Json.Serialization;
using Gyre.Gateway.Callers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Gyre.Gateway.Administration;

/// <summary><c>/api/v1/caller</c>: who asks, for pages that show what a key may see.</summary>
internal static class CallerEndpoints
{
    public static void Map(RouteGroupBuilder caller) =>
        caller.MapGet("", (HttpContext http) => TypedResults.Ok(CallerView.Of(AdminAccess.CallerOf(http))))
            .WithName("ShowCaller").WithSummary("Who asks: the key and what it may do. Any valid key may ask.");
}

/// <summary>Who asks.</summary>
/// <param name="Name">The key's name; <c>local</c> without a key, where none is needed.</param>
/// <param name="Prefix">The first characters of the key's text; absent without a key.</param>
/// <param name="Team">Its team.</param>
/// <param name="Project">Its project.</param>
/// <param name="CostCenter">Who pays.</param>
/// <param name="Models">Patterns of the models it may use; empty for all.</param>
/// <param name="Endpoints">Patterns of the operations it may use; empty for all but administration.</param>
/// <param name="Administers">Whether it may use all of <c>/api/v1</c>.</param>
public sealed record CallerView(
    [property: JsonPropertyName("name")] string Name,
    [property: JsonPropertyName("prefix"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Prefix,
    [property: JsonPropertyName("team")] string? Team,
    [property: JsonPropertyName("project")] string? Project,
    [property: JsonPropertyName("cost_center")] string? CostCenter,
    [property: JsonPropertyName("models")] IReadOnlyList<string> Models,
    [property: JsonPropertyName("endpoints")] IReadOnlyList<string> Endpoints,
    [property: JsonPropertyName("administers")] bool Administers)
{
    internal static CallerView Of(Caller caller) => new(
        caller.Name,
        caller.Prefix.Length == 0 ? null : caller.Prefix,
        caller.Team,
        caller.Project,
        caller.CostCenter,
        caller.Scopes.Models,
        caller.Scopes.Endpoints,
        caller.Scopes.AllowsEndpoint(CallerScopes.Admin));
}
