using Gyre.Flows.Values;

namespace Gyre.Flows.Templates.Syntax;

/// <summary>Statements: turns the words of a template into its tree, with Jinja2's own messages where it cannot.</summary>
internal sealed class Parser(TokenStream stream, string? template) : ExpressionParser(stream, template)
{
    private const int MaxBlocks = 60;

    private readonly Stack<string> tags = new();
    private readonly Stack<string[]> endTags = new();

    public static TemplateBody Parse(string source, JinjaOptions options, string? template)
    {
        var parser = new Parser(new TokenStream(Lexer.Tokenize(source, options), template), template);
        return new TemplateBody(parser.ParseBody(null));
    }

    private List<Statement> ParseBody(string[]? until)
    {
        List<Statement> body = [];
        List<Expression> output = [];
        if (until is not null)
        {
            endTags.Push(until);
        }

        while (Stream.Current.Kind != TokenKind.End)
        {
            var token = Stream.Current;
            switch (token.Kind)
            {
                case TokenKind.Data:
                    output.Add(new TextPart(token.Line, token.Text));
                    Stream.Next();
                    break;
                case TokenKind.VariableBegin:
                    Stream.Next();
                    output.Add(ParseTuple());
                    ExpectTokenEnd(TokenKind.VariableEnd);
                    break;
                default:
                    Flush();
                    Stream.Next();
                    if (until is not null && Stream.Current.Kind == TokenKind.Name && until.Contains(Stream.Current.Text))
                    {
                        endTags.Pop();
                        return body;
                    }

                    body.Add(ParseStatement());
                    ExpectTokenEnd(TokenKind.BlockEnd);
                    break;
            }
        }

        Flush();
        if (until is not null)
        {
            endTags.Pop();
        }

        return body;

        void Flush()
        {
            if (output.Count > 0)
            {
                body.Add(new OutputStatement(output[0].Line, output));
                output = [];
            }
        }
    }

    private void ExpectTokenEnd(TokenKind kind) => Stream.Expect(kind);

    private Statement ParseStatement()
    {
        var token = Stream.Current;
        if (token.Kind != TokenKind.Name)
        {
            throw Fail("tag name expected", token.Line);
        }

        if (tags.Count >= MaxBlocks)
        {
            throw Fail($"blocks are nested too deeply (more than {MaxBlocks} levels)");
        }

        tags.Push(token.Text);
        Statement statement = token.Text switch
        {
            "for" => ParseFor(),
            "if" => ParseIf(),
            "set" => ParseSet(),
            "with" => ParseWith(),
            "macro" => ParseMacro(),
            "call" => ParseCallBlock(),
            "filter" => ParseFilterBlock(),
            "include" => ParseInclude(),
            "autoescape" => ParseAutoescape(),
            "print" => ParsePrint(),
            "extends" or "block" => throw Fail($"Template inheritance is not supported: '{token.Text}' cannot be used here. Put shared text into a file and include it.", token.Line),
            "import" or "from" => throw Fail($"'{token.Text}' is not supported: macros cannot be imported. Define the macro in this template, or include a file.", token.Line),
            var name => throw UnknownTag(name, token.Line),
        };
        tags.Pop();
        return statement;
    }

    private List<Statement> ParseStatements(string[] until, bool dropEnd = false)
    {
        Stream.SkipOperator(":");
        Stream.Expect(TokenKind.BlockEnd);
        var body = ParseBody(until);
        if (Stream.Current.Kind == TokenKind.End)
        {
            endTags.Push(until);
            throw EndTooEarly(null, Stream.Current.Line);
        }

        if (dropEnd)
        {
            Stream.Next();
        }

        return body;
    }

    private JinjaSyntaxException UnknownTag(string name, int line)
    {
        tags.Pop();
        return EndTooEarly(name, line);
    }

    private JinjaSyntaxException EndTooEarly(string? tag, int line)
    {
        List<string> message = [tag is null ? "Unexpected end of template." : $"Encountered unknown tag {PythonText.Repr(tag)}."];
        if (endTags.Count > 0)
        {
            var wanted = string.Join(" or ", endTags.Peek().Select(t => $"'{t}'"));
            message.Add(tag is not null && endTags.Any(e => e.Contains(tag))
                ? $"You probably made a nesting mistake. Jinja is expecting this tag, but currently looking for {wanted}."
                : $"Jinja was looking for the following tags: {wanted}.");
        }

        if (tags.Count > 0)
        {
            message.Add($"The innermost block that needs to be closed is '{tags.Peek()}'.");
        }

        return Fail(string.Join(" ", message), line);
    }

    private ForStatement ParseFor()
    {
        var line = Stream.ExpectName("for").Line;
        var target = ParseTarget(endWord: "in");
        Stream.ExpectName("in");
        var iterable = ParseTuple(conditional: false, endWord: "recursive");
        var test = Stream.SkipName("if") ? ParseExpression() : null;
        var recursive = Stream.SkipName("recursive");
        var body = ParseStatements(["endfor", "else"]);
        var otherwise = Stream.Next().Text == "endfor" ? [] : ParseStatements(["endfor"], dropEnd: true);
        return new ForStatement(line, target, iterable, test, recursive, body, otherwise);
    }

    private IfStatement ParseIf()
    {
        var line = Stream.ExpectName("if").Line;
        List<IfBranch> branches = [];
        var branchLine = line;
        while (true)
        {
            var test = ParseTuple(conditional: false);
            branches.Add(new IfBranch(branchLine, test, ParseStatements(["elif", "else", "endif"])));
            var token = Stream.Next();
            if (token.IsName("elif"))
            {
                branchLine = Stream.Current.Line;
                continue;
            }

            return new IfStatement(line, branches, token.IsName("else") ? ParseStatements(["endif"], dropEnd: true) : []);
        }
    }

    private Statement ParseSet()
    {
        var line = Stream.Next().Line;
        var target = ParseTarget(withNamespace: true);
        if (Stream.SkipOperator("="))
        {
            return new SetStatement(line, target, ParseTuple());
        }

        var filter = ParseFilter(null);
        return new SetBlockStatement(line, target, filter, ParseStatements(["endset"], dropEnd: true));
    }

    private WithStatement ParseWith()
    {
        var line = Stream.Next().Line;
        List<(Expression, Expression)> values = [];
        while (Stream.Current.Kind != TokenKind.BlockEnd)
        {
            if (values.Count > 0)
            {
                Stream.ExpectOperator(",");
            }

            var target = ParseTarget();
            SetUse(target, NameUse.Parameter);
            Stream.ExpectOperator("=");
            values.Add((target, ParseExpression()));
        }

        return new WithStatement(line, values, ParseStatements(["endwith"], dropEnd: true));
    }

    private AutoescapeStatement ParseAutoescape()
    {
        var line = Stream.Next().Line;
        var enabled = ParseExpression();
        return new AutoescapeStatement(line, enabled, ParseStatements(["endautoescape"], dropEnd: true));
    }

    private IncludeStatement ParseInclude()
    {
        var line = Stream.Next().Line;
        var name = ParseExpression();
        var ignoreMissing = Stream.Current.IsName("ignore") && Stream.Look().IsName("missing");
        if (ignoreMissing)
        {
            Stream.Skip(2);
        }

        var withContext = true;
        if ((Stream.Current.IsName("with") || Stream.Current.IsName("without")) && Stream.Look().IsName("context"))
        {
            withContext = Stream.Next().Text == "with";
            Stream.Next();
        }

        return new IncludeStatement(line, name, ignoreMissing, withContext);
    }

    private (List<NameExpression> Parameters, List<Expression> Defaults) ParseSignature()
    {
        List<NameExpression> parameters = [];
        List<Expression> defaults = [];
        Stream.ExpectOperator("(");
        while (!Stream.Current.Is(")"))
        {
            if (parameters.Count > 0)
            {
                Stream.ExpectOperator(",");
            }

            var name = ParseTargetName();
            name.Use = NameUse.Parameter;
            if (Stream.SkipOperator("="))
            {
                defaults.Add(ParseExpression());
            }
            else if (defaults.Count > 0)
            {
                throw Fail("non-default argument follows default argument");
            }

            if (parameters.Exists(p => p.Name == name.Name))
            {
                throw Fail($"duplicate argument '{name.Name}' in function definition", name.Line);
            }

            parameters.Add(name);
        }

        Stream.ExpectOperator(")");
        return (parameters, defaults);
    }

    private CallStatement ParseCallBlock()
    {
        var line = Stream.Next().Line;
        var (parameters, defaults) = Stream.Current.Is("(") ? ParseSignature() : ([], []);
        if (ParseExpression() is not CallExpression call)
        {
            throw Fail("expected call", line);
        }

        return new CallStatement(line, call, parameters, defaults, ParseStatements(["endcall"], dropEnd: true));
    }

    private FilterStatement ParseFilterBlock()
    {
        var line = Stream.Next().Line;
        var filter = ParseFilter(null, startInline: true)!;
        return new FilterStatement(line, filter, ParseStatements(["endfilter"], dropEnd: true));
    }

    private MacroStatement ParseMacro()
    {
        var line = Stream.Next().Line;
        var name = ParseTargetName().Name;
        var (parameters, defaults) = ParseSignature();
        return new MacroStatement(line, name, parameters, defaults, ParseStatements(["endmacro"], dropEnd: true));
    }

    private OutputStatement ParsePrint()
    {
        var line = Stream.Next().Line;
        List<Expression> items = [];
        while (Stream.Current.Kind != TokenKind.BlockEnd)
        {
            if (items.Count > 0)
            {
                Stream.ExpectOperator(",");
            }

            items.Add(ParseExpression());
        }

        return new OutputStatement(line, items);
    }

    private NameExpression ParseTargetName()
    {
        var token = Stream.Expect(TokenKind.Name);
        return CanAssign(token.Text)
            ? new NameExpression(token.Line, token.Text, NameUse.Store)
            : throw Fail("can't assign to 'name'", token.Line);
    }

    private Expression ParseTarget(string? endWord = null, bool withNamespace = false)
    {
        var target = ParseTuple(simplified: true, endWord: endWord, withNamespace: withNamespace);
        SetUse(target, NameUse.Store);
        return CanAssign(target) ? target : throw Fail($"can't assign to '{target.Kind}'", target.Line);
    }

    private static bool CanAssign(Expression target) => target switch
    {
        NameExpression name => CanAssign(name.Name),
        NamespaceTarget => true,
        TupleExpression tuple => tuple.Items.TrueForAll(CanAssign),
        _ => false,
    };

    private static bool CanAssign(string name) => name is not ("true" or "false" or "none" or "True" or "False" or "None");

    private static void SetUse(Expression target, NameUse use)
    {
        switch (target)
        {
            case NameExpression name:
                name.Use = use;
                break;
            case TupleExpression tuple:
                tuple.Items.ForEach(item => SetUse(item, use));
                break;
        }
    }
}
