using System.Text.Json;
using Gyre.Gateway.Forwarding;
using Gyre.Gateway.Routing;
using Gyre.Models.Catalog;
using Gyre.Models.Dialects;
using Gyre.Models.Providers;
using Gyre.Wire.Json;
using Microsoft.AspNetCore.Http;

namespace Gyre.Gateway.Surfaces;

/// <summary>What Ollama's clients ask about models before they talk to one: the list, what one can do, and the version of the interface.</summary>
internal sealed class OllamaModels(RouteFolder routes, Doorkeeper keeper, ModelCatalog catalog)
{
    // Of the interface that is served: clients compare it with the version that brought a field.
    private const string Version = "0.12.6";

    private const string NoDigest = "0000000000000000000000000000000000000000000000000000000000000000";

    private const int LongestQuestion = 16 * 1024;

    // Clients sort by it, and of a provider's model nothing better is known.
    private static readonly DateTimeOffset Unknown = DateTimeOffset.UnixEpoch;

    /// <summary><c>GET /api/version</c>; it tells nothing of models, so it needs no key.</summary>
    public static Task OfVersionAsync(HttpContext http) => VendorJson.WriteAsync(http, json =>
    {
        json.WriteStartObject();
        json.WriteString("version", Version);
        json.WriteEndObject();
    });

    /// <summary><c>GET /api/tags</c>.</summary>
    public Task ListAsync(HttpContext http)
    {
        var (caller, refusal) = keeper.Check(http.Request);
        return refusal is not null ? VendorJson.RefuseAsync(http, Dialect.Ollama, refusal) : VendorJson.WriteAsync(http, json =>
        {
            json.WriteStartObject();
            json.WriteStartArray("models");
            foreach (var name in routes.Current.Names.Where(caller.Scopes.AllowsModel))
            {
                json.WriteStartObject();
                json.WriteString("name", name);
                json.WriteString("model", name);
                json.WriteString("modified_at", Unknown);
                json.WriteNumber("size", 0);
                json.WriteString("digest", NoDigest);
                Details(json);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        });
    }

    /// <summary><c>POST /api/show</c>.</summary>
    public async Task ShowAsync(HttpContext http)
    {
        var (caller, refusal) = keeper.Check(http.Request);
        var asked = refusal is null ? await AskedAsync(http) : "";
        refusal ??= asked.Length == 0
            ? new Admission.Refusal(FailureCauses.BadRequest, null, "The request names no model: say which one in 'model'.", null)
            : caller.CheckModel(asked);
        if (refusal is null && routes.Current.Find(asked) is null)
        {
            refusal = new Admission.Refusal(FailureCauses.UnknownModel, null, routes.Current.NotFound(asked, caller.Scopes.AllowsModel).Message, null);
        }

        await (refusal is not null ? VendorJson.RefuseAsync(http, Dialect.Ollama, refusal) : VendorJson.WriteAsync(http, json => Show(json, routes.Current.Find(asked)!.Targets[0])));
    }

    private static async Task<string> AskedAsync(HttpContext http)
    {
        using var body = await RequestBody.ReadAsync(http.Request.BodyReader, http.Request.ContentLength, LongestQuestion, http.RequestAborted);
        try
        {
            return body is null ? "" : JsonElement.Parse(body.Span) is var question && question.Text("model") is { Length: > 0 } model ? model : question.Text("name") ?? "";
        }
        catch (JsonException)
        {
            return "";
        }
    }

    private static void Details(Utf8JsonWriter json)
    {
        json.WriteStartObject("details");
        json.WriteString("parent_model", "");
        json.WriteString("format", "");
        json.WriteString("family", "");
        json.WriteStartArray("families");
        json.WriteEndArray();
        json.WriteString("parameter_size", "");
        json.WriteString("quantization_level", "");
        json.WriteEndObject();
    }

    private static IEnumerable<string> Capabilities(CatalogModel? model)
    {
        if (model?.Kind == ModelKind.Embedding)
        {
            yield return "embedding";
            yield break;
        }

        yield return "completion";

        // Of a model that no catalog knows nobody says it could not.
        if (model is null or { Capabilities.Count: 0 } || model.Capabilities.Contains(ModelCapability.Tools))
        {
            yield return "tools";
        }

        if (model?.Inputs.Contains(Modality.Image) == true)
        {
            yield return "vision";
        }

        if (model?.Capabilities.Contains(ModelCapability.Reasoning) == true)
        {
            yield return "thinking";
        }
    }

    private void Show(Utf8JsonWriter json, Target target)
    {
        var model = target.Behind ?? catalog.Find(catalog.ProviderOf(target.Connection), target.Model);
        json.WriteStartObject();
        json.WriteString("license", model?.Licence ?? "");
        json.WriteString("modelfile", "");
        json.WriteString("parameters", "");
        json.WriteString("template", "");
        Details(json);

        // Clients look for the length under the name of the architecture.
        json.WriteStartObject("model_info");
        json.WriteString("general.architecture", "gyre");
        json.WriteString("general.basename", model?.Id ?? target.Model);
        if (model?.Context is { } context)
        {
            json.WriteNumber("gyre.context_length", context);
        }

        if (model?.Dimensions is { } dimensions)
        {
            json.WriteNumber("gyre.embedding_length", dimensions);
        }

        json.WriteEndObject();
        json.WriteStartArray("capabilities");
        foreach (var capability in Capabilities(model))
        {
            json.WriteStringValue(capability);
        }

        json.WriteEndArray();
        json.WriteString("modified_at", Unknown);
        json.WriteEndObject();
    }
}
