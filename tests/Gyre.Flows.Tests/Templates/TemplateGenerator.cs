using System.Text;
using Gyre.Flows.Templates;
using Gyre.Flows.Values;

namespace Gyre.Flows.Tests.Templates;

/// <summary>Writes random templates from a grammar, with variables to match: every statement, filter and test, white-space signs, text beyond ASCII, and mistakes.</summary>
internal sealed class TemplateGenerator(int seed)
{
    private static readonly string[] Names = ["s", "t", "u", "n", "m", "f", "l", "ls", "d", "us", "b", "no", "missing", "tree", "x", "y", "q"];
    private static readonly string[] Attributes = ["a", "b", "name", "age", "items", "nope", "x", "0", "upper", "keys"];

    private readonly Random random = new(seed);
    private readonly ExpressionGenerator expressions = new(new Random(seed ^ 0x5bd1e995), Names, Attributes);
    private int blocks;

    public TemplateCase Next()
    {
        blocks = 0;
        var text = Body(3);
        return new TemplateCase(text, Variables())
        {
            Options = new JinjaOptions
            {
                TrimBlocks = Chance(80),
                LstripBlocks = Chance(20),
                KeepTrailingNewline = Chance(80),
                Autoescape = Chance(12),
                Undefined = Chance(80) ? UndefinedBehavior.Default : (UndefinedBehavior)random.Next(4),
            },
        };
    }

    private PythonDict Variables()
    {
        var values = new PythonDict
        {
            { "s", Pick<object?>("Hello World", "", "a b  c", "x", "The quick-brown fox's <b>den</b>") },
            { "t", Pick<object?>("42", "3.5", "tEST \n two\n\n", "é😀ß", "a,b,c", "http://a.org/x?y=1 me@b.com") },
            { "u", Pick<object?>("Grüße 日本", "ǆ İ ŉ", "\t\u00a0x\u2028y", "\u0001\u007f", "'\"\\") },
            { "n", Pick<object?>(0L, 1L, 3L, -7L, 1000L) },
            { "m", Pick<object?>(2L, 5L, 255L, 9007199254740993L, System.Numerics.BigInteger.Pow(10, 25)) },
            { "f", Pick<object?>(0.5, 2.5, -1.25, 1e20, 1e-7, 3.14159, 2.675, double.NaN, double.PositiveInfinity) },
            { "l", Pick<object?>(List(3L, 1L, 2L), List(), List(1L, "a", null, 2.5, true), List(List(1L, 2L), List(3L, 4L))) },
            { "ls", Pick<object?>(List("b", "A", "c", "a"), List("x"), List("1", "2", "x3")) },
            { "d", Pick<object?>(new PythonDict { { "a", 1L }, { "b", "two" }, { "name", null } }, new PythonDict(), new PythonDict { { "b", 2L }, { "A", 1L }, { "items", List(1L) } }) },
            { "us", List(User("Bob", 30L, "NY"), User("alice", 25L, "ny"), User("Cara", 30L, "LA")) },
            { "b", Pick<object?>(true, false) },
            { "no", null },
            { "tree", List(new PythonDict { { "v", 1L }, { "c", List(new PythonDict { { "v", 2L }, { "c", List() } }) } }, new PythonDict { { "v", 3L }, { "c", List() } }) },
        };
        return values;
    }

    private static PythonDict User(string name, long age, string city) => new() { { "name", name }, { "age", age }, { "city", city }, { "a", List(age) } };

    private static List<object?> List(params object?[] items) => [.. items];

    private string Body(int depth)
    {
        var text = new StringBuilder();
        for (var i = random.Next(1, 4); i > 0; i--)
        {
            text.Append(Part(depth));
        }

        return text.ToString();
    }

    private string Part(int depth) => random.Next(depth > 0 && blocks < 6 ? 22 : 10) switch
    {
        0 or 1 => Text(),
        2 => "{#" + Sign() + " note " + Sign() + "#}",
        3 => "{% raw %}{{ x }} {% if %}" + Text() + "{% endraw %}",
        < 10 => "{{" + Sign() + " " + expressions.Any(3) + " " + Sign() + "}}",
        10 or 11 => If(depth - 1),
        12 or 13 => For(depth - 1),
        14 => Tag("set " + Target() + " = " + expressions.Any(2)) + Printed(),
        15 => Tag("set x" + (Chance(30) ? " | " + expressions.Filter(1) : "")) + Body(depth - 1) + Tag("endset") + "{{ x }}",
        16 => Tag($"with {Name()} = {expressions.Any(2)}, y = {expressions.Any(1)}") + Body(depth - 1) + Tag("endwith"),
        17 => Macro(depth - 1),
        18 => Tag("filter " + expressions.TextFilter()) + Body(depth - 1) + Tag("endfilter"),
        19 => Tag("autoescape " + Pick("true", "false")) + Body(depth - 1) + Tag("endautoescape"),
        20 => Namespace(depth - 1),
        _ => Mistake(depth - 1),
    };

    private string If(int depth)
    {
        blocks++;
        return Tag("if " + expressions.Any(2)) + Body(depth)
            + (Chance(30) ? Tag("elif " + expressions.Any(2)) + Body(depth) : "")
            + (Chance(50) ? Tag("else") + Body(depth) : "")
            + Tag("endif");
    }

    private string For(int depth)
    {
        blocks++;
        if (Chance(12))
        {
            return Tag("for x in tree recursive") + "{{ x.v }}{{ loop.depth }}" + Text() + "{{ loop(x.c) }}" + Tag("endfor");
        }

        var target = Pick("x", "x", "x", "x, y", "(x, y)", "q");
        var source = Pick("l", "l", "ls", "us", "d", "d.items()", "range(3)", "s", "u", "l|batch(2)", "us|groupby('city')", "d|dictsort", "ls|map('upper')", expressions.Any(2));
        var loopPart = Chance(60) ? "{{ loop." + Pick("index", "index0", "revindex", "revindex0", "first", "last", "length", "depth", "previtem", "nextitem", "cycle('a', 'b')", "changed(x)", "nope") + " }}" : "";
        return Tag($"for {target} in {source}" + (Chance(20) ? " if " + expressions.Any(2) : ""))
            + loopPart + Body(depth)
            + (Chance(30) ? Tag("else") + Body(depth) : "")
            + Tag("endfor");
    }

    private string Macro(int depth)
    {
        blocks++;
        var body = Tag(Pick("macro mm(x)", "macro mm(x, y=1)", "macro mm(x='d', y=x)", "macro mm()")) + Body(depth)
            + Pick("", "{{ caller() }}", "{{ varargs }}", "{{ kwargs }}", "{{ caller(1) if caller else 'none' }}") + Tag("endmacro");
        var call = $"mm({Pick("", expressions.Any(1), expressions.Any(1) + ", y=" + expressions.Any(1), "*l", "**d", "1, 2, 3", "z=1")})";
        return body + (Chance(40) ? Tag(Pick("call ", "call(q) ") + call) + Body(depth) + Tag("endcall") : "{{ " + call + " }}");
    }

    private string Namespace(int depth)
    {
        blocks++;
        return Tag("set ns = namespace(v=" + expressions.Any(1) + ")") + Tag("for x in l") + Tag("set ns.v = " + Pick("x", "ns.v ~ x", "loop.index", expressions.Any(2)))
            + Body(depth) + Tag("endfor") + "{{ ns.v }}";
    }

    private string Mistake(int depth) => Pick(
        "{% if s %}" + Body(depth),
        "{% endfor %}",
        "{% unknown %}",
        "{{ " + expressions.Any(1) + " " + expressions.Any(1) + " }}",
        "{{ s|nofilter }}",
        "{% if b %}{{ s|nofilter }}{% endif %}",
        "{{ s is notest }}",
        "{{ 'open }}",
        "{{ (1 }}",
        "{% for x %}{% endfor %}",
        "{% set 1 = 2 %}",
        "{{ 1 / 0 }}",
        "{{ missing.x }}");

    private string Printed() => Chance(70) ? "{{ x }}{{ y }}" : "";

    private string Target() => Pick("x", "y", "x, y", "q", "s");

    private string Name() => Pick(Names);

    private string Tag(string inside) => "{%" + Sign() + " " + inside + " " + Sign() + "%}" + (Chance(15) ? Pick("\n", "  ", " \n ", "\n\n") : "");

    private string Sign() => random.Next(12) switch
    {
        0 or 1 => "-",
        _ => "",
    };

    private string Text() => Pick("text", " a ", "\n", "  \n  b", "é 日本 😀", "{ x }", "%}", "\ttab\r\n", "<p>", "line\nline\n", "");

    private bool Chance(int percent) => random.Next(100) < percent;

    private T Pick<T>(params T[] choices) => choices[random.Next(choices.Length)];
}
