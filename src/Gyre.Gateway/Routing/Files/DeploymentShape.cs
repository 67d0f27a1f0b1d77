using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Gyre.Workspace.Schemas;

namespace Gyre.Gateway.Routing.Files;

/// <summary>What a deployment and a target written in a pool have in common.</summary>
internal abstract record WayShape
{
    [Description("The connection that leads to the provider.")]
    public string? Connection { get; init; }

    [Description("What the provider calls it: a model, or the name of an Azure deployment.")]
    public string? Model { get; init; }

    [Description("The model behind a deployment's own name, for prices and capabilities.")]
    public string? BaseModel { get; init; }

    [Description("Where the data is processed.")]
    public string? Region { get; init; }

    [Description("Capacity that is paid for whether used or not (provisioned throughput): a call costs nothing more.")]
    public bool? Reserved { get; init; }

    [Description("Most requests at a time from one node.")]
    [Range(1, 1_000_000)]
    public int? Concurrency { get; init; }

    [Description("How long to wait for what.")]
    public TimeoutsShape? Timeouts { get; init; }

    [Description("Auto marks the prompt for the provider's own cache where the client did not; off where absent.")]
    [AllowedValues("auto", "off")]
    public string? PromptCache { get; init; }
}

/// <summary><c>gateway/*.yaml</c> with <c>kind: deployment</c>.</summary>
internal sealed record DeploymentShape : WayShape
{
    [Description("Where the schema of this file is, for editors.")]
    [JsonPropertyName("$schema")]
    public string? Schema { get; init; }

    [Description("What this file defines.")]
    [AllowedValues("deployment")]
    public required string Kind { get; init; }

    [Description("What callers ask for.")]
    public required string Name { get; init; }

    [Description("What it is for.")]
    public string? Description { get; init; }

    [Description("Gives an answer again to the same request; never where absent.")]
    public CacheShape? Cache { get; init; }
}

/// <summary>When answers are given again.</summary>
internal sealed record CacheShape
{
    [Description("How long an answer is given again: seconds, or 30s, 10m, 2h.")]
    [OrText]
    public required double? Ttl { get; init; }

    [Description("For every request, or only for those that ask by the header x-gyre-cache: on; always where absent.")]
    [AllowedValues("always", "asked")]
    public string? When { get; init; }
}

/// <summary>How long to wait for what.</summary>
internal sealed record TimeoutsShape
{
    [Description("Until a connection stands: seconds, or 500ms, 10s, 2m.")]
    [OrText]
    public double? Connect { get; init; }

    [Description("From sending to the first token of a stream, or to the answer where it is not one.")]
    [OrText]
    public double? FirstToken { get; init; }

    [Description("Between two pieces of the answer.")]
    [OrText]
    public double? Idle { get; init; }

    [Description("The whole request with all its tries.")]
    [OrText]
    public double? Total { get; init; }
}
