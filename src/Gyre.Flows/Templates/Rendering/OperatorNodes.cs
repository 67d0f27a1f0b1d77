using System.Text;
using Gyre.Flows.Templates.Objects;
using Gyre.Flows.Templates.Python;
using Gyre.Flows.Templates.Syntax;
using Gyre.Flows.Values;

namespace Gyre.Flows.Templates.Rendering;

internal sealed class BinaryNode(BinaryOperator op, Node left, Node right) : Node
{
    public override object? Evaluate(Activation activation)
    {
        var a = left.Evaluate(activation);
        return Operators.Apply(op, a, right.Evaluate(activation));
    }
}

internal sealed class SignNode(bool negative, Node operand) : Node
{
    public override object? Evaluate(Activation activation)
    {
        var value = operand.Evaluate(activation);
        return negative ? Operators.Negate(value) : Operators.Plus(value);
    }
}

internal sealed class NotNode(Node operand) : Node
{
    public override object? Evaluate(Activation activation) => Boxed.Bool(!PythonText.Truth(operand.Evaluate(activation)));
}

internal sealed class LogicNode(bool isAnd, Node left, Node right) : Node
{
    public override object? Evaluate(Activation activation)
    {
        var value = left.Evaluate(activation);
        return PythonText.Truth(value) == isAnd ? right.Evaluate(activation) : value;
    }
}

internal sealed class CompareNode(Node first, (CompareOperator Operator, Node Operand)[] rest) : Node
{
    public override object? Evaluate(Activation activation)
    {
        var left = first.Evaluate(activation);
        foreach (var (op, operand) in rest)
        {
            var right = operand.Evaluate(activation);
            if (!Comparison.Apply(op, left, right))
            {
                return Boxed.False;
            }

            left = right;
        }

        return Boxed.True;
    }
}

internal sealed class ConcatNode(Node[] items, EscapeMode escape) : Node
{
    public override object? Evaluate(Activation activation)
    {
        var values = Array.ConvertAll(items, item => item.Evaluate(activation));
        var isSafe = escape == EscapeMode.Always && Array.Exists(values, v => v is Markup);
        var text = new StringBuilder();
        foreach (var value in values)
        {
            text.Append(isSafe ? Markup.Escape(value).Text : Printing.Str(value));
            SizeGuard.Text(text.Length);
        }

        return isSafe ? new Markup(text.ToString()) : text.ToString();
    }
}

internal sealed class ConditionalNode(Node test, Node then, Node? otherwise, string missing) : Node
{
    public override object? Evaluate(Activation activation) =>
        PythonText.Truth(test.Evaluate(activation)) ? then.Evaluate(activation)
        : otherwise is not null ? otherwise.Evaluate(activation)
        : new Undefined(UndefinedBehavior.Default, null) { Hint = missing };
}
