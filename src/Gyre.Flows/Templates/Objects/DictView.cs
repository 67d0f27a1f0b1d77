using Gyre.Flows.Templates.Python;
using Gyre.Flows.Values;

namespace Gyre.Flows.Templates.Objects;

/// <summary>What <c>dict.keys()</c>, <c>values()</c> and <c>items()</c> give: it follows the dict as it changes.</summary>
internal sealed class DictView(string kind, PythonDict dict, Func<object?, object?, object?> select) : TemplateObject
{
    public static DictView Keys(PythonDict dict) => new("dict_keys", dict, (key, _) => key);

    public static DictView Values(PythonDict dict) => new("dict_values", dict, (_, value) => value);

    public static DictView Items(PythonDict dict) => new("dict_items", dict, (key, value) => new PythonTuple(key, value));

    public override string TypeName => kind;

    public override bool Truth => dict.Count > 0;

    public override int? Length => dict.Count;

    public bool IsHashable => kind == "dict_values";

    public override string Repr() => $"{kind}({PythonText.Repr(Iteration.ToList(this))})";

    public override IEnumerator<object?> Iterate() => Iteration.OverEntries(dict, select);

    public override IEnumerator<object?> IterateReversed() => Enumerable.Reverse(Iteration.ToList(this)).ToList().GetEnumerator();

    public override bool Equals(object? obj) =>
        ReferenceEquals(this, obj)
        || (kind != "dict_values" && obj is DictView { IsHashable: false } other && Length == other.Length
            && Iteration.ToList(this).TrueForAll(item => Comparison.Contains(other, item)));

    public override int GetHashCode() => dict.Count;
}
