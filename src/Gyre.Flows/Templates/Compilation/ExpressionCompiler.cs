using System.Collections.Frozen;
using Gyre.Flows.Templates.Filters;
using Gyre.Flows.Templates.Python;
using Gyre.Flows.Templates.Rendering;
using Gyre.Flows.Templates.Syntax;

namespace Gyre.Flows.Templates.Compilation;

/// <summary>Turns expressions into nodes with their variables' places filled in.</summary>
internal class ExpressionCompiler(string? template)
{
    protected string? Template { get; } = template;

    public Node Compile(Expression expression, CompileFrame frame) => expression switch
    {
        ConstExpression constant => new ConstNode(constant.Value is bool flag ? Boxed.Bool(flag) : constant.Value),
        NameExpression name => Name(name.Name, name.Line, frame),
        AttributeExpression attribute => new AttributeNode(Compile(attribute.Target, frame), attribute.Name),
        ItemExpression { Index: SliceExpression slice } item => new SliceNode(
            Compile(item.Target, frame),
            slice.Start is null ? null : Compile(slice.Start, frame),
            slice.Stop is null ? null : Compile(slice.Stop, frame),
            slice.Step is null ? null : Compile(slice.Step, frame)),
        ItemExpression item => new ItemNode(Compile(item.Target, frame), Compile(item.Index, frame)),
        CallExpression call => Call(call, frame, null),
        FilterExpression filter => Filter(filter, frame),
        TestExpression test => Test(test, frame),
        BinaryExpression { Operator: BinaryOperator.Power, Left: SignExpression { Negative: true, Operand: ConstExpression } left } power when !IsConstant(power.Right) =>
            new SignNode(negative: true, new BinaryNode(BinaryOperator.Power, Compile(left.Operand, frame), Compile(power.Right, frame))),
        BinaryExpression binary => new BinaryNode(binary.Operator, Compile(binary.Left, frame), Compile(binary.Right, frame)),
        LogicExpression logic => new LogicNode(logic.IsAnd, Compile(logic.Left, frame), Compile(logic.Right, frame)),
        NotExpression not => new NotNode(Compile(not.Operand, frame)),
        SignExpression sign => new SignNode(sign.Negative, Compile(sign.Operand, frame)),
        CompareExpression compare => new CompareNode(
            Compile(compare.First, frame),
            [.. compare.Rest.Select(r => (r.Operator, Compile(r.Operand, frame)))]),
        ConcatExpression concat => new ConcatNode([.. concat.Items.Select(i => Compile(i, frame))], frame.Escape),
        ConditionalExpression conditional => Conditional(conditional, frame with { Soft = true }),
        ListExpression list => new ListNode([.. list.Items.Select(i => Compile(i, frame))]),
        TupleExpression tuple => new TupleNode([.. tuple.Items.Select(i => Compile(i, frame))]),
        DictExpression dict => new DictNode([.. dict.Pairs.Select(p => (Compile(p.Key, frame), Compile(p.Value, frame)))]),
        _ => throw new JinjaSyntaxException("invalid syntax", expression.Line, Template),
    };

    protected CallNode Call(CallExpression call, CompileFrame frame, Slot? caller) =>
        new(Compile(call.Target, frame), Arguments(call.Arguments, frame), caller);

    private Node Name(string name, int line, CompileFrame frame)
    {
        var slot = frame.Function.Find(frame.Symbols.Find(name) ?? throw new JinjaSyntaxException($"the filter of this set block cannot use the name '{name}': Jinja2 does not look names up there. Use the name before the block, or filter afterwards.", line, Template));
        return slot.Hops == 0 ? new LocalNode(slot.Index, name) : new OuterNode(slot, name);
    }

    /// <summary>Whether Jinja2 would work it out beforehand. It writes a folded <c>-2</c> without parentheses, so that <c>-2 ** n</c> is <c>-(2 ** n)</c> but <c>-2 ** 2</c> is 4.</summary>
    private static bool IsConstant(Expression expression) => expression is not (NameExpression or CallExpression) && expression.Parts.TrueForAll(IsConstant);

    private ConditionalNode Conditional(ConditionalExpression conditional, CompileFrame frame)
    {
        var position = $"line {conditional.Line}" + (Template is null ? "" : $" in {Values.PythonText.Repr(Template)}");
        return new ConditionalNode(
            Compile(conditional.Test, frame),
            Compile(conditional.Then, frame),
            conditional.Otherwise is null ? null : Compile(conditional.Otherwise, frame),
            $"the inline if-expression on {position} evaluated to false and no else section was defined.");
    }

    private ArgumentNodes Arguments(CallArguments arguments, CompileFrame frame) => new(
        [.. arguments.Positional.Select(a => Compile(a, frame))],
        [.. arguments.Named.Select(a => (a.Name, Compile(a.Value, frame)))],
        arguments.Star is null ? null : Compile(arguments.Star, frame),
        arguments.DoubleStar is null ? null : Compile(arguments.DoubleStar, frame));

    private Node Filter(FilterExpression filter, CompileFrame frame)
    {
        var operand = filter.Operand is null ? new CapturedNode(frame.Captured!.Value) : Compile(filter.Operand, frame);
        return Builtin(FilterTable.All, "filter", filter.Name, filter.Line, operand, Arguments(filter.Arguments, frame), frame);
    }

    private Node Test(TestExpression test, CompileFrame frame) =>
        Builtin(TestTable.All, "test", test.Name, test.Line, Compile(test.Operand, frame), Arguments(test.Arguments, frame), frame);

    private Node Builtin(FrozenDictionary<string, Builtin> known, string kind, string name, int line, Node operand, ArgumentNodes arguments, CompileFrame frame) =>
        known.TryGetValue(name, out var builtin) ? new BuiltinNode(builtin, operand, arguments)
        : frame.Soft ? new UnknownBuiltinNode($"No {kind} named '{name}' found.", operand, arguments)
        : throw new JinjaSyntaxException($"No {kind} named '{name}'.", line, Template);
}
