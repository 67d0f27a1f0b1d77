using System.Globalization;
using Gyre.Flows.Templates.Objects;
using Gyre.Flows.Values;

namespace Gyre.Flows.Templates.Python;

/// <summary>The parameters of a function written as in Python, e.g. <c>s, length=255, killwords=False, *args, **kwargs</c>; a <c>/</c> ends those that have no name.</summary>
internal sealed class Signature
{
    private readonly List<(string Name, bool Required, object? Default)> parameters = [];
    private int positionalOnly;
    private bool takesMore;
    private bool takesNamed;

    public static Signature Parse(string text)
    {
        var signature = new Signature();
        foreach (var part in text.Split(", ", StringSplitOptions.RemoveEmptyEntries))
        {
            var equals = part.IndexOf('=', StringComparison.Ordinal);
            if (part == "/")
            {
                signature.positionalOnly = signature.parameters.Count;
            }
            else if (part.StartsWith("**", StringComparison.Ordinal))
            {
                signature.takesNamed = true;
            }
            else if (part.StartsWith('*'))
            {
                signature.takesMore = true;
            }
            else
            {
                signature.parameters.Add(equals < 0 ? (part, true, null) : (part[..equals], false, Literal(part[(equals + 1)..])));
            }
        }

        return signature;
    }

    /// <summary>One value per parameter, then an array of further values where there is a <c>*args</c>, then a dict where there is a <c>**kwargs</c>.</summary>
    public object?[] Bind(string function, CallValues values)
    {
        var count = parameters.Count;
        var given = values.Positional;
        if (values.NamedCount == 0 && given.Length == count && !takesMore && !takesNamed)
        {
            return given;
        }

        if (given.Length > count && !takesMore)
        {
            throw PythonError.TypeError($"{function}() takes {count} positional arguments but {given.Length} were given");
        }

        var bound = new object?[count + (takesMore ? 1 : 0) + (takesNamed ? 1 : 0)];
        Array.Copy(given, bound, Math.Min(given.Length, count));
        var more = takesNamed ? new PythonDict() : null;
        var set = new bool[count];
        set.AsSpan(0, Math.Min(given.Length, count)).Fill(true);
        foreach (var (name, value) in values.Named ?? [])
        {
            var at = parameters.FindIndex(positionalOnly, p => p.Name == name);
            if (at < 0)
            {
                (more ?? throw PythonError.TypeError($"{function}() got an unexpected keyword argument '{name}'"))[name] = value;
                continue;
            }

            if (set[at])
            {
                throw PythonError.TypeError($"{function}() got multiple values for argument '{name}'");
            }

            (bound[at], set[at]) = (value, true);
        }

        for (var i = 0; i < count; i++)
        {
            if (!set[i])
            {
                bound[i] = parameters[i].Required
                    ? throw PythonError.TypeError($"{function}() missing 1 required positional argument: '{parameters[i].Name}'")
                    : parameters[i].Default;
            }
        }

        if (takesMore)
        {
            bound[count] = given.Length > count ? given[count..] : Array.Empty<object?>();
        }

        if (takesNamed)
        {
            bound[^1] = more;
        }

        return bound;
    }

    private static object? Literal(string text) => text switch
    {
        "None" => null,
        "True" => true,
        "False" => false,
        ['\'', .., '\''] => text[1..^1],
        _ when text.Contains('.', StringComparison.Ordinal) => double.Parse(text, CultureInfo.InvariantCulture),
        _ => long.Parse(text, CultureInfo.InvariantCulture),
    };
}
