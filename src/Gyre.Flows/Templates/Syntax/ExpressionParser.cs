using System.Runtime.CompilerServices;

namespace Gyre.Flows.Templates.Syntax;

/// <summary>Expressions, in Jinja2's order of binding.</summary>
internal class ExpressionParser(TokenStream stream, string? template)
{
    private const int MaxNesting = 100;

    private int nesting;

    protected TokenStream Stream { get; } = stream;

    public Expression ParseExpression(bool conditional = true)
    {
        if (++nesting > MaxNesting || !RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            throw Fail($"the expression is nested too deeply (more than {MaxNesting} levels); split it with set");
        }

        var expression = conditional ? ParseConditional() : ParseOr();
        nesting--;
        return expression;
    }

    /// <summary>An expression, or several with commas between them as a tuple.</summary>
    public Expression ParseTuple(
        bool simplified = false,
        bool conditional = true,
        string? endWord = null,
        bool parenthesized = false,
        bool withNamespace = false)
    {
        var line = Stream.Current.Line;
        List<Expression> items = [];
        var isTuple = false;
        while (true)
        {
            if (items.Count > 0)
            {
                Stream.ExpectOperator(",");
            }

            if (IsTupleEnd(endWord))
            {
                break;
            }

            items.Add(simplified ? ParsePrimary(withNamespace) : ParseExpression(conditional));
            if (!Stream.Current.Is(","))
            {
                break;
            }

            isTuple = true;
            line = Stream.Current.Line;
        }

        if (!isTuple && items.Count > 0)
        {
            return items[0];
        }

        return isTuple || parenthesized
            ? new TupleExpression(line, items)
            : throw Fail($"Expected an expression, got {Stream.Current.Quoted}");
    }

    protected JinjaSyntaxException Fail(string message, int? line = null) => new(message, line ?? Stream.Current.Line, template);

    protected CallArguments ParseCallArguments()
    {
        var line = Stream.ExpectOperator("(").Line;
        List<Expression> positional = [];
        List<(string, Expression)> named = [];
        Expression? star = null;
        Expression? doubleStar = null;
        var needsComma = false;
        while (!Stream.Current.Is(")"))
        {
            if (needsComma)
            {
                Stream.ExpectOperator(",");
                if (Stream.Current.Is(")"))
                {
                    break;
                }
            }

            if (Stream.Current.Is("*"))
            {
                Ensure(star is null && doubleStar is null, line);
                Stream.Next();
                star = ParseExpression();
            }
            else if (Stream.Current.Is("**"))
            {
                Ensure(doubleStar is null, line);
                Stream.Next();
                doubleStar = ParseExpression();
            }
            else if (Stream.Current.Kind == TokenKind.Name && Stream.Look().Is("="))
            {
                Ensure(doubleStar is null, line);
                var name = Stream.Current.Text;
                Stream.Skip(2);
                named.Add((name, ParseExpression()));
            }
            else
            {
                Ensure(star is null && doubleStar is null && named.Count == 0, line);
                positional.Add(ParseExpression());
            }

            needsComma = true;
        }

        Stream.ExpectOperator(")");
        if (named.GroupBy(n => n.Item1, StringComparer.Ordinal).FirstOrDefault(g => g.Skip(1).Any()) is { } twice)
        {
            // Python refuses the code that Jinja2 generates from this.
            throw Fail($"keyword argument repeated: {twice.Key}", line);
        }

        return new CallArguments(positional, named, star, doubleStar);

        void Ensure(bool condition, int at)
        {
            if (!condition)
            {
                throw Fail("invalid syntax for function call expression", at);
            }
        }
    }

    protected Expression? ParseFilter(Expression? operand, bool startInline = false)
    {
        while (Stream.Current.Is("|") || startInline)
        {
            if (!startInline)
            {
                Stream.Next();
            }

            var token = Stream.Expect(TokenKind.Name);
            var name = ParseDotted(token.Text);
            var arguments = Stream.Current.Is("(") ? ParseCallArguments() : CallArguments.None;
            operand = new FilterExpression(token.Line, operand, name, arguments);
            startInline = false;
        }

        return operand;
    }

    protected Expression ParsePrimary(bool withNamespace = false)
    {
        var token = Stream.Current;
        switch (token.Kind)
        {
            case TokenKind.Name:
                Stream.Next();
                return token.Text switch
                {
                    "true" or "True" => new ConstExpression(token.Line, true),
                    "false" or "False" => new ConstExpression(token.Line, false),
                    "none" or "None" => new ConstExpression(token.Line, null),
                    _ when withNamespace && Stream.SkipOperator(".") => new NamespaceTarget(token.Line, token.Text, Stream.Expect(TokenKind.Name).Text),
                    _ => new NameExpression(token.Line, token.Text, NameUse.Load),
                };
            case TokenKind.String:
                var text = "";
                while (Stream.Current.Kind == TokenKind.String)
                {
                    text += Stream.Next().Value;
                }

                return new ConstExpression(token.Line, text);
            case TokenKind.Integer or TokenKind.Float:
                Stream.Next();
                return new ConstExpression(token.Line, token.Value);
            case TokenKind.Operator when token.Text == "(":
                Stream.Next();
                var inner = ParseTuple(parenthesized: true);
                Stream.ExpectOperator(")");
                return inner;
            case TokenKind.Operator when token.Text == "[":
                return ParseList();
            case TokenKind.Operator when token.Text == "{":
                return ParseDict();
            default:
                throw Fail($"unexpected {token.Quoted}", token.Line);
        }
    }

    private bool IsTupleEnd(string? endWord) =>
        Stream.Current.Kind is TokenKind.VariableEnd or TokenKind.BlockEnd || Stream.Current.Is(")") || (endWord is not null && Stream.Current.IsName(endWord));

    private Expression ParseConditional()
    {
        var line = Stream.Current.Line;
        var then = ParseOr();
        while (Stream.SkipName("if"))
        {
            var test = ParseOr();
            var otherwise = Stream.SkipName("else") ? ParseExpression() : null;
            then = new ConditionalExpression(line, test, then, otherwise);
            line = Stream.Current.Line;
        }

        return then;
    }

    private Expression ParseOr()
    {
        var line = Stream.Current.Line;
        var left = ParseAnd();
        while (Stream.SkipName("or"))
        {
            left = new LogicExpression(line, isAnd: false, left, ParseAnd());
            line = Stream.Current.Line;
        }

        return left;
    }

    private Expression ParseAnd()
    {
        var line = Stream.Current.Line;
        var left = ParseNot();
        while (Stream.SkipName("and"))
        {
            left = new LogicExpression(line, isAnd: true, left, ParseNot());
            line = Stream.Current.Line;
        }

        return left;
    }

    private Expression ParseNot()
    {
        Stack<int> lines = [];
        while (Stream.Current.IsName("not"))
        {
            lines.Push(Stream.Next().Line);
        }

        var expression = ParseCompare();
        while (lines.TryPop(out var line))
        {
            expression = new NotExpression(line, expression);
        }

        return expression;
    }

    private Expression ParseCompare()
    {
        var line = Stream.Current.Line;
        var first = ParseSum();
        List<(CompareOperator, Expression)> rest = [];
        while (CompareOperatorHere() is { } op)
        {
            Stream.Skip(op == CompareOperator.NotIn ? 2 : 1);
            rest.Add((op, ParseSum()));
            line = Stream.Current.Line;
        }

        return rest.Count == 0 ? first : new CompareExpression(line, first, rest);
    }

    private CompareOperator? CompareOperatorHere() => Stream.Current switch
    {
        { Kind: TokenKind.Operator, Text: var op } => op switch
        {
            "==" => CompareOperator.Equal,
            "!=" => CompareOperator.NotEqual,
            "<" => CompareOperator.Less,
            "<=" => CompareOperator.LessOrEqual,
            ">" => CompareOperator.Greater,
            ">=" => CompareOperator.GreaterOrEqual,
            _ => null,
        },
        { Kind: TokenKind.Name, Text: "in" } => CompareOperator.In,
        { Kind: TokenKind.Name, Text: "not" } when Stream.Look().IsName("in") => CompareOperator.NotIn,
        _ => null,
    };

    private Expression ParseSum()
    {
        var line = Stream.Current.Line;
        var left = ParseConcat();
        while (Stream.Current.Is("+") || Stream.Current.Is("-"))
        {
            var op = Stream.Next().Text == "+" ? BinaryOperator.Add : BinaryOperator.Subtract;
            left = new BinaryExpression(line, op, left, ParseConcat());
            line = Stream.Current.Line;
        }

        return left;
    }

    private Expression ParseConcat()
    {
        var line = Stream.Current.Line;
        List<Expression> items = [ParseProduct()];
        while (Stream.SkipOperator("~"))
        {
            items.Add(ParseProduct());
        }

        return items.Count == 1 ? items[0] : new ConcatExpression(line, items);
    }

    private Expression ParseProduct()
    {
        var line = Stream.Current.Line;
        var left = ParsePower();
        while (Stream.Current.Kind == TokenKind.Operator && Stream.Current.Text is "*" or "/" or "//" or "%")
        {
            var op = Stream.Next().Text switch
            {
                "*" => BinaryOperator.Multiply,
                "/" => BinaryOperator.Divide,
                "//" => BinaryOperator.FloorDivide,
                _ => BinaryOperator.Modulo,
            };
            left = new BinaryExpression(line, op, left, ParsePower());
            line = Stream.Current.Line;
        }

        return left;
    }

    private Expression ParsePower()
    {
        var line = Stream.Current.Line;
        var left = ParseUnary();
        while (Stream.SkipOperator("**"))
        {
            left = new BinaryExpression(line, BinaryOperator.Power, left, ParseUnary());
            line = Stream.Current.Line;
        }

        return left;
    }

    private Expression ParseUnary(bool withFilter = true)
    {
        var token = Stream.Current;
        Expression node;
        if (token.Is("-") || token.Is("+"))
        {
            if (++nesting > MaxNesting)
            {
                throw Fail($"the expression is nested too deeply (more than {MaxNesting} levels); split it with set");
            }

            Stream.Next();
            node = new SignExpression(token.Line, token.Text == "-", ParseUnary(withFilter: false));
            nesting--;
        }
        else
        {
            node = ParsePrimary();
        }

        node = ParsePostfix(node);
        return withFilter ? ParseFilterExpression(node) : node;
    }

    private Expression ParsePostfix(Expression node)
    {
        while (true)
        {
            if (Stream.Current.Is("."))
            {
                node = ParseDot(node);
            }
            else if (Stream.Current.Is("["))
            {
                node = ParseSubscript(node);
            }
            else if (Stream.Current.Is("("))
            {
                node = ParseCall(node);
            }
            else
            {
                return node;
            }
        }
    }

    private Expression ParseFilterExpression(Expression node)
    {
        while (true)
        {
            if (Stream.Current.Is("|"))
            {
                node = ParseFilter(node)!;
            }
            else if (Stream.Current.IsName("is"))
            {
                node = ParseTest(node);
            }
            else if (Stream.Current.Is("("))
            {
                node = ParseCall(node);
            }
            else
            {
                return node;
            }
        }
    }

    private CallExpression ParseCall(Expression target)
    {
        var line = Stream.Current.Line;
        return new CallExpression(line, target, ParseCallArguments());
    }

    private Expression ParseDot(Expression target)
    {
        var line = Stream.Next().Line;
        var token = Stream.Next();
        return token.Kind switch
        {
            TokenKind.Name => new AttributeExpression(line, target, token.Text),
            TokenKind.Integer => new ItemExpression(line, target, new ConstExpression(token.Line, token.Value)),
            _ => throw Fail("expected name or number", token.Line),
        };
    }

    private ItemExpression ParseSubscript(Expression target)
    {
        var line = Stream.Next().Line;
        List<Expression> items = [];
        while (!Stream.Current.Is("]"))
        {
            if (items.Count > 0)
            {
                Stream.ExpectOperator(",");
            }

            items.Add(ParseSubscribed());
        }

        Stream.ExpectOperator("]");
        return new ItemExpression(line, target, items.Count == 1 ? items[0] : new TupleExpression(line, items));
    }

    private Expression ParseSubscribed()
    {
        var line = Stream.Current.Line;
        Expression? start = null;
        if (!Stream.Current.Is(":"))
        {
            start = ParseExpression();
            if (!Stream.Current.Is(":"))
            {
                return start;
            }
        }

        Stream.Next();
        var stop = Stream.Current.Is(":") || Stream.Current.Is("]") || Stream.Current.Is(",") ? null : ParseExpression();
        Expression? step = null;
        if (Stream.SkipOperator(":") && !Stream.Current.Is("]") && !Stream.Current.Is(","))
        {
            step = ParseExpression();
        }

        return new SliceExpression(line, start, stop, step);
    }

    private Expression ParseTest(Expression operand)
    {
        var line = Stream.Next().Line;
        var negated = Stream.SkipName("not");
        var name = ParseDotted(Stream.Expect(TokenKind.Name).Text);
        var arguments = CallArguments.None;
        var next = Stream.Current;
        if (next.Is("("))
        {
            arguments = ParseCallArguments();
        }
        else if ((next.Kind is TokenKind.Name or TokenKind.String or TokenKind.Integer or TokenKind.Float || next.Is("[") || next.Is("{"))
            && !next.IsName("else") && !next.IsName("or") && !next.IsName("and"))
        {
            if (next.IsName("is"))
            {
                throw Fail("You cannot chain multiple tests with is");
            }

            arguments = new CallArguments([ParsePostfix(ParsePrimary())], [], null, null);
        }

        Expression node = new TestExpression(line, operand, name, arguments);
        return negated ? new NotExpression(line, node) : node;
    }

    private string ParseDotted(string name)
    {
        while (Stream.SkipOperator("."))
        {
            name += "." + Stream.Expect(TokenKind.Name).Text;
        }

        return name;
    }

    private ListExpression ParseList()
    {
        var line = Stream.ExpectOperator("[").Line;
        List<Expression> items = [];
        while (!Stream.Current.Is("]"))
        {
            if (items.Count > 0)
            {
                Stream.ExpectOperator(",");
            }

            if (Stream.Current.Is("]"))
            {
                break;
            }

            items.Add(ParseExpression());
        }

        Stream.ExpectOperator("]");
        return new ListExpression(line, items);
    }

    private DictExpression ParseDict()
    {
        var line = Stream.ExpectOperator("{").Line;
        List<(Expression, Expression)> pairs = [];
        while (!Stream.Current.Is("}"))
        {
            if (pairs.Count > 0)
            {
                Stream.ExpectOperator(",");
            }

            if (Stream.Current.Is("}"))
            {
                break;
            }

            var key = ParseExpression();
            Stream.ExpectOperator(":");
            pairs.Add((key, ParseExpression()));
        }

        Stream.ExpectOperator("}");
        return new DictExpression(line, pairs);
    }
}
