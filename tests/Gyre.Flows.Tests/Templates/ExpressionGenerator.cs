namespace Gyre.Flows.Tests.Templates;

/// <summary>Random expressions: every operator, literal, filter, test and many methods, mostly with sensible operands.</summary>
internal sealed class ExpressionGenerator(Random random, string[] names, string[] attributes)
{
    private static readonly string[] Literals =
    [
        "0", "1", "2", "-1", "3", "10", "255", "1_000", "0x1F", "0b101", "0o17", "2.5", "0.1", "1e3", "1.5e-7", "123456789012345678901234567890",
        "'a'", "'abc'", "\"it's\"", "''", "'%s-%s'", "'{}/{}'", "'é😀'", "'x\\ny'", "'<b>'", "'a' 'b'", "true", "false", "none", "True", "None",
        "[]", "[1, 2, 3]", "['b', 'a']", "()", "(1,)", "(1, 'a')", "{}", "{'a': 1}", "{'k': [1], 2: none}", "[[1, 2], [3, 4]]",
    ];

    private static readonly string[] PlainFilters =
    [
        "abs", "capitalize", "count", "d", "dictsort", "e", "escape", "filesizeformat", "first", "float", "forceescape", "indent", "int",
        "items|list", "join", "last", "length", "list", "lower", "max", "min", "pprint", "reverse", "reverse|list", "round", "safe", "select|list",
        "reject|list", "sort", "string", "striptags", "sum", "title", "tojson", "trim", "truncate", "unique|list", "upper", "urlencode", "urlize",
        "wordcount", "wordwrap", "xmlattr",
    ];

    private static readonly string[] FiltersWithArguments =
    [
        "attr('upper')", "attr('a')", "batch(2)|list", "batch(3, 'x')|list", "center(9)", "default('d')", "default('d', true)", "dictsort(true)",
        "dictsort(by='value')", "dictsort(reverse=true)", "filesizeformat(true)", "float(1.5)", "format(1, 'a')", "format(s)", "groupby('age')|list|length",
        "groupby('city')|map('first')|list", "groupby(0)|list", "indent(2)", "indent(2, true)", "indent('>', blank=true)", "int(7)", "int(0, 16)", "int(base=2)",
        "join(', ')", "join('-', attribute='name')", "join(d='<')", "map('upper')|list", "map(attribute='name')|list", "map('int')|list", "map('string')|join",
        "map(attribute='a.0', default='?')|list", "max(attribute='age')", "min(true)", "max(case_sensitive=true)", "replace('a', 'b')", "replace('l', '<', 1)",
        "replace('', '.')", "round(1)", "round(2, 'floor')", "round(0, 'ceil')", "round(-1)", "select('odd')|list", "select('gt', 1)|list", "reject('none')|list",
        "select('string')|list", "selectattr('age')|list|length", "selectattr('age', 'gt', 26)|map(attribute='name')|list", "rejectattr('a', 'defined')|list",
        "slice(2)|list", "slice(3, 'z')|list", "sort(true)", "sort(attribute='age')|map(attribute='name')|list", "sort(case_sensitive=true)", "sort(attribute='age,name')|list",
        "sum(attribute='age')", "sum(start=1)", "tojson(2)", "trim('a')", "truncate(5)", "truncate(8, true)", "truncate(9, false, '…')", "truncate(6, leeway=0)",
        "unique(true)|list", "unique(attribute='age')|list|length", "urlize(8)", "urlize(nofollow=true, target='_t')", "wordwrap(5)", "wordwrap(7, false)",
        "wordwrap(4, wrapstring='|')", "xmlattr(false)", "batch(linecount=2)|list", "nope", "upper(1)", "truncate(-1)",
    ];

    private static readonly string[] Tests =
    [
        "boolean", "callable", "defined", "undefined", "even", "odd", "false", "true", "float", "integer", "number", "iterable", "sequence", "mapping",
        "string", "lower", "upper", "none", "escaped", "filter", "test", "divisibleby 2", "divisibleby(3)", "eq 1", "equalto 'a'", "ne 2", "gt 1", "ge 0",
        "lt 5", "le 1", "greaterthan 0", "lessthan 3", "in [1, 'a', none]", "sameas none", "sameas true", "nope", "in s",
    ];

    private static readonly string[] Methods =
    [
        "upper()", "lower()", "title()", "capitalize()", "swapcase()", "casefold()", "strip()", "lstrip('Ha')", "rstrip()", "split()", "split(',')", "split(' ', 1)", "rsplit(' ', 1)",
        "split(maxsplit=1)", "splitlines()", "splitlines(true)", "partition(' ')", "rpartition('o')", "join(ls)", "replace('o', '0')", "replace('l', '', 1)",
        "startswith('H')", "endswith('d', 2)", "find('o')", "rfind('o', 0, 5)", "index('e')", "count('l')", "format(1, 2)", "format(*l)", "center(7, '*')",
        "ljust(5)", "rjust(5, '.')", "zfill(5)", "expandtabs(4)", "isdigit()", "isalpha()", "isalnum()", "isspace()", "islower()", "isupper()", "istitle()",
        "isnumeric()", "isdecimal()", "isidentifier()", "isascii()", "isprintable()", "removeprefix('He')", "removesuffix('d')",
        "keys()|list", "values()|list", "items()|list", "items()", "get('a')", "get('zz', 5)", "pop('a', none)", "copy()", "setdefault('q', 1)", "update({'z': 1})",
        "index(1)", "count(1)", "pop()", "reverse()", "sort()", "remove(1)", "clear()",
        "bit_length()", "is_integer()", "as_integer_ratio()", "conjugate()", "real", "hex()", "nope()", "__class__", "_x",
    ];

    /// <summary>On lists of their own only: a loop over a list that its body makes longer has no end in Python.</summary>
    private static readonly string[] GrowingMethods = ["append(1)", "extend([1])", "insert(0, 'i')"];

    private static readonly string[] Formats =
    [
        "'{:>8}|{:<4}'", "'{:^9}'", "'{:*^9}'", "'{:.2f}'", "'{:+.1e}'", "'{:,}'", "'{:05d}'", "'{:x}'", "'{:#b}'", "'{:%}'", "'{:g}'", "'{:.3}'", "'{!r}'", "'{!a}'", "'{0}{0}'", "'{0[0]}'",
        "'{a}'", "'{:_}'", "'{:08.3f}'", "'{:.0f}'", "'{:n}'", "'{:G}'", "'{: }'", "'{:c}'", "'{:s}'", "'{:=+6}'", "'{:010,}'", "'{:#.3g}'", "'{:.10}'", "'{:z.1f}'", "'{:e}'",
    ];

    private static readonly string[] Percents =
        ["'%s'", "'%d'", "'%5d|'", "'%-5s|'", "'%05.1f'", "'%x'", "'%e'", "'%g'", "'%r'", "'%.2f%%'", "'%c'", "'%+d'", "'%(a)s'", "'%#o'", "'% d'", "'%.3s'", "'%a'", "'%G'", "'%.0f'", "'%i'"];

    private static readonly string[] BinaryOperators = ["+", "-", "*", "/", "//", "%", "~", "~", "+", "and", "or", "==", "!=", "<", "<=", ">", ">=", "in", "not in"];

    public string Any(int depth)
    {
        if (depth <= 0)
        {
            return Leaf();
        }

        switch (random.Next(26))
        {
            case 0 or 1 or 2:
                return Leaf();
            case 3 when Chance(20):
                // Small exponents: Python computes the others for hours.
                return $"{Operand(depth)} ** {Pick("2", "-1", "b", "no", "missing")}";
            case 3 or 4 or 5:
                return $"{Operand(depth)} {Pick(BinaryOperators)} {Operand(depth)}";
            case 6:
                return $"{Operand(depth)} {Pick("<", "==", ">", "!=")} {Operand(depth)} {Pick("<", ">=", "in")} {Operand(depth)}";
            case 7:
                return Pick("not ", "-", "+") + Operand(depth);
            case 8 or 9 or 10:
                return Operand(depth) + "|" + Filter(depth - 1);
            case 11 or 12:
                return Operand(depth) + "|" + Filter(depth - 1) + "|" + Filter(depth - 1);
            case 13 or 14:
                return Operand(depth) + " is " + (Chance(20) ? "not " : "") + Pick(Tests);
            case 15:
                return $"{Operand(depth)} if {Any(depth - 1)}" + (Chance(80) ? $" else {Operand(depth)}" : "");
            case 16:
                return Pick(names) + "." + Pick(attributes);
            case 17:
                return $"{Pick(names)}[{Pick("0", "-1", "'a'", "'name'", "1", "5", Leaf())}]";
            case 18:
                return $"{Pick(Pick(names), "'abcdef'", "[1, 2, 3, 4]", "(s ~ u)")}[{Pick("", "1", "-2", "0")}:{Pick("", "2", "-1", "9")}{Pick("", ":", ":2", ":-1", ":-2")}]";
            case 19 or 20:
                return Chance(5) ? "[1, 2]." + Pick(GrowingMethods) : Pick(Pick(names), "'a b'", "[1, 2]", Pick(names)) + "." + Pick(Methods);
            case 21:
                return $"{Pick(Formats)}.format({Leaf()}, {Leaf()}{Pick("", ", a=1")})";
            case 22:
                return $"{Pick(Percents)} % {Pick(Leaf(), "(" + Leaf() + ",)", "{'a': " + Leaf() + "}")}";
            case 23:
                return Pick($"[{Any(depth - 1)}, {Leaf()}]", $"({Any(depth - 1)}, {Leaf()})", $"{{{Pick("1", "'k'", "none", "s", "n")}: {Any(depth - 1)}}}");
            case 24:
                return Pick($"range({Leaf()})|list", "range(1, 5)|list", "dict(a=1, b=" + Leaf() + ")", "dict(d)", "us[0].name", "us|map(attribute='age')|sum", "l|first", "d.a", "ls[0]|upper", "us|length");
            default:
                return "(" + Any(depth - 1) + ")";
        }
    }

    /// <summary>A filter that gives text, for blocks.</summary>
    public string TextFilter() => Pick("upper", "lower", "title", "capitalize", "trim", "indent(2)", "replace('a', 'b')", "e", "striptags", "urlize", "center(20)", "truncate(9)", "wordwrap(9)", "reverse", "upper|title", "tojson", "string", "default('d')");

    public string Filter(int depth) => depth > 0 && Chance(8) ? $"default({Any(depth - 1)})" : Chance(50) ? Pick(PlainFilters) : Pick(FiltersWithArguments);

    private string Operand(int depth) => Chance(75) ? Leaf() : "(" + Any(depth - 1) + ")";

    private string Leaf() => Chance(65) ? Pick(names) : Pick(Literals);

    private bool Chance(int percent) => random.Next(100) < percent;

    private string Pick(params string[] choices) => choices[random.Next(choices.Length)];
}
