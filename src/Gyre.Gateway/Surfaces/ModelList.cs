using System.Text.Json;
using Gyre.Gateway.Callers;
using Gyre.Gateway.Forwarding;
using Gyre.Gateway.Routing;
using Gyre.Models.Dialects;
using Gyre.Models.Providers;
using Microsoft.AspNetCore.Http;

namespace Gyre.Gateway.Surfaces;

/// <summary>The models a caller may use, in the vendors' own lists.</summary>
internal sealed class ModelList(RouteFolder routes, Doorkeeper keeper)
{
    /// <summary><c>GET /v1/models</c>.</summary>
    public Task OfOpenAiAsync(HttpContext http) => AnswerAsync(http, Dialect.OpenAi, (json, caller) =>
    {
        json.WriteStartObject();
        json.WriteString("object", "list");
        json.WriteStartArray("data");
        foreach (var name in Names(caller))
        {
            One(json, name);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    });

    /// <summary><c>GET /v1/models/{model}</c>.</summary>
    public Task OneOfOpenAiAsync(HttpContext http, string model)
    {
        var (caller, refusal) = keeper.Check(http.Request);

        // A caller that may not use the model does not learn whether there is one.
        refusal ??= caller.CheckModel(model);
        if (refusal is not null)
        {
            return VendorJson.RefuseAsync(http, Dialect.OpenAi, refusal);
        }

        var table = routes.Current;
        return table.Find(model) is not null
            ? VendorJson.WriteAsync(http, json => One(json, model))
            : ClientError.WriteAsync(
                http.Response,
                ChatDialects.Of(Dialect.OpenAi),
                FailureCauses.UnknownModel,
                new ProviderError(ErrorKind.NotFound, 404, table.NotFound(model, caller.Scopes.AllowsModel).Message) { Code = "model_not_found", Field = "model" });
    }

    /// <summary><c>GET /v1beta/models</c>.</summary>
    public Task OfGeminiAsync(HttpContext http) => AnswerAsync(http, Dialect.Gemini, (json, caller) =>
    {
        json.WriteStartObject();
        json.WriteStartArray("models");
        foreach (var name in Names(caller))
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

    private IEnumerable<string> Names(Caller caller) => routes.Current.Names.Where(caller.Scopes.AllowsModel);

    private Task AnswerAsync(HttpContext http, Dialect dialect, Action<Utf8JsonWriter, Caller> write)
    {
        var (caller, refusal) = keeper.Check(http.Request);
        return refusal is not null ? VendorJson.RefuseAsync(http, dialect, refusal) : VendorJson.WriteAsync(http, json => write(json, caller));
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
}
