using System.Text.Json;
using Gyre.Models.Providers;

namespace Gyre.Gateway.Forwarding;

/// <summary>Operations in snake case, as key scopes, the ledger and metrics name them.</summary>
public static class OperationNames
{
    private static readonly string[] Names = [.. Enum.GetValues<ModelOperation>().Select(o => JsonNamingPolicy.SnakeCaseLower.ConvertName(o.ToString()))];

    /// <summary>All there are.</summary>
    internal static IReadOnlyList<string> All => Names;

    /// <summary>As <c>chat</c>, <c>count_tokens</c>.</summary>
    public static string Of(ModelOperation operation) => Names[(int)operation];
}
