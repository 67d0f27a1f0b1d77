namespace Gyre.Flows.Templates.Syntax;

internal abstract class Statement(int line) : Syntax(line);

/// <summary>Text and printed values in a row; text is a <see cref="TextPart"/>.</summary>
internal sealed class OutputStatement(int line, List<Expression> items) : Statement(line)
{
    public List<Expression> Items { get; } = items;

    public override IEnumerable<Syntax> Children => Items;
}

internal sealed class TextPart(int line, string text) : Expression(line, [])
{
    public string Text { get; } = text;
}

internal sealed class TemplateBody(List<Statement> body) : Statement(1)
{
    public List<Statement> Body { get; } = body;

    public override IEnumerable<Syntax> Children => Body;
}

internal sealed class ForStatement(int line, Expression target, Expression iterable, Expression? test, bool recursive, List<Statement> body, List<Statement> otherwise)
    : Statement(line)
{
    public Expression Target { get; } = target;

    public Expression Iterable { get; } = iterable;

    public Expression? Test { get; } = test;

    public bool Recursive { get; } = recursive;

    public List<Statement> Body { get; } = body;

    public List<Statement> Otherwise { get; } = otherwise;

    public override IEnumerable<Syntax> Children =>
        [Target, Iterable, .. Body, .. Otherwise, .. Test is null ? Array.Empty<Syntax>() : [Test]];
}

internal sealed record IfBranch(int Line, Expression Test, List<Statement> Body);

internal sealed class IfStatement(int line, List<IfBranch> branches, List<Statement> otherwise) : Statement(line)
{
    public List<IfBranch> Branches { get; } = branches;

    public List<Statement> Otherwise { get; } = otherwise;

    public override IEnumerable<Syntax> Children => [.. Branches.SelectMany(b => b.Body.Prepend<Syntax>(b.Test)), .. Otherwise];
}

internal sealed class WithStatement(int line, List<(Expression Target, Expression Value)> values, List<Statement> body) : Statement(line)
{
    public List<(Expression Target, Expression Value)> Values { get; } = values;

    public List<Statement> Body { get; } = body;

    public override IEnumerable<Syntax> Children => [.. Values.Select(v => v.Target), .. Values.Select(v => v.Value), .. Body];
}

internal sealed class AutoescapeStatement(int line, Expression enabled, List<Statement> body) : Statement(line)
{
    public Expression Enabled { get; } = enabled;

    public List<Statement> Body { get; } = body;

    public override IEnumerable<Syntax> Children => [Enabled, .. Body];
}

internal sealed class IncludeStatement(int line, Expression template, bool ignoreMissing, bool withContext) : Statement(line)
{
    public Expression Template { get; } = template;

    public bool IgnoreMissing { get; } = ignoreMissing;

    public bool WithContext { get; } = withContext;

    public override IEnumerable<Syntax> Children => [Template];
}

/// <summary>What a macro and the block of a call have in common.</summary>
internal abstract class CallableStatement(int line, string? name, List<NameExpression> parameters, List<Expression> defaults, List<Statement> body)
    : Statement(line)
{
    public string? Name { get; } = name;

    public List<NameExpression> Parameters { get; } = parameters;

    /// <summary>Those of the last parameters.</summary>
    public List<Expression> Defaults { get; } = defaults;

    public List<Statement> Body { get; } = body;

    public IEnumerable<Syntax> OwnChildren => [.. Parameters, .. Defaults, .. Body];
}

internal sealed class MacroStatement(int line, string name, List<NameExpression> parameters, List<Expression> defaults, List<Statement> body)
    : CallableStatement(line, name, parameters, defaults, body)
{
    public override IEnumerable<Syntax> Children => OwnChildren;
}

internal sealed class CallStatement(int line, CallExpression call, List<NameExpression> parameters, List<Expression> defaults, List<Statement> body)
    : CallableStatement(line, null, parameters, defaults, body)
{
    public CallExpression Call { get; } = call;

    public override IEnumerable<Syntax> Children => OwnChildren.Prepend(Call);
}

internal sealed class FilterStatement(int line, Expression filter, List<Statement> body) : Statement(line)
{
    public Expression Filter { get; } = filter;

    public List<Statement> Body { get; } = body;

    public override IEnumerable<Syntax> Children => [.. Body, Filter];
}

internal sealed class SetStatement(int line, Expression target, Expression value) : Statement(line)
{
    public Expression Target { get; } = target;

    public Expression Value { get; } = value;

    public override IEnumerable<Syntax> Children => [Target, Value];
}

internal sealed class SetBlockStatement(int line, Expression target, Expression? filter, List<Statement> body) : Statement(line)
{
    public Expression Target { get; } = target;

    public Expression? Filter { get; } = filter;

    public List<Statement> Body { get; } = body;

    public override IEnumerable<Syntax> Children => [Target, .. Filter is null ? Array.Empty<Syntax>() : [Filter], .. Body];
}
