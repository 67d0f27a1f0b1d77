using Gyre.Kernel;
using Microsoft.AspNetCore.Http;

namespace Gyre.Gateway.Usage;

/// <summary>Which calls a request's address asks for.</summary>
internal static class UsageRequest
{
    /// <summary>Reads the period, and every other parameter as a filter.</summary>
    /// <param name="request">The request.</param>
    /// <param name="from">As <see cref="UsagePeriod.Read"/> takes it; empty is absent.</param>
    /// <param name="to">The same.</param>
    /// <param name="own">The route's own parameters, which are no filters.</param>
    /// <param name="now">The present.</param>
    /// <exception cref="ProblemException"><c>usage-period</c>, <c>usage-filter</c>.</exception>
    public static UsageQuery Read(HttpRequest request, string? from, string? to, IReadOnlyList<string> own, DateTimeOffset now) => new()
    {
        Period = UsagePeriod.Read(Text(from), Text(to), now),
        Only = request.Query.Where(p => !own.Contains(p.Key, StringComparer.Ordinal))
            .GroupBy(p => Filter(p.Key, own), p => p.Value.OfType<string>()).ToDictionary(d => d.Key, d => (IReadOnlyList<string>)[.. d.SelectMany(v => v)]),
    };

    private static UsageDimension Filter(string name, IReadOnlyList<string> own) =>
        UsageDimension.Find(name) is { IsTime: false } dimension
            ? dimension
            : throw new ProblemException(new Problem(
                "usage-filter",
                $"'{name}' is no filter of usage.{NearestName.Hint(name, [.. own, .. UsageDimension.Filters.Select(d => d.Field)])} It takes {string.Join(", ", own)}, and {string.Join(", ", UsageDimension.Filters.Select(d => d.Field))} with a value to look for.")
            {
                Field = name,
            });

    private static string? Text(string? given) => given is { Length: > 0 } ? given : null;
}
