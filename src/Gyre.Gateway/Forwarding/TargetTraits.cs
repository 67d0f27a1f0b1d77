using System.Runtime.CompilerServices;
using Gyre.Gateway.Routing;
using Gyre.Models.Catalog;
using Gyre.Models.Dialects;
using Gyre.Models.Providers;

namespace Gyre.Gateway.Forwarding;

/// <summary>What the catalog knows of the models behind targets, looked up once for each.</summary>
internal sealed class TargetTraits(ModelCatalog catalog)
{
    private readonly ConditionalWeakTable<Target, ModelTraits> known = [];

    /// <summary>For the translation of calls to a target.</summary>
    public ModelTraits Of(Target target, IModelProvider provider) =>
        known.TryGetValue(target, out var traits) ? traits : known.GetValue(target, t => catalog.TraitsOf(t.Connection, t.BaseModel ?? t.Model, provider.Traits, t.Behind));
}
