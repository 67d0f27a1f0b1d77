using System.Text.Json.Serialization;

namespace Gyre.Flows.Schemas;

/// <summary>The shapes of files whose keys are written like_this.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    NumberHandling = JsonNumberHandling.Strict,
    RespectNullableAnnotations = true)]
[JsonSerializable(typeof(DagShape))]
[JsonSerializable(typeof(FlexShape))]
[JsonSerializable(typeof(PromptyV1Shape))]
[JsonSerializable(typeof(RunShape))]
[JsonSerializable(typeof(ConnectionShape))]
[JsonSerializable(typeof(WorkspaceShape))]
[JsonSerializable(typeof(ModelFileShape))]
[JsonSerializable(typeof(IReadOnlyDictionary<string, ToolShape>))]
[JsonSerializable(typeof(ChatGroupShape))]
[JsonSerializable(typeof(AssistantShape))]
internal sealed partial class SnakeCaseShapes : JsonSerializerContext;

/// <summary>The shapes of files whose keys are written likeThis.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    NumberHandling = JsonNumberHandling.Strict,
    RespectNullableAnnotations = true)]
[JsonSerializable(typeof(PromptyV2Shape))]
internal sealed partial class CamelCaseShapes : JsonSerializerContext;
