using Gyre.Flows.Templates.Syntax;

namespace Gyre.Flows.Templates.Compilation;

/// <summary>Which of some special names (<c>loop</c>, <c>caller</c>, <c>varargs</c>, <c>kwargs</c>, <c>self</c>) a piece of template reads before it sets them.</summary>
internal static class UndeclaredNames
{
    public static HashSet<string> Find(IEnumerable<Syntax.Syntax> nodes, params ReadOnlySpan<string> names)
    {
        var wanted = new HashSet<string>(names.ToArray(), StringComparer.Ordinal);
        HashSet<string> found = new(StringComparer.Ordinal);
        foreach (var node in nodes)
        {
            Visit(node);
        }

        return found;

        void Visit(Syntax.Syntax node)
        {
            if (node is NameExpression name)
            {
                if (name.Use == NameUse.Load && wanted.Contains(name.Name))
                {
                    found.Add(name.Name);
                }
                else
                {
                    wanted.Remove(name.Name);
                }
            }

            foreach (var child in node.Children)
            {
                Visit(child);
            }
        }
    }
}
