using Gyre.Flows.Values;
using Gyre.Kernel;
using Gyre.Workspace.Yaml;

namespace Gyre.Flows.Definitions;

/// <summary>Turns YAML into flow values.</summary>
public static class YamlValues
{
    /// <summary>How many values one node may unfold to; aliases of aliases grow without bound otherwise.</summary>
    public const int Limit = 1_000_000;

    /// <summary>The node as null, bool, number, text, list or dict.</summary>
    /// <exception cref="ProblemException"><c>yaml-too-large</c>: aliases unfold to more than <see cref="Limit"/> values.</exception>
    public static object? ToValue(this YamlNode node)
    {
        var left = Limit;
        return Value(node, ref left);
    }

    private static object? Value(YamlNode node, ref int left)
    {
        if (--left < 0)
        {
            throw new ProblemException(new Problem("yaml-too-large", $"The aliases here unfold to more than {Limit} values.") { Line = node.Line });
        }

        switch (node)
        {
            case YamlScalar scalar:
                return scalar.Value;
            case YamlList list:
                var items = new List<object?>(list.Items.Count);
                foreach (var item in list.Items)
                {
                    items.Add(Value(item, ref left));
                }

                return items;
            default:
                var entries = ((YamlMap)node).Entries;
                var dict = new PythonDict(entries.Count);
                foreach (var entry in entries)
                {
                    dict[entry.Key.Value] = Value(entry.Value, ref left);
                }

                return dict;
        }
    }
}
