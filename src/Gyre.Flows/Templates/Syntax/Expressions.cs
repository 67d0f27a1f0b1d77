namespace Gyre.Flows.Templates.Syntax;

internal enum NameUse
{
    Load,
    Store,
    Parameter,
}

internal enum BinaryOperator
{
    Add,
    Subtract,
    Multiply,
    Divide,
    FloorDivide,
    Modulo,
    Power,
}

internal enum CompareOperator
{
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    In,
    NotIn,
}

/// <summary>Any part of a template that has parts; the scopes are found by walking them.</summary>
internal abstract class Syntax(int line)
{
    public int Line { get; } = line;

    /// <summary>The parts in the order in which Jinja2 visits them.</summary>
    public abstract IEnumerable<Syntax> Children { get; }
}

internal abstract class Expression : Syntax
{
    /// <summary>Deeper expressions would overflow the stack when they are evaluated; Python refuses them too.</summary>
    private const int MaxHeight = 250;

    private readonly int height = 1;

    protected Expression(int line, IEnumerable<Expression?> parts)
        : base(line)
    {
        foreach (var part in parts)
        {
            if (part is not null)
            {
                Parts.Add(part);
                height = Math.Max(height, part.height + 1);
            }
        }

        if (height > MaxHeight)
        {
            throw new JinjaSyntaxException($"the expression is nested too deeply (more than {MaxHeight} levels); split it with set", line);
        }
    }

    public List<Expression> Parts { get; } = [];

    public override IEnumerable<Syntax> Children => Parts;

    /// <summary>As Jinja2 calls it in "can't assign to".</summary>
    public virtual string Kind => GetType().Name.Replace("Expression", "", StringComparison.Ordinal).ToLowerInvariant();
}

internal sealed class ConstExpression(int line, object? value) : Expression(line, [])
{
    public object? Value { get; } = value;

    public override string Kind => "const";
}

internal sealed class NameExpression(int line, string name, NameUse use) : Expression(line, [])
{
    public string Name { get; } = name;

    public NameUse Use { get; set; } = use;
}

/// <summary>The target of <c>set ns.attribute = …</c>.</summary>
internal sealed class NamespaceTarget(int line, string name, string attribute) : Expression(line, [])
{
    public string Name { get; } = name;

    public string Attribute { get; } = attribute;
}

internal sealed class TupleExpression(int line, List<Expression> items) : Expression(line, items)
{
    public List<Expression> Items => Parts;
}

internal sealed class ListExpression(int line, List<Expression> items) : Expression(line, items)
{
    public List<Expression> Items => Parts;
}

internal sealed class DictExpression(int line, List<(Expression Key, Expression Value)> pairs)
    : Expression(line, pairs.SelectMany(p => new[] { p.Key, p.Value }))
{
    public List<(Expression Key, Expression Value)> Pairs { get; } = pairs;
}

internal sealed class BinaryExpression(int line, BinaryOperator op, Expression left, Expression right) : Expression(line, [left, right])
{
    public BinaryOperator Operator { get; } = op;

    public Expression Left { get; } = left;

    public Expression Right { get; } = right;

    public override string Kind => Operator switch
    {
        BinaryOperator.Add => "add",
        BinaryOperator.Subtract => "sub",
        BinaryOperator.Multiply => "mul",
        BinaryOperator.Divide => "div",
        BinaryOperator.FloorDivide => "floordiv",
        BinaryOperator.Modulo => "mod",
        _ => "pow",
    };
}

internal sealed class LogicExpression(int line, bool isAnd, Expression left, Expression right) : Expression(line, [left, right])
{
    public bool IsAnd { get; } = isAnd;

    public Expression Left { get; } = left;

    public Expression Right { get; } = right;

    public override string Kind => IsAnd ? "and" : "or";
}

internal sealed class NotExpression(int line, Expression operand) : Expression(line, [operand])
{
    public Expression Operand { get; } = operand;
}

internal sealed class SignExpression(int line, bool negative, Expression operand) : Expression(line, [operand])
{
    public bool Negative { get; } = negative;

    public Expression Operand { get; } = operand;

    public override string Kind => Negative ? "neg" : "pos";
}

internal sealed class CompareExpression(int line, Expression first, List<(CompareOperator Operator, Expression Operand)> rest)
    : Expression(line, rest.Select(r => r.Operand).Prepend(first))
{
    public Expression First { get; } = first;

    public List<(CompareOperator Operator, Expression Operand)> Rest { get; } = rest;
}

internal sealed class ConcatExpression(int line, List<Expression> items) : Expression(line, items)
{
    public List<Expression> Items => Parts;
}

internal sealed class ConditionalExpression(int line, Expression test, Expression then, Expression? otherwise) : Expression(line, [test, then, otherwise])
{
    public Expression Test { get; } = test;

    public Expression Then { get; } = then;

    public Expression? Otherwise { get; } = otherwise;

    public override string Kind => "condexpr";
}

internal sealed class AttributeExpression(int line, Expression target, string name) : Expression(line, [target])
{
    public Expression Target { get; } = target;

    public string Name { get; } = name;

    public override string Kind => "getattr";
}

internal sealed class ItemExpression(int line, Expression target, Expression index) : Expression(line, [target, index])
{
    public Expression Target { get; } = target;

    public Expression Index { get; } = index;

    public override string Kind => "getitem";
}

internal sealed class SliceExpression(int line, Expression? start, Expression? stop, Expression? step) : Expression(line, [start, stop, step])
{
    public Expression? Start { get; } = start;

    public Expression? Stop { get; } = stop;

    public Expression? Step { get; } = step;
}

/// <summary>What stands between the parentheses of a call.</summary>
internal sealed record CallArguments(List<Expression> Positional, List<(string Name, Expression Value)> Named, Expression? Star, Expression? DoubleStar)
{
    public static CallArguments None { get; } = new([], [], null, null);

    public IEnumerable<Expression?> All => Positional.Concat<Expression?>(Named.Select(n => n.Value)).Append(Star).Append(DoubleStar);
}

internal sealed class CallExpression(int line, Expression target, CallArguments arguments) : Expression(line, arguments.All.Prepend(target))
{
    public Expression Target { get; } = target;

    public CallArguments Arguments { get; } = arguments;
}

/// <summary>A filter; without an operand it filters the text of its block.</summary>
internal sealed class FilterExpression(int line, Expression? operand, string name, CallArguments arguments) : Expression(line, arguments.All.Prepend(operand))
{
    public Expression? Operand { get; } = operand;

    public string Name { get; } = name;

    public CallArguments Arguments { get; } = arguments;
}

internal sealed class TestExpression(int line, Expression operand, string name, CallArguments arguments) : Expression(line, arguments.All.Prepend(operand))
{
    public Expression Operand { get; } = operand;

    public string Name { get; } = name;

    public CallArguments Arguments { get; } = arguments;
}
