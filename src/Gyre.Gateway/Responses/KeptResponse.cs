using Gyre.Gateway.Callers;

namespace Gyre.Gateway.Responses;

/// <summary>Where a response is that a provider keeps.</summary>
/// <param name="Model">As the client asked for it.</param>
/// <param name="Connection">The connection that leads to the provider.</param>
internal sealed record KeptResponse(string Model, string Connection)
{
    /// <summary>Who may ask for what a caller made: callers of one project, those of a team without projects, and else the key alone.</summary>
    public static string TenantOf(Caller caller) => caller switch
    {
        { Project: { } project } => "project:" + project,
        { Team: { } team } => "team:" + team,
        _ => "key:" + caller.KeyId,
    };
}
