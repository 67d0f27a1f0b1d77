using System.Collections.Concurrent;
using System.ComponentModel.DataAnnotations;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Gyre.Gateway.Usage;
using Gyre.Gateway.Usage.Calls;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.AspNetCore.Mvc.Infrastructure;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.OpenApi;

namespace Gyre.Server.OpenApi;

/// <summary>The document of Gyre's own API, written from its routes and types: what clients are generated from.</summary>
internal static class ApiDocument
{
    /// <summary>Where it is served.</summary>
    public const string Path = "/api/v1/openapi.json";

    private const string Name = "v1";

    private const string Key = "key";

    // Types by the names that the document has for them.
    private static readonly ConcurrentDictionary<string, Type> Named = new(StringComparer.Ordinal);

    public static IServiceCollection AddApiDocument(this IServiceCollection services) => services.AddOpenApi(Name, document =>
    {
        document.CreateSchemaReferenceId = NameOf;
        document.OpenApiVersion = OpenApiSpecVersion.OpenApi3_1;
        document.ShouldInclude = route => route.RelativePath?.StartsWith("api/v1/", StringComparison.Ordinal) == true;
        document.AddDocumentTransformer((api, context, _) => Describe(api, context));
        document.AddOperationTransformer((operation, context, _) => Complete(operation, context));
        document.AddSchemaTransformer((schema, context, _) => Narrow(schema, context));
    });

    public static void MapApiDocument(this WebApplication web) => web.MapOpenApi(Path);

    private static Task Describe(OpenApiDocument api, OpenApiDocumentTransformerContext context)
    {
        api.Info = new OpenApiInfo
        {
            Title = "Gyre",
            Version = Name,
            Description = "Administration of a Gyre server. Models are called by the vendors' own addresses, which are not described here.",
        };

        // Wherever it was read from.
        api.Servers = [];
        api.Components ??= new OpenApiComponents();
        api.AddComponent<IOpenApiSecurityScheme>(Key, new OpenApiSecurityScheme
        {
            Type = SecuritySchemeType.Http,
            Scheme = "bearer",
            Description = "A key made with `gyre key create --endpoints admin`. None is needed from the same machine before the first key is made.",
        });
        Explain(api, context.ApplicationServices.GetRequiredService<IOptions<JsonOptions>>().Value.SerializerOptions);
        api.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(Key, api)] = [] }, []];
        return Task.CompletedTask;
    }

    private static Task Complete(OpenApiOperation operation, OpenApiOperationTransformerContext context)
    {
        if (operation.OperationId is UsageEndpoints.ReportName or CallEndpoints.ListName)
        {
            foreach (var filter in UsageDimension.Filters)
            {
                operation.Parameters!.Add(new OpenApiParameter
                {
                    Name = filter.Field,
                    In = ParameterLocation.Query,
                    Description = $"Only calls with this {filter.Word.Replace('-', ' ')}, or one of these; empty for calls that have none.",
                    Schema = new OpenApiSchema { Type = JsonSchemaType.Array, Items = new OpenApiSchema { Type = JsonSchemaType.String } },
                });
            }

        }

        if (operation.OperationId == UsageEndpoints.ReportName)
        {
            operation.Responses!["200"].Content!["text/csv"].Schema = new OpenApiSchema { Type = JsonSchemaType.String };
        }

        return Task.CompletedTask;
    }

    // The generator would describe one type by the other's fields.
    private static string? NameOf(JsonTypeInfo type)
    {
        var name = OpenApiOptions.CreateDefaultSchemaReferenceId(type);
        var plain = Nullable.GetUnderlyingType(type.Type) ?? type.Type;
        return name is null || Named.GetOrAdd(name, plain) is var first && first == plain
            ? name
            : throw new InvalidOperationException($"{plain} and {first} would have one name in the document of the API. Rename one of them.");
    }

    // What the types say and the generator does not read.
    private static Task Narrow(OpenApiSchema schema, OpenApiSchemaTransformerContext context)
    {
        var type = context.JsonTypeInfo.Type;
        if (type == typeof(JsonObject))
        {
            schema.Type = JsonSchemaType.Object;
            schema.AdditionalProperties = new OpenApiSchema();
        }
        else if (type == typeof(decimal) || type == typeof(decimal?))
        {
            // Money is exact.
            schema.Format = null;
        }

        var attributes = context.JsonPropertyInfo?.AttributeProvider ?? (context.ParameterDescription?.ParameterDescriptor as IParameterInfoParameterDescriptor)?.ParameterInfo;
        if (attributes?.GetCustomAttributes(typeof(JsonIgnoreAttribute), inherit: true) is [JsonIgnoreAttribute { Condition: JsonIgnoreCondition.WhenWritingNull }])
        {
            schema.Type &= ~JsonSchemaType.Null;
        }

        if (attributes?.GetCustomAttributes(typeof(AllowedValuesAttribute), inherit: true) is [AllowedValuesAttribute words])
        {
            schema.Enum = [.. words.Values.Select(w => (JsonNode)w!.ToString()!), .. schema.Type?.HasFlag(JsonSchemaType.Null) == true ? [JsonNullSentinel.JsonNull] : Array.Empty<JsonNode>()];
        }

        // The framework has done so for public types.
        schema.Description ??= context.JsonPropertyInfo is null && context.ParameterDescription is null ? ApiComments.Of(type) : null;
        return Task.CompletedTask;
    }

    // Last of all: beside a reference that may be null the framework leaves no place for what is said of a property.
    private static void Explain(OpenApiDocument api, JsonSerializerOptions json)
    {
        foreach (var (name, schema) in api.Components?.Schemas ?? new Dictionary<string, IOpenApiSchema>(StringComparer.Ordinal))
        {
            foreach (var property in Named.TryGetValue(name, out var type) ? json.GetTypeInfo(type).Properties : [])
            {
                if (schema.Properties?.TryGetValue(property.Name, out var shown) == true && property.AttributeProvider is PropertyInfo told && ApiComments.Of(told) is { } text)
                {
                    shown.Description = text;
                }
            }
        }
    }
}
