using System.Text.Json;
using Gyre.Gateway.Callers;
using Gyre.Gateway.Routing;
using Microsoft.AspNetCore.Http;

namespace Gyre.Gateway.Surfaces;

/// <summary>The models a caller may use, in the vendors' own lists.</summary>
internal sealed class ModelList(RouteFolder routes, CallerDirectory callers, GatewayOptions options)
{
    /// <summary><c>GET /v1/models</c>.</summary>
    public Task OfOpenAiAsync(HttpContext http) => WriteAsync(http, json =>
    {
        json.WriteStartObject();
        json.WriteString("object", "list");
        json.WriteStartArray("data");
        foreach (var name in Names(http))
        {
            One(json, name);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    });

    /// <summary><c>GET /v1/models/{model}</c>.</summary>
    public Task OneOfOpenAiAsync(HttpContext http, string model)
    {
        if (routes.Current.Find(model) is not null)
        {
            return WriteAsync(http, json => One(json, model));
        }

        http.Response.StatusCode = StatusCodes.Status404NotFound;
        return WriteAsync(http, json =>
        {
            json.WriteStartObject();
            json.WriteStartObject("error");
            json.WriteString("message", routes.Current.NotFound(model).Message);
            json.WriteString("type", "invalid_request_error");
            json.WriteString("param", "model");
            json.WriteString("code", "model_not_found");
            json.WriteEndObject();
            json.WriteEndObject();
        });
    }

    /// <summary><c>GET /v1beta/models</c>.</summary>
    public Task OfGeminiAsync(HttpContext http) => WriteAsync(http, json =>
    {
        json.WriteStartObject();
        json.WriteStartArray("models");
        foreach (var name in Names(http))
        {
            json.WriteStartObject();
            json.WriteString("name", "models/" + name);
            json.WriteString("displayName", name);
            json.WriteStartArray("supportedGenerationMethods");
            json.WriteStringValue("generateContent");
            json.WriteStringValue("streamGenerateContent");
            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    });

    private IEnumerable<string> Names(HttpContext http)
    {
        var caller = callers.Find(PresentedKey.Of(http.Request));
        return caller is null && (options.RequireKey || callers.HasKeys)
            ? []
            : routes.Current.Names.Where(name => caller?.Scopes.AllowsModel(name) != false);
    }

    private static void One(Utf8JsonWriter json, string name)
    {
        json.WriteStartObject();
        json.WriteString("id", name);
        json.WriteString("object", "model");
        json.WriteNumber("created", 0);
        json.WriteString("owned_by", "gyre");
        json.WriteEndObject();
    }

    private static async Task WriteAsync(HttpContext http, Action<Utf8JsonWriter> write)
    {
        http.Response.ContentType = "application/json";
        await using var json = new Utf8JsonWriter(http.Response.BodyWriter);
        write(json);
    }
}
