namespace Gyre.Gateway.Routing.Trying;

/// <summary>Which targets of a pool a request may be sent to.</summary>
internal static class Eligible
{
    /// <summary>A bit for each. A region promised by the pool that was asked for is kept in the pools it falls back to.</summary>
    public static ulong In(Pool pool, in RouteQuery query, List<Pool> entered)
    {
        var mask = 0UL;
        for (var i = 0; i < pool.Targets.Length; i++)
        {
            var target = pool.Targets[i];
            if (IsIn(pool.Regions, target) && IsIn(query.Regions, target) && IsInEntered(entered, target) && query.Accepts?.Invoke(target) != false)
            {
                mask |= 1UL << i;
            }
        }

        return mask;
    }

    private static bool IsInEntered(List<Pool> entered, Target target)
    {
        foreach (var one in entered)
        {
            if (!IsIn(one.Regions, target))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsIn(IReadOnlySet<string>? regions, Target target) => regions is null || (target.Region is { } region && regions.Contains(region));
}
