using System.Collections.Frozen;
using Gyre.Gateway.Routing.Choosing;
using Gyre.Gateway.Routing.Health;
using Gyre.Gateway.Routing.Trying;
using Gyre.Kernel;
using Gyre.Models.Connections;
using Gyre.Workspace.Schemas;

namespace Gyre.Gateway.Routing.Files;

/// <summary>A folder <c>gateway/</c> put together with the connections: the table, or everything that is wrong.</summary>
/// <param name="Table">Null where there are faults.</param>
/// <param name="Faults">Each with file and line.</param>
internal sealed record RouteReading(RouteTable? Table, IReadOnlyList<Problem> Faults)
{
    /// <summary>Reads the files and joins them.</summary>
    /// <param name="folder">Its files are read; it need not be there.</param>
    /// <param name="connections">Those that targets may name.</param>
    /// <param name="known">The catalog, for names that no file defines.</param>
    /// <param name="book">Keeps the targets' health.</param>
    public static RouteReading Of(string folder, IReadOnlyList<Connection> connections, IKnownModels? known, HealthBook book) =>
        new Joining(RouteFiles.Read(folder), connections, known, new ImplicitRoutes(connections, known, book), book).Result();

    private sealed class Joining(RouteFiles files, IReadOnlyList<Connection> connections, IKnownModels? known, ImplicitRoutes others, HealthBook book)
    {
        private readonly Dictionary<string, DeploymentDefinition> deployments = new(StringComparer.Ordinal);
        private readonly HashSet<string> names = new(StringComparer.Ordinal);

        public RouteReading Result()
        {
            foreach (var deployment in files.Deployments.Where(d => d.Name.Length > 0))
            {
                Name(deployment.Name, deployment.Way.Fields);
                deployments.TryAdd(deployment.Name, deployment);
            }

            foreach (var pool in files.Pools.Where(p => p.Name.Length > 0))
            {
                Name(pool.Name, pool.Fields);
            }

            List<Pool> pools = [.. files.Deployments.Select(Single), .. files.Pools.Select(Joined)];
            return files.Faults.Count == 0 ? new RouteReading(new RouteTable(pools, others), []) : new RouteReading(null, files.Faults);
        }

        private void Name(string name, FileFields fields)
        {
            if (!names.Add(name))
            {
                fields.Fault("name", $"'{name}' is defined twice; a name means one deployment or pool.");
            }
        }

        private Pool Single(DeploymentDefinition deployment)
        {
            var target = Target(deployment.Name, deployment.Way, new TargetDefinition(deployment.Way), Timeouts.Default);
            return new Pool { Name = deployment.Name, Targets = [target], Total = target.Timeouts.Total!.Value, Cache = deployment.Cache, Budget = new RetryBudget(new RetryPolicy().Budget, book.Time) };
        }

        private Pool Joined(PoolDefinition pool)
        {
            var timeouts = pool.Timeouts.Within(Timeouts.Default);
            foreach (var twice in pool.Targets.GroupBy(t => t.Deployment ?? $"{t.Way.Connection}/{t.Way.Model}", StringComparer.Ordinal).Where(g => g.Count() > 1))
            {
                twice.Last().Way.Fields.Fault("deployment", $"'{twice.Key}' is a target of this pool twice; give it one tier and weight.");
            }

            foreach (var name in pool.Fallbacks.Values.Distinct(StringComparer.Ordinal))
            {
                CheckFallback(pool, name);
            }

            Target[] targets = [.. pool.Targets.Select(t => Target(t, timeouts)).OfType<Target>()];
            if (pool.Regions is { } regions && targets.Length == pool.Targets.Count && !targets.Any(t => regions.Contains(t.Region, StringComparer.OrdinalIgnoreCase)))
            {
                pool.Fields.Fault("regions", $"No target is in {string.Join(" or ", regions)}. Write the 'region' of each deployment; one without it fits no constraint.");
            }

            return new Pool
            {
                Name = pool.Name,
                Targets = [.. targets],
                Policy = pool.Policy,
                Regions = pool.Regions?.ToFrozenSet(StringComparer.OrdinalIgnoreCase),
                Retry = pool.Retry,
                Total = timeouts.Total!.Value,
                Fallbacks = pool.Fallbacks.ToFrozenDictionary(),
                Hedge = pool.Hedge,
                Affinity = pool.Affinity,
                Cache = pool.Cache,
                Budget = new RetryBudget(pool.Retry.Budget, book.Time),
            };
        }

        private Target? Target(TargetDefinition target, Timeouts pools)
        {
            if (target.Deployment is not { } name)
            {
                return Target($"{target.Way.Connection}/{target.Way.Model}", target.Way, target, pools);
            }

            if (deployments.TryGetValue(name, out var deployment))
            {
                return Target(name, deployment.Way with { Timeouts = target.Way.Timeouts.Within(deployment.Way.Timeouts) }, target, pools);
            }

            var hint = names.Contains(name) ? " It is a pool; name its deployments here, or the pool as a fallback." : NearestName.Hint(name, deployments.Keys);
            target.Way.Fields.Fault("deployment", $"There is no deployment '{name}'.{hint}");
            return null;
        }

        private Target Target(string name, WayDefinition way, TargetDefinition place, Timeouts wider)
        {
            var connection = connections.FirstOrDefault(c => c.Name == way.Connection);
            var behind = connection is not null && way.BaseModel is { } baseModel ? known?.Behind(connection, baseModel) : null;

            // A deployment's faults are told where it stands, and not again in each pool.
            var isItsPlace = ReferenceEquals(way.Fields, place.Way.Fields);
            if (isItsPlace && connection is not null && way.BaseModel is { } unknown && known is not null && behind is null)
            {
                var near = known.Nearest(unknown);
                way.Fields.Fault("base_model", $"The catalog has no model '{unknown}'.{(near.Count == 0 ? "" : $" Did you mean {string.Join(" or ", near.Select(n => $"'{n}'"))}?")} Without it nothing is known of prices and limits; a model of your own is a row in models/, read when the gateway starts.");
            }

            if (isItsPlace && connection is null && way.Connection.Length > 0)
            {
                way.Fields.Fault("connection", $"There is no connection '{way.Connection}'.{NearestName.Hint(way.Connection, connections.Select(c => c.Name))} 'gyre connection list' shows what there is.");
            }

            return new Target
            {
                Name = name,
                Connection = connection ?? new Connection { Name = way.Connection, Type = "" },
                Model = way.Model,
                BaseModel = way.BaseModel,
                Behind = behind,
                Region = way.Region,
                Reserved = way.Reserved,
                Concurrency = way.Concurrency ?? int.MaxValue,
                MarksPrompt = way.MarksPrompt,
                Tier = place.Tier,
                Weight = place.Weight,
                Timeouts = way.Timeouts.Within(wider),
                Health = book.Of(way.Connection, way.Model),
                Hash = StableHash.Of($"{way.Connection}/{way.Model}"),
            };
        }

        private void CheckFallback(PoolDefinition pool, string name)
        {
            var key = pool.FallbackFields!.KeyOf(name);
            if (name == pool.Name)
            {
                pool.FallbackFields.Fault(key, $"The pool '{name}' can't be its own fallback.");
            }
            else if (!names.Contains(name) && others.Find(name) is null)
            {
                pool.FallbackFields.Fault(key, $"There is no deployment, pool or model '{name}' to fall back to.{NearestName.Hint(name, names.Concat(others.Suggestions()))}");
            }
        }
    }
}
