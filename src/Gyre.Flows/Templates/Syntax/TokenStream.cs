namespace Gyre.Flows.Templates.Syntax;

/// <summary>The words of a template, one at a time. A word the lexer could not read fails when it is reached, so that the first fault in the text is the one told.</summary>
internal sealed class TokenStream(List<Token> tokens, string? template)
{
    private int position;

    public Token Current { get; private set; } = Check(tokens[0], template);

    public Token Next()
    {
        var before = Current;
        if (position < tokens.Count - 1)
        {
            position++;
            Current = Check(tokens[position], template);
        }

        return before;
    }

    public Token Look() => Check(tokens[Math.Min(position + 1, tokens.Count - 1)], template);

    public void Skip(int count)
    {
        for (var i = 0; i < count; i++)
        {
            Next();
        }
    }

    public bool SkipName(string name)
    {
        if (!Current.IsName(name))
        {
            return false;
        }

        Next();
        return true;
    }

    public bool SkipOperator(string op)
    {
        if (!Current.Is(op))
        {
            return false;
        }

        Next();
        return true;
    }

    public Token Expect(TokenKind kind) => Current.Kind == kind ? Next() : throw Unexpected(Token.Describe(kind));

    public Token ExpectName(string name) => Current.IsName(name) ? Next() : throw Unexpected(name);

    public Token ExpectOperator(string op) => Current.Is(op) ? Next() : throw Unexpected(op);

    private JinjaSyntaxException Unexpected(string wanted) => new(
        Current.Kind == TokenKind.End
            ? $"unexpected end of template, expected '{wanted}'."
            : $"expected token '{wanted}', got {Current.Quoted}",
        Current.Line,
        template);

    private static Token Check(Token token, string? template) =>
        token.Kind == TokenKind.Fault ? throw new JinjaSyntaxException(token.Text, token.Line, template) : token;
}
