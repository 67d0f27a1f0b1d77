using Gyre.Flows.Values;

namespace Gyre.Flows.Definitions;

/// <summary>Reading resolved front matter: what is absent, null or of another shape counts as not given.</summary>
internal static class PromptyFields
{
    extension(PythonDict dict)
    {
        /// <summary>A value, or null.</summary>
        public object? Find(string key) => dict.TryGetValue(key, out var value) ? value : null;

        /// <summary>A scalar as text, or null.</summary>
        public string? FindText(string key) => dict.Find(key) is { } value and not PythonDict and not List<object?> ? PythonText.Str(value) : null;

        /// <summary>A dict; an empty one where it is absent.</summary>
        public PythonDict FindDict(string key) => dict.Find(key) as PythonDict ?? [];

        /// <summary>A list of dicts with a name each, or a dict of dicts: both as pairs, in order.</summary>
        public IEnumerable<(string Name, PythonDict Fields)> FindNamed(string key) => dict.Find(key) switch
        {
            List<object?> list => list.OfType<PythonDict>().Where(d => d.FindText("name") is not null).Select(d => (d.FindText("name")!, d)),
            PythonDict map => map.Select(e => (PythonText.Str(e.Key), e.Value as PythonDict ?? ShortForm(e.Value))),
            _ => [],
        };
    }

    /// <summary>prompt flow's name for the type of a value.</summary>
    public static string TypeOf(object? value) => value switch
    {
        bool => "bool",
        long or System.Numerics.BigInteger => "int",
        double => "double",
        string => "string",
        List<object?> => "list",
        _ => "object",
    };

    private static PythonDict ShortForm(object? value) =>
        value is null ? new PythonDict { ["type"] = "string" } : new PythonDict { ["type"] = TypeOf(value), ["default"] = value };
}
