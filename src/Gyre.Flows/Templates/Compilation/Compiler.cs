using Gyre.Flows.Templates.Objects;
using Gyre.Flows.Templates.Rendering;
using Gyre.Flows.Templates.Syntax;

namespace Gyre.Flows.Templates.Compilation;

/// <summary>Turns a template's tree into steps. Scopes follow Jinja2's code generator level by level.</summary>
internal sealed class Compiler(JinjaOptions options, string? template) : ExpressionCompiler(template)
{
    private readonly HashSet<string> undeclared = [];

    public CompiledTemplate Compile(TemplateBody body)
    {
        var symbols = new Symbols(null);
        var frame = new CompileFrame(symbols, new FunctionScope(0, null), options.Autoescape ? EscapeMode.Always : EscapeMode.Never);
        List<Step> steps = [];
        if (UndeclaredNames.Find(body.Body, "self").Count > 0)
        {
            var self = frame.Function.Local(symbols.DeclareParameter("self"));
            steps.Add(new StoreStep(1, new SlotTarget(self), new ConstNode(new OpaqueObject("jinja2.runtime.TemplateReference", $"<TemplateReference {(Template is null ? "None" : Values.PythonText.Repr(Template))}>"))));
        }

        new SymbolFinder(symbols).VisitAll(body.Body);
        steps.Add(Enter(frame));
        steps.AddRange(Body(body.Body, frame));
        return new CompiledTemplate([.. steps.Where(s => s is not EnterScope { IsEmpty: true })], frame.Function.Size.Count, undeclared);
    }

    private Step[] Body(List<Statement> statements, CompileFrame frame)
    {
        List<Step> steps = [];
        foreach (var statement in statements)
        {
            if (statement is OutputStatement output)
            {
                AddOutput(steps, output, frame);
            }
            else
            {
                steps.Add(Step(statement, frame));
            }
        }

        return [.. steps];
    }

    private void AddOutput(List<Step> steps, OutputStatement output, CompileFrame frame)
    {
        foreach (var item in output.Items)
        {
            var text = item switch
            {
                TextPart part => part.Text,
                ConstExpression { Value: string constant } when frame.Escape == EscapeMode.Never => constant,
                _ => null,
            };
            if (text is null)
            {
                steps.Add(new PrintStep(item.Line, Compile(item, frame), frame.Escape));
            }
            else if (steps.Count > 0 && steps[^1] is TextStep before)
            {
                steps[^1] = new TextStep(before.Text + text);
            }
            else
            {
                steps.Add(new TextStep(text));
            }
        }
    }

    private Step Step(Statement statement, CompileFrame frame) => statement switch
    {
        IfStatement condition => If(condition, frame with { Soft = true }),
        ForStatement loop => For(loop, frame),
        SetStatement set => Set(set, frame),
        SetBlockStatement set => SetBlock(set, frame),
        WithStatement with => With(with, frame),
        MacroStatement macro => new MacroStep(Shape(macro, frame), frame.Function.Local(frame.Symbols.Reference(macro.Name!))),
        CallStatement call => CallBlock(call, frame),
        FilterStatement filter => FilterBlock(filter, frame),
        AutoescapeStatement autoescape => Autoescape(autoescape, frame),
        IncludeStatement include => new IncludeStep(
            include.Line,
            Compile(include.Template, frame),
            include.IgnoreMissing,
            include.WithContext ? [.. frame.Symbols.VisibleStores().Select(v => (v.Key, frame.Function.Find(v.Value)))] : null),
        _ => throw new InvalidOperationException($"{statement.GetType().Name} is not compiled here."),
    };

    private IfStep If(IfStatement condition, CompileFrame frame) => new(
        [.. condition.Branches.Select(b => (b.Line, Compile(b.Test, frame), Body(b.Body, frame)))],
        Body(condition.Otherwise, frame));

    private Step For(ForStatement loop, CompileFrame frame)
    {
        if (StoresLoop(loop))
        {
            throw new JinjaSyntaxException("Can't assign to special loop variable in for-loop target", loop.Line, Template);
        }

        var loopFrame = loop.Recursive ? frame.InnerFunction() : frame.Inner();
        var isExtended = loop.Recursive || UndeclaredNames.Find(loop.Body, "loop").Count > 0;
        int? loopSlot = isExtended ? loopFrame.Function.Local(loopFrame.Symbols.DeclareParameter("loop")) : null;
        new SymbolFinder(loopFrame.Symbols).VisitLoop(loop.Target, loop.Body);
        var filter = loop.Test is null ? null : LoopFilter(loop, frame);
        var target = Target(loop.Target, loopFrame);
        var enter = Enter(loopFrame);
        var body = Body(loop.Body, loopFrame);
        var compiled = new LoopBody(loop.Line, target, loopSlot, filter, enter, body, Leave(loopFrame), Otherwise(loop, frame, loopFrame));
        var iterable = Compile(loop.Iterable, frame);
        return loop.Recursive
            ? new RecursiveForStep(loop.Line, iterable, compiled, loopFrame.Function.Size, frame.Escape)
            : new ForStep(loop.Line, iterable, compiled);
    }

    private Step[]? Otherwise(ForStatement loop, CompileFrame frame, CompileFrame loopFrame)
    {
        if (loop.Otherwise.Count == 0)
        {
            return null;
        }

        var inner = new CompileFrame(new Symbols(frame.Symbols), loopFrame.Function, frame.Escape);
        new SymbolFinder(inner.Symbols).VisitAll(loop.Otherwise);
        return [Enter(inner), .. Body(loop.Otherwise, inner), Leave(inner)];
    }

    private LoopFilter LoopFilter(ForStatement loop, CompileFrame frame)
    {
        var inner = frame.InnerFunction();
        new SymbolFinder(inner.Symbols).VisitLoop(loop.Target, [loop.Test!]);
        var enter = Enter(inner);
        return new LoopFilter(inner.Function.Size, Target(loop.Target, inner), Compile(AsValue(loop.Target), inner), enter, Compile(loop.Test!, inner));
    }

    private static Expression AsValue(Expression target) => target switch
    {
        NameExpression name => new NameExpression(name.Line, name.Name, NameUse.Load),
        TupleExpression tuple => new TupleExpression(tuple.Line, tuple.Items.ConvertAll(AsValue)),
        _ => target,
    };

    private static bool StoresLoop(Syntax.Syntax node) =>
        node is NameExpression { Use: NameUse.Store, Name: "loop" } || node.Children.Any(StoresLoop);

    private SetStep Set(SetStatement set, CompileFrame frame) =>
        new(set.Line, Target(set.Target, frame), Namespaces(set.Target, frame), Compile(set.Value, frame));

    private SetBlockStep SetBlock(SetBlockStatement set, CompileFrame frame)
    {
        var inner = frame.Inner();
        new SymbolFinder(inner.Symbols).VisitAll(set.Body);
        var captured = frame.Function.Fresh();
        Step[] body = [Enter(inner), .. Body(set.Body, inner)];
        var filter = set.Filter is null ? null : Compile(set.Filter, inner with { Captured = new Slot(0, captured) });
        return new SetBlockStep(set.Line, body, captured, Target(set.Target, frame), Namespaces(set.Target, frame), filter);
    }

    private SequenceStep With(WithStatement with, CompileFrame frame)
    {
        var inner = frame.Inner();
        new SymbolFinder(inner.Symbols).VisitAll([.. with.Values.Select(v => v.Target), .. with.Body]);
        return new SequenceStep(
        [
            Enter(inner),
            .. with.Values.Select(v => new StoreStep(with.Line, Target(v.Target, inner), Compile(v.Value, frame))),
            .. Body(with.Body, inner),
            Leave(inner),
        ]);
    }

    private SequenceStep CallBlock(CallStatement call, CompileFrame frame)
    {
        var caller = frame.Function.Fresh();
        return new SequenceStep(
        [
            new MacroStep(Shape(call, frame), caller),
            new RawPrintStep(call.Line, Call(call.Call, frame, new Slot(0, caller))),
        ]);
    }

    private FilterBlockStep FilterBlock(FilterStatement filter, CompileFrame frame)
    {
        var inner = frame.Inner();
        new SymbolFinder(inner.Symbols).VisitAll([.. filter.Body, filter.Filter]);
        var captured = frame.Function.Fresh();
        Step[] body = [Enter(inner), .. Body(filter.Body, inner)];
        var print = new RawPrintStep(filter.Line, Compile(filter.Filter, inner with { Captured = new Slot(0, captured) }));
        return new FilterBlockStep(filter.Line, body, captured, print);
    }

    private AutoescapeStep Autoescape(AutoescapeStatement autoescape, CompileFrame frame)
    {
        var inner = frame.Inner();
        new SymbolFinder(inner.Symbols).VisitAll([autoescape.Enabled, .. autoescape.Body]);
        var enter = Enter(inner);
        var enabled = Compile(autoescape.Enabled, inner);
        var escape = enabled is ConstNode { Value: var constant }
            ? Values.PythonText.Truth(constant) ? EscapeMode.Always : EscapeMode.Never
            : EscapeMode.AsSet;
        return new AutoescapeStep(new WithScope(enter, enabled), Body(autoescape.Body, inner with { Escape = frame.Escape == EscapeMode.AsSet ? EscapeMode.AsSet : escape }));
    }

    private MacroShape Shape(CallableStatement macro, CompileFrame frame)
    {
        var inner = frame.InnerFunction();
        var symbols = inner.Symbols;
        new SymbolFinder(symbols).VisitAll(macro.OwnChildren);
        var special = UndeclaredNames.Find(macro.Body, "caller", "kwargs", "varargs");
        var parameters = macro.Parameters.ConvertAll(p => p.Name);
        var callerAt = parameters.IndexOf("caller");
        if (special.Contains("caller") && callerAt >= 0 && callerAt < parameters.Count - macro.Defaults.Count)
        {
            throw new JinjaSyntaxException("When defining macros or call blocks the special \"caller\" argument must be omitted or be given a default.", macro.Line, Template);
        }

        var takesCaller = special.Contains("caller");
        var takesNamed = special.Contains("kwargs") && !parameters.Contains("kwargs");
        var takesMore = special.Contains("varargs") && !parameters.Contains("varargs");
        List<string> names = [.. parameters];
        names.AddRange(takesCaller && callerAt < 0 ? ["caller"] : []);
        names.AddRange(takesNamed ? ["kwargs"] : []);
        names.AddRange(takesMore ? ["varargs"] : []);
        var slots = names.ConvertAll(n => inner.Function.Local(n is "caller" or "kwargs" or "varargs" && !parameters.Contains(n) ? symbols.DeclareParameter(n) : symbols.Reference(n)));
        new SymbolFinder(symbols).VisitAll(macro.OwnChildren);
        var enter = Enter(inner);
        var firstDefault = parameters.Count - macro.Defaults.Count;
        var defaults = parameters.Select((_, i) => i >= firstDefault ? Compile(macro.Defaults[i - firstDefault], inner) : null).ToArray();
        var body = new MacroBody([.. slots], [.. parameters], enter, defaults, Body(macro.Body, inner), inner.Function.Size);
        return new MacroShape(macro.Name, [.. parameters], takesNamed, takesMore, takesCaller, body.Run);
    }

    private static Target Target(Expression target, CompileFrame frame) => target switch
    {
        NameExpression name => new SlotTarget(frame.Function.Local(frame.Symbols.Reference(name.Name))),
        TupleExpression tuple => new TupleTarget([.. tuple.Items.Select(i => Target(i, frame))]),
        NamespaceTarget name => Namespace(name, frame),
        _ => throw new InvalidOperationException($"{target.GetType().Name} cannot be assigned to."),
    };

    private static AttributeTarget Namespace(NamespaceTarget name, CompileFrame frame) =>
        new(frame.Function.Find(frame.Symbols.Reference(name.Name)), name.Attribute);

    private static AttributeTarget[] Namespaces(Expression target, CompileFrame frame) => target switch
    {
        NamespaceTarget name => [Namespace(name, frame)],
        TupleExpression tuple => [.. tuple.Items.SelectMany(i => Namespaces(i, frame))],
        _ => [],
    };

    private EnterScope Enter(CompileFrame frame)
    {
        List<(int, string)> resolved = [];
        List<(int, Slot)> aliases = [];
        List<int> undefined = [];
        foreach (var (variable, load) in frame.Symbols.Loads)
        {
            switch (load.Kind)
            {
                case LoadKind.Resolve:
                    resolved.Add((frame.Function.Local(variable), load.Source.Name));
                    if (!Globals.All.ContainsKey(load.Source.Name))
                    {
                        undeclared.Add(load.Source.Name);
                    }

                    break;
                case LoadKind.Alias:
                    aliases.Add((frame.Function.Local(variable), frame.Function.Find(load.Source)));
                    break;
                case LoadKind.Undefined:
                    undefined.Add(frame.Function.Local(variable));
                    break;
            }
        }

        return new EnterScope([.. resolved], [.. aliases], [.. undefined]);
    }

    private static LeaveScope Leave(CompileFrame frame) => new([.. frame.Symbols.Loads.Keys.Select(frame.Function.Local)]);
}
