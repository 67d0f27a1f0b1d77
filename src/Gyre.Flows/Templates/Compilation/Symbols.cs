namespace Gyre.Flows.Templates.Compilation;

/// <summary>A variable of one scope: Jinja2's <c>l_1_name</c>.</summary>
internal readonly record struct Variable(int Level, string Name);

internal enum LoadKind
{
    Parameter,
    Resolve,
    Alias,
    Undefined,
}

/// <summary>How a variable gets its value when its scope is entered.</summary>
internal readonly record struct Load(LoadKind Kind, Variable Source);

/// <summary>The names of one scope, found before it is compiled. A translation of Jinja2's idtracking, since every oddity of its scopes is visible to templates.</summary>
internal sealed class Symbols(Symbols? parent)
{
    private Dictionary<string, Variable> references = new(StringComparer.Ordinal);
    private HashSet<string> stores = new(StringComparer.Ordinal);

    public int Level { get; } = parent is null ? 0 : parent.Level + 1;

    public OrderedDictionary<Variable, Load> Loads { get; private set; } = [];

    public Variable Reference(string name) => Find(name) ?? throw new InvalidOperationException($"The name {name} is unknown to its scope.");

    public Variable? Find(string name) =>
        references.TryGetValue(name, out var variable) ? variable : parent?.Find(name);

    public Symbols Copy() => new(parent)
    {
        references = new(references, StringComparer.Ordinal),
        stores = new(stores, StringComparer.Ordinal),
        Loads = new(Loads),
    };

    public void Store(string name)
    {
        stores.Add(name);
        if (references.ContainsKey(name))
        {
            return;
        }

        Define(name, parent?.Find(name) is { } outer ? new Load(LoadKind.Alias, outer) : new Load(LoadKind.Undefined, default));
    }

    public Variable DeclareParameter(string name)
    {
        stores.Add(name);
        return Define(name, new Load(LoadKind.Parameter, default));
    }

    public void LoadName(string name)
    {
        if (Find(name) is null)
        {
            Define(name, new Load(LoadKind.Resolve, new Variable(0, name)));
        }
    }

    /// <summary>Joins what the branches of an <c>if</c> did: a name that only some of them set starts with its outer value.</summary>
    public void Join(params ReadOnlySpan<Symbols> branches)
    {
        HashSet<string> added = new(StringComparer.Ordinal);
        foreach (var branch in branches)
        {
            added.UnionWith(branch.stores);
        }

        added.ExceptWith(stores);
        foreach (var branch in branches)
        {
            foreach (var (name, variable) in branch.references)
            {
                references[name] = variable;
            }

            foreach (var (variable, load) in branch.Loads)
            {
                Loads[variable] = load;
            }

            stores.UnionWith(branch.stores);
        }

        foreach (var name in added)
        {
            Loads[Reference(name)] = parent?.Find(name) is { } outer
                ? new Load(LoadKind.Alias, outer)
                : new Load(LoadKind.Resolve, new Variable(0, name));
        }
    }

    /// <summary>Every name that was set here or outside, as an included template sees it.</summary>
    public Dictionary<string, Variable> VisibleStores()
    {
        Dictionary<string, Variable> visible = [];
        for (var scope = this; scope is not null; scope = scope.Outer)
        {
            foreach (var name in scope.stores)
            {
                visible.TryAdd(name, Reference(name));
            }
        }

        return visible;
    }

    private Symbols? Outer => parent;

    private Variable Define(string name, Load load)
    {
        var variable = new Variable(Level, name);
        references[name] = variable;
        Loads[variable] = load;
        return variable;
    }
}
