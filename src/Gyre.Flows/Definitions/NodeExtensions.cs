namespace Gyre.Flows.Definitions;

/// <summary>Reads the keys that are Gyre's own; the original ignores them.</summary>
internal static class NodeExtensions
{
    private static readonly string[] Comparison = ["when", "is"];

    /// <summary><c>retry: {attempts: 3, delay: 1}</c>.</summary>
    public static RetryPolicy? ReadRetry(YamlFields node)
    {
        if (!node.Has("retry"))
        {
            return null;
        }

        var fields = node.Fields("retry");
        fields.WarnOfUnknown(["attempts", "delay"]);
        var (attempts, delay) = (fields.Number("attempts"), fields.Number("delay") ?? 1);
        if (attempts is null or < 1 or > 1000 || attempts != Math.Floor(attempts.Value) || delay < 0)
        {
            node.Error("retry", "incorrect-retry", "retry needs 'attempts', a whole number from 1 to 1000, and may have 'delay' in seconds.");
            return null;
        }

        return new RetryPolicy((int)attempts, delay);
    }

    /// <summary><c>timeout: 30</c>, in seconds.</summary>
    public static double? ReadTimeout(YamlFields node)
    {
        var seconds = node.Number("timeout");
        if (seconds <= 0)
        {
            node.Error("timeout", "incorrect-timeout", "timeout is a number of seconds above 0.");
        }

        return seconds;
    }

    /// <summary><c>map: {over: ${node.output}, as: item, concurrency: 8}</c>.</summary>
    public static MapLoop? ReadMap(YamlFields node)
    {
        if (!node.Has("map"))
        {
            return null;
        }

        var fields = node.Fields("map");
        fields.WarnOfUnknown(["over", "as", "concurrency"]);
        var over = fields["over"];
        if (over is null)
        {
            fields.Missing("over");
        }

        var concurrency = fields.Number("concurrency") ?? 8;
        if (concurrency is < 1 or > 1000)
        {
            fields.Error("concurrency", "incorrect-map", "concurrency is a whole number from 1 to 1000.");
        }

        var item = fields.RequiredText("as");
        return over is null ? null : new MapLoop(InputBindings.Parse(over), item, (int)Math.Clamp(concurrency, 1, 1000));
    }

    /// <summary>The condition in a mapping with <c>all</c>, <c>any</c> or <c>not</c>; null where it has none of them.</summary>
    public static Condition? ReadCondition(YamlFields fields)
    {
        if (fields.Has("all"))
        {
            return new Condition.All(ReadConditions(fields, "all"));
        }

        if (fields.Has("any"))
        {
            return new Condition.Any(ReadConditions(fields, "any"));
        }

        return fields.Has("not") ? new Condition.Not(ReadInner(fields.Fields("not"))) : null;
    }

    private static Condition[] ReadConditions(YamlFields fields, string key) =>
        [.. fields.Items(key).Select(item => ReadInner(YamlFields.Of(item.Node, item.Path, fields.Faults)))];

    private static Condition ReadInner(YamlFields fields)
    {
        fields.WarnOfUnknown(["when", "is", "all", "any", "not"]);
        if (ReadCondition(fields) is { } condition)
        {
            return condition;
        }

        foreach (var key in Comparison.Where(key => !fields.Has(key)))
        {
            fields.Missing(key);
        }

        return new Condition.Comparison(fields["when"] is { } when ? InputBindings.Parse(when) : new LiteralBinding(null), fields.Value("is"));
    }
}
