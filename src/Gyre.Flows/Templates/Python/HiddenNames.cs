using System.Numerics;
using Gyre.Flows.Templates.Objects;
using Gyre.Flows.Values;

namespace Gyre.Flows.Templates.Python;

/// <summary>The underscored attributes that Python's values have; the sandbox answers them with an unsafe value instead of an undefined one.</summary>
internal static class HiddenNames
{
    private static readonly HashSet<string> Common = Words(
        "__class__ __delattr__ __dir__ __doc__ __eq__ __format__ __ge__ __getattribute__ __getstate__ __gt__ __hash__ " +
        "__init__ __init_subclass__ __le__ __lt__ __ne__ __new__ __reduce__ __reduce_ex__ __repr__ __setattr__ " +
        "__sizeof__ __str__ __subclasshook__");

    private static readonly HashSet<string> Text = Words(
        "__add__ __contains__ __getitem__ __getnewargs__ __iter__ __len__ __mod__ __mul__ __rmod__ __rmul__");

    private static readonly HashSet<string> List = Words(
        "__add__ __class_getitem__ __contains__ __delitem__ __getitem__ __iadd__ __imul__ __iter__ __len__ __mul__ " +
        "__reversed__ __rmul__ __setitem__");

    private static readonly HashSet<string> Tuple = Words(
        "__add__ __class_getitem__ __contains__ __getitem__ __getnewargs__ __iter__ __len__ __mul__ __rmul__");

    private static readonly HashSet<string> Dict = Words(
        "__class_getitem__ __contains__ __delitem__ __getitem__ __ior__ __iter__ __len__ __or__ __reversed__ __ror__ " +
        "__setitem__");

    private static readonly HashSet<string> Int = Words(
        "__abs__ __add__ __and__ __bool__ __ceil__ __divmod__ __float__ __floor__ __floordiv__ __getnewargs__ __index__ " +
        "__int__ __invert__ __lshift__ __mod__ __mul__ __neg__ __or__ __pos__ __pow__ __radd__ __rand__ __rdivmod__ " +
        "__rfloordiv__ __rlshift__ __rmod__ __rmul__ __ror__ __round__ __rpow__ __rrshift__ __rshift__ __rsub__ " +
        "__rtruediv__ __rxor__ __sub__ __truediv__ __trunc__ __xor__");

    private static readonly HashSet<string> Float = Words(
        "__abs__ __add__ __bool__ __ceil__ __divmod__ __float__ __floor__ __floordiv__ __getformat__ __getnewargs__ " +
        "__int__ __mod__ __mul__ __neg__ __pos__ __pow__ __radd__ __rdivmod__ __rfloordiv__ __rmod__ __rmul__ __round__ " +
        "__rpow__ __rsub__ __rtruediv__ __sub__ __truediv__ __trunc__");

    private static readonly HashSet<string> None = Words(
        "__bool__");

    public static bool Has(object? target, string name) => Common.Contains(name) || target switch
    {
        string or Markup => Text.Contains(name),
        List<object?> => List.Contains(name),
        PythonTuple => Tuple.Contains(name),
        PythonDict => Dict.Contains(name),
        long or bool or BigInteger => Int.Contains(name),
        double => Float.Contains(name),
        null => None.Contains(name),
        _ => false,
    };

    private static HashSet<string> Words(string words) => [.. words.Split(' ')];
}
