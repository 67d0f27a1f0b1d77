using Gyre.Flows.Values;

namespace Gyre.Flows.Templates.Syntax;

internal enum TokenKind
{
    Initial,
    Data,
    VariableBegin,
    VariableEnd,
    BlockBegin,
    BlockEnd,
    Name,
    String,
    Integer,
    Float,
    Operator,
    End,
    Fault,
}

/// <summary>One word of a template. <see cref="Text"/> is the name, the operator or the text; <see cref="Value"/> a literal's value.</summary>
internal readonly record struct Token(TokenKind Kind, string Text, int Line, object? Value = null)
{
    public bool IsName(string name) => Kind == TokenKind.Name && Text == name;

    public bool Is(string op) => Kind == TokenKind.Operator && Text == op;

    /// <summary>As Jinja2's messages call it.</summary>
    public string Description => Kind switch
    {
        TokenKind.Name or TokenKind.Operator => Text,
        _ => Describe(Kind),
    };

    public string Quoted => PythonText.Repr(Description);

    public static string Describe(TokenKind kind) => kind switch
    {
        TokenKind.Data => "template data / text",
        TokenKind.VariableBegin => "begin of print statement",
        TokenKind.VariableEnd => "end of print statement",
        TokenKind.BlockBegin => "begin of statement block",
        TokenKind.BlockEnd => "end of statement block",
        TokenKind.String => "string",
        TokenKind.Integer => "integer",
        TokenKind.Float => "float",
        TokenKind.Name => "name",
        TokenKind.End => "end of template",
        _ => "initial",
    };
}
