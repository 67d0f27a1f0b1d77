using System.Collections.Frozen;
using Gyre.Flows.Templates.Objects;
using Gyre.Flows.Values;

namespace Gyre.Flows.Templates.Python;

/// <summary>The methods of <c>dict</c>, those that change it included.</summary>
internal static class DictMethods
{
    public static FrozenDictionary<string, Builtin> All { get; } = new Builtin[]
    {
        new("clear", "self, /", (_, a) => Clear(Self(a))),
        new("copy", "self, /", (_, a) => Copy(Self(a))),
        new("fromkeys", "self, iterable, value=None, /", (_, a) => FromKeys(a[1], a[2])),
        new("get", "self, key, default=None, /", (_, a) => Hashed(a) && Self(a).TryGetValue(a[1], out var value) ? value : a[2]),
        new("items", "self, /", (_, a) => DictView.Items(Self(a))),
        new("keys", "self, /", (_, a) => DictView.Keys(Self(a))),
        new("pop", "self, key, /, *default", (_, a) => Pop(a)),
        new("popitem", "self, /", (_, a) => PopItem(Self(a))),
        new("setdefault", "self, key, default=None, /", (_, a) => SetDefault(a)),
        new("update", "self, /, *args, **kwargs", (_, a) => UpdateAll(Self(a), (object?[])a[1]!, (PythonDict)a[2]!)),
        new("values", "self, /", (_, a) => DictView.Values(Self(a))),
    }.ToFrozenDictionary(m => m.Name);

    /// <summary>Takes over the entries of a dict, or of an iterable of pairs.</summary>
    public static void Update(PythonDict target, object? source)
    {
        if (source is PythonDict dict)
        {
            foreach (var (key, value) in dict.ToList())
            {
                target[key] = value;
            }

            return;
        }

        using var pairs = Iteration.Of(source);
        for (var index = 0; pairs.MoveNext(); index++)
        {
            if (!Types.IsIterable(pairs.Current))
            {
                throw PythonError.TypeError($"cannot convert dictionary update sequence element #{index} to a sequence");
            }

            var pair = Iteration.ToList(pairs.Current);
            if (pair.Count != 2)
            {
                throw PythonError.ValueError($"dictionary update sequence element #{index} has length {pair.Count}; 2 is required");
            }

            Hashing.Require(pair[0]);
            target[pair[0]] = pair[1];
        }
    }

    private static PythonDict Self(object?[] arguments) => (PythonDict)arguments[0]!;

    private static bool Hashed(object?[] arguments)
    {
        Hashing.Require(arguments[1]);
        return true;
    }

    private static object? Clear(PythonDict dict)
    {
        foreach (var key in dict.Keys.ToList())
        {
            dict.Remove(key);
        }

        return null;
    }

    private static PythonDict Copy(PythonDict dict)
    {
        var copy = new PythonDict(dict.Count);
        Update(copy, dict);
        return copy;
    }

    private static PythonDict FromKeys(object? keys, object? value)
    {
        var dict = new PythonDict();
        foreach (var key in Iteration.ToList(keys))
        {
            Hashing.Require(key);
            dict[key] = value;
        }

        return dict;
    }

    private static object? Pop(object?[] a)
    {
        Hashing.Require(a[1]);
        var defaults = (object?[])a[2]!;
        if (defaults.Length > 1)
        {
            throw PythonError.TypeError($"pop expected at most 2 arguments, got {defaults.Length + 1}");
        }

        if (Self(a).TryGetValue(a[1], out var value))
        {
            Self(a).Remove(a[1]);
            return value;
        }

        return defaults.Length == 1 ? defaults[0] : throw new PythonError("KeyError", Printing.Repr(a[1]));
    }

    private static PythonTuple PopItem(PythonDict dict)
    {
        if (dict.Count == 0)
        {
            throw new PythonError("KeyError", "'popitem(): dictionary is empty'");
        }

        var (key, value) = dict.At(dict.Count - 1);
        dict.Remove(key);
        return new PythonTuple(key, value);
    }

    private static object? SetDefault(object?[] a)
    {
        Hashing.Require(a[1]);
        if (Self(a).TryGetValue(a[1], out var value))
        {
            return value;
        }

        Self(a)[a[1]] = a[2];
        return a[2];
    }

    private static object? UpdateAll(PythonDict dict, object?[] arguments, PythonDict named)
    {
        if (arguments.Length > 1)
        {
            throw PythonError.TypeError($"update expected at most 1 argument, got {arguments.Length}");
        }

        if (arguments.Length == 1)
        {
            Update(dict, arguments[0]);
        }

        Update(dict, named);
        return null;
    }
}
