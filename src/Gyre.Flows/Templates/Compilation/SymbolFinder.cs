using Gyre.Flows.Templates.Syntax;

namespace Gyre.Flows.Templates.Compilation;

/// <summary>Walks a scope and notes which names it reads and sets; inner scopes are left for their own turn.</summary>
internal sealed class SymbolFinder(Symbols symbols)
{
    private Symbols symbols = symbols;

    public void VisitAll(IEnumerable<Syntax.Syntax> nodes)
    {
        foreach (var node in nodes)
        {
            Visit(node);
        }
    }

    /// <summary>The target and body of a loop, as the loop's own scope sees them.</summary>
    public void VisitLoop(Expression target, IEnumerable<Syntax.Syntax> rest)
    {
        VisitTarget(target);
        VisitAll(rest);
    }

    private void VisitTarget(Syntax.Syntax node)
    {
        if (node is NameExpression name)
        {
            symbols.DeclareParameter(name.Name);
            return;
        }

        foreach (var child in node.Children)
        {
            VisitTarget(child);
        }
    }

    private void Visit(Syntax.Syntax node)
    {
        switch (node)
        {
            case NameExpression name:
                VisitName(name);
                break;
            case NamespaceTarget target:
                symbols.LoadName(target.Name);
                break;
            case IfStatement statement:
                VisitIf(statement);
                break;
            case MacroStatement macro:
                symbols.Store(macro.Name!);
                break;
            case SetStatement set:
                Visit(set.Value);
                Visit(set.Target);
                break;
            case ForStatement loop:
                Visit(loop.Iterable);
                break;
            case CallStatement call:
                Visit(call.Call);
                break;
            case FilterStatement filter:
                Visit(filter.Filter);
                break;
            case WithStatement with:
                VisitAll(with.Values.Select(v => v.Value));
                break;
            case SetBlockStatement set:
                Visit(set.Target);
                break;
            case AutoescapeStatement:
                break;
            default:
                VisitAll(node.Children);
                break;
        }
    }

    private void VisitName(NameExpression name)
    {
        switch (name.Use)
        {
            case NameUse.Load:
                symbols.LoadName(name.Name);
                break;
            case NameUse.Store:
                symbols.Store(name.Name);
                break;
            default:
                symbols.DeclareParameter(name.Name);
                break;
        }
    }

    private void VisitIf(IfStatement statement)
    {
        Visit(statement.Branches[0].Test);
        var body = Branch(() => VisitAll(statement.Branches[0].Body));
        var elifs = Branch(() =>
        {
            foreach (var branch in statement.Branches.Skip(1))
            {
                Visit(branch.Test);
                var inner = Branch(() => VisitAll(branch.Body));
                symbols.Join(inner, symbols.Copy(), symbols.Copy());
            }
        });
        var otherwise = Branch(() => VisitAll(statement.Otherwise));
        symbols.Join(body, elifs, otherwise);
    }

    private Symbols Branch(Action visit)
    {
        var outer = symbols;
        symbols = outer.Copy();
        visit();
        var branch = symbols;
        symbols = outer;
        return branch;
    }
}
