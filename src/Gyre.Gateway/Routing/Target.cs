using System.Text.Json;
using Gyre.Gateway.Routing.Health;
using Gyre.Models.Catalog;
using Gyre.Models.Connections;

namespace Gyre.Gateway.Routing;

/// <summary>One way to a model, at its place in a pool. Immutable but for its <see cref="Health"/>.</summary>
public sealed class Target
{
    private byte[]? modelJson;

    /// <summary>The deployment's name, or <c>connection/model</c> where it was written in the pool itself.</summary>
    public required string Name { get; init; }

    /// <summary>The provider's connection, as listed: references and secrets are not filled.</summary>
    public required Connection Connection { get; init; }

    /// <summary>What the provider calls it: a model, or an Azure deployment.</summary>
    public required string Model { get; init; }

    /// <summary>The model behind a deployment's own name, for prices and capabilities; null where <see cref="Model"/> says it.</summary>
    public string? BaseModel { get; init; }

    /// <summary>What the catalog knows of <see cref="BaseModel"/>; null where none is written.</summary>
    public CatalogModel? Behind { get; init; }

    /// <summary>Where the data is processed; null where it is not known, which fits no constraint.</summary>
    public string? Region { get; init; }

    /// <summary>Whether the capacity is paid for whether used or not (provisioned throughput): a call costs nothing more.</summary>
    public bool Reserved { get; init; }

    /// <summary>Most requests at a time from this node.</summary>
    public int Concurrency { get; init; } = int.MaxValue;

    /// <summary>Whether prompts are marked for the provider's own cache where the client did not.</summary>
    public bool MarksPrompt { get; init; }

    /// <summary>Lower tiers are asked first.</summary>
    public int Tier { get; init; } = 1;

    /// <summary>Share within the tier, 1 to 1000.</summary>
    public int Weight { get; init; } = 1;

    /// <summary>Complete: nothing in it is null.</summary>
    public Timeouts Timeouts { get; init; } = Timeouts.Default;

    /// <summary>What is known of it; shared with the same (connection, model) elsewhere.</summary>
    public required TargetHealth Health { get; init; }

    /// <summary>The same on every node and after every restart.</summary>
    internal ulong Hash { get; init; }

    /// <summary><see cref="Model"/> as JSON text, to be put into requests.</summary>
    internal ReadOnlyMemory<byte> ModelJson => modelJson ??= JsonSerializer.SerializeToUtf8Bytes(Model);

    /// <inheritdoc/>
    public override string ToString() => Name;
}
