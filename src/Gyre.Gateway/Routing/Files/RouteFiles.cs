using Gyre.Gateway.Routing.Trying;
using Gyre.Kernel;
using Gyre.Workspace.Schemas;
using Gyre.Workspace.Yaml;

namespace Gyre.Gateway.Routing.Files;

/// <summary>Reads the files of a folder <c>gateway/</c>, each by itself; every fault is kept with file and line.</summary>
internal sealed class RouteFiles
{
    private static readonly (FallbackClass Class, string Key)[] FallbackKeys =
    [
        (FallbackClass.Throttled, "throttled"),
        (FallbackClass.Timeout, "timeout"),
        (FallbackClass.Unavailable, "unavailable"),
        (FallbackClass.ContextWindow, "context_window"),
        (FallbackClass.ContentFilter, "content_filter"),
    ];

    private RouteFiles()
    {
    }

    public List<DeploymentDefinition> Deployments { get; } = [];

    public List<PoolDefinition> Pools { get; } = [];

    public List<Problem> Faults { get; } = [];

    /// <summary>The files that count: YAML directly in the folder, in order of their names. None where there is no folder.</summary>
    public static IReadOnlyList<FileInfo> In(string folder) =>
        Directory.Exists(folder)
            ? [.. new DirectoryInfo(folder).EnumerateFiles().Where(f => f.Extension is ".yaml" or ".yml" && !f.Name.StartsWith('.')).OrderBy(f => f.Name, StringComparer.Ordinal)]
            : [];

    /// <summary>Reads all of them.</summary>
    public static RouteFiles Read(string folder)
    {
        var files = new RouteFiles();
        foreach (var file in In(folder))
        {
            files.Read(file);
        }

        return files;
    }

    private void Read(FileInfo file)
    {
        // As the user would name it: gateway/chat.yaml.
        var name = Path.Combine(file.Directory!.Name, file.Name);
        YamlNode root;
        try
        {
            root = YamlText.ReadFile(file.FullName);
        }
        catch (ProblemException e)
        {
            Faults.Add(e.Problem with { File = name });
            return;
        }

        var kind = ((root as YamlMap)?["kind"] as YamlScalar)?.Text;
        switch (kind)
        {
            case "deployment":
                Deployments.Add(Deployment(new FileFields((YamlMap)root, "", RouteShapes.Default.DeploymentShape, new FileFaults(name, "route-invalid", Faults))));
                break;
            case "pool":
                Pools.Add(Pool(new FileFields((YamlMap)root, "", RouteShapes.Default.PoolShape, new FileFaults(name, "route-invalid", Faults))));
                break;
            default:
                var line = ((root as YamlMap)?["kind"] ?? root).Line;
                var message = kind is null ? "A file here begins with 'kind: deployment' or 'kind: pool'." : $"'kind' must be deployment or pool, but is '{kind}'.{NearestName.Hint(kind, ["deployment", "pool"])}";
                Faults.Add(new Problem("route-invalid", message) { File = name, Line = line, Field = "kind" });
                break;
        }
    }

    private static DeploymentDefinition Deployment(FileFields fields)
    {
        var way = Way(fields);
        var name = fields.RequiredText("name");
        fields.RequiredText("connection");
        return new DeploymentDefinition(name, way.Model.Length == 0 ? way with { Model = name } : way) { Cache = Cache(fields.Fields("cache", RouteShapes.Default.CacheShape)) };
    }

    private static WayDefinition Way(FileFields fields) => new(fields)
    {
        Connection = fields.Text("connection") ?? "",
        Model = fields.Text("model") ?? "",
        BaseModel = fields.Text("base_model"),
        Region = fields.Text("region"),
        Reserved = fields.Flag("reserved"),
        Concurrency = fields.Whole("concurrency", 1, 1_000_000),
        MarksPrompt = fields.Word("prompt_cache", "auto", "off") == "auto",
        Timeouts = Timeouts(fields),
    };

    private static Timeouts Timeouts(FileFields fields) => fields.Fields("timeouts", RouteShapes.Default.TimeoutsShape) is not { } timeouts ? new Timeouts() : new Timeouts
    {
        Connect = timeouts.Duration("connect"),
        FirstToken = timeouts.Duration("first_token"),
        Idle = timeouts.Duration("idle"),
        Total = timeouts.Duration("total"),
    };

    private static PoolDefinition Pool(FileFields fields)
    {
        var fallback = fields.Fields("fallback", RouteShapes.Default.FallbackShape);
        var targets = fields.Items("targets", RouteShapes.Default.TargetShape);
        if (targets.Count > Routing.Pool.MostTargets)
        {
            fields.Fault("targets", $"'targets' has {targets.Count} items; a pool takes up to {Routing.Pool.MostTargets}.");
        }

        return new PoolDefinition(fields.RequiredText("name"), fields, [.. targets.Take(Routing.Pool.MostTargets).Select(Target)])
        {
            Policy = fields.Word("policy", "weighted", "latency", "cost") switch { "latency" => RoutingPolicy.Latency, "cost" => RoutingPolicy.Cost, _ => RoutingPolicy.Weighted },
            Regions = fields.Texts("regions"),
            Retry = Retry(fields.Fields("retry", RouteShapes.Default.RetryShape)),
            Timeouts = Timeouts(fields),
            Fallbacks = Fallbacks(fallback),
            FallbackFields = fallback,
            Hedge = Hedge(fields.Fields("hedge", RouteShapes.Default.HedgeShape)),
            Affinity = Affinity(fields.Fields("affinity", RouteShapes.Default.AffinityShape)),
            Cache = Cache(fields.Fields("cache", RouteShapes.Default.CacheShape)),
        };
    }

    private static TargetDefinition Target(FileFields fields)
    {
        var target = new TargetDefinition(Way(fields))
        {
            Deployment = fields.Text("deployment"),
            Tier = fields.Whole("tier", 1, 100) ?? 1,
            Weight = fields.Whole("weight", 1, 1000) ?? 1,
        };
        if (target.Deployment is null)
        {
            fields.RequiredText("connection");
            fields.RequiredText("model");
        }
        else
        {
            foreach (var key in (string[])["connection", "model", "base_model", "region", "reserved", "concurrency", "prompt_cache"])
            {
                if (fields.Has(key))
                {
                    fields.Fault(key, $"'{key}' belongs to the deployment '{target.Deployment}'; write it there, or write connection and model here instead of the deployment.");
                }
            }
        }

        return target;
    }

    private static RetryPolicy Retry(FileFields? fields)
    {
        var usual = new RetryPolicy();
        return fields is null ? usual : new RetryPolicy
        {
            Attempts = fields.Whole("attempts", 1, 100),
            Delay = fields.Duration("delay") ?? usual.Delay,
            LongestDelay = fields.Duration("longest_delay") ?? usual.LongestDelay,
            Budget = fields.Number("budget", 0, 10) ?? usual.Budget,
        };
    }

    private static Dictionary<FallbackClass, string> Fallbacks(FileFields? fields)
    {
        var fallbacks = new Dictionary<FallbackClass, string>();
        if (fields is null)
        {
            return fallbacks;
        }

        var any = fields.Text("any");
        foreach (var (failure, key) in FallbackKeys)
        {
            // What a filter refused or a window can't hold is another matter than a failure: 'any' does not send it elsewhere.
            var general = failure is FallbackClass.ContextWindow or FallbackClass.ContentFilter ? null : any;
            if ((fields.Text(key) ?? general) is { } name)
            {
                fallbacks[failure] = name;
            }
        }

        return fallbacks;
    }

    private static Hedging? Hedge(FileFields? fields)
    {
        if (fields is null)
        {
            return null;
        }

        if (!fields.Has("after"))
        {
            fields.Fault("after", "'after' is missing: a time such as 2s, or p95.");
            return null;
        }

        return fields.Text("after") == "p95" ? new Hedging(null) : fields.Duration("after") is { } after ? new Hedging(after) : null;
    }

    private static CachePolicy? Cache(FileFields? fields)
    {
        if (fields is null)
        {
            return null;
        }

        if (!fields.Has("ttl"))
        {
            fields.Fault("ttl", "'ttl' is missing: how long an answer is given again, such as 10m.");
        }

        var asked = fields.Word("when", "always", "asked") == "asked";
        return fields.Duration("ttl") is { } ttl ? new CachePolicy(ttl, asked) : null;
    }

    private static Affinity? Affinity(FileFields? fields)
    {
        if (fields is null)
        {
            return null;
        }

        var by = fields.RequiredText("by").Length == 0 ? null : fields.Word("by", "session", "prompt");
        foreach (var (key, owner) in (ReadOnlySpan<(string, string)>)[("header", "session"), ("prefix", "prompt")])
        {
            if (by is not null && by != owner && fields.Has(key))
            {
                fields.Fault(key, $"'{key}' goes with 'by: {owner}' only.");
            }
        }

        return by == "session" ? new Affinity { Header = fields.Text("header") ?? "x-session-id" }
            : by == "prompt" ? new Affinity { Prefix = fields.Whole("prefix", 1, 1_000_000) ?? new Affinity().Prefix }
            : null;
    }
}
