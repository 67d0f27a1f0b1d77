using System.Collections.Frozen;
using System.Numerics;
using Gyre.Flows.Templates.Objects;
using Gyre.Flows.Templates.Python;
using Gyre.Flows.Templates.Syntax;
using Gyre.Flows.Values;

namespace Gyre.Flows.Templates.Filters;

/// <summary>All tests of Jinja2 3.1, for <c>is</c> and for <c>select</c>.</summary>
internal static class TestTable
{
    public static FrozenDictionary<string, Builtin> All { get; } = Tests().ToFrozenDictionary(test => test.Name);

    private static Builtin[] Tests() =>
    [
        Test("boolean", v => v is bool),
        Test("callable", v => v is TemplateObject { IsCallable: true } or Undefined),
        Test("defined", v => v is not Undefined),
        new("divisibleby", "value, num", (_, a) => Boxed.Bool(Comparison.Equal(Operators.Modulo(a[0], a[1]), 0L))),
        Test("escaped", v => v is Markup or Undefined { Behavior: UndefinedBehavior.Chainable }),
        Test("even", v => Comparison.Equal(Operators.Modulo(v, 2L), 0L)),
        Test("false", v => v is false),
        Test("filter", v => Known(FilterTable.All, v)),
        Test("float", v => v is double),
        new("in", "value, seq", (_, a) => Boxed.Bool(Comparison.Contains(a[1], a[0]))),
        Test("integer", v => v is long or BigInteger),
        Test("iterable", Types.IsIterable),
        Test("lower", v => CaseMapping.IsLowerText(Printing.Str(v))),
        Test("mapping", v => v is PythonDict),
        Test("none", v => v is null),
        Test("number", Types.IsNumber),
        Test("odd", v => Comparison.Equal(Operators.Modulo(v, 2L), 1L)),
        new("sameas", "value, other", (_, a) => Boxed.Bool(Comparison.Same(a[0], a[1]))),
        Test("sequence", IsSequence),
        Test("string", Types.IsText),
        Test("test", v => Known(All!, v)),
        Test("true", v => v is true),
        Test("undefined", v => v is Undefined),
        Test("upper", v => CaseMapping.IsUpperText(Printing.Str(v))),
        .. Compare(CompareOperator.Equal, "==", "eq", "equalto"),
        .. Compare(CompareOperator.NotEqual, "!=", "ne"),
        .. Compare(CompareOperator.Greater, ">", "gt", "greaterthan"),
        .. Compare(CompareOperator.GreaterOrEqual, ">=", "ge"),
        .. Compare(CompareOperator.Less, "<", "lt", "lessthan"),
        .. Compare(CompareOperator.LessOrEqual, "<=", "le"),
    ];

    private static Builtin Test(string name, Func<object?, bool> test) => new(name, "value", (_, a) => Boxed.Bool(test(a[0])));

    private static IEnumerable<Builtin> Compare(CompareOperator op, params string[] names) =>
        names.Select(name => new Builtin(name, "a, b, /", (_, a) => Boxed.Bool(Comparison.Apply(op, a[0], a[1]))));

    private static bool Known(FrozenDictionary<string, Builtin> known, object? name)
    {
        Hashing.Require(name);
        return Types.IsText(name, out var text) && known.ContainsKey(text);
    }

    private static bool IsSequence(object? value) => value switch
    {
        Undefined { Behavior: UndefinedBehavior.Strict } => false,
        DictView => false,
        Loop => false,
        _ => Types.LengthOf(value) is not null,
    };
}
