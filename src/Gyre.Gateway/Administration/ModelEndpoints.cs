using System.ComponentModel;
using System.Globalization;
using Gyre.Kernel;
using Gyre.Models.Catalog;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Gyre.Gateway.Administration;

/// <summary><c>/api/v1/models</c>: the catalog, whether or not a connection reaches a model.</summary>
public static class ModelEndpoints
{
    private const string Moment = "At the prices of this day or moment (2026-11-21, 2026-11-21T08:00Z); now where absent.";

    /// <summary>Maps them; they need <see cref="AccountsEndpoints.AddAccounts"/> and, once there are keys, a key with the <c>admin</c> scope.</summary>
    /// <param name="routes">Where.</param>
    /// <param name="catalog">The workspace's.</param>
    /// <param name="time">The clock.</param>
    public static IEndpointRouteBuilder MapModels(this IEndpointRouteBuilder routes, ModelCatalog catalog, TimeProvider time)
    {
        var models = routes.MapAdministration("Models").MapGroup("/models");
        models.MapGet("", List).WithName("ListModels").WithSummary("Models of the catalog, the same as gyre model list --output json.").Tells(400);
        models.MapGet("/compare", Compare).WithName("CompareModels").WithSummary("Models side by side, and what traffic costs at each: ?model=gpt-4.1&model=claude-sonnet-5&calls=1000.").Tells(400, 404);
        models.MapGet("/{**model}", Show).WithName("ShowModel").WithSummary("One model by provider/model, or by a name alone: then its maker's.").Tells(400, 404);
        return routes;

        Ok<IReadOnlyList<ModelView>> List(
            [Description("In the model's name or an alias.")] string? text,
            string? provider,
            [Description("chat, completion, embedding, rerank, image, speech, transcription, realtime, moderation.")] string? kind,
            [Description("What the model must be known to have; several with commas or repeated: tools, structured_output, reasoning, prompt_cache, web_search, computer_use, fine_tuning, or an input: vision, audio, video, file.")] string[]? capability,
            [Description("Dollars for a million output tokens at the most; of input tokens where it writes none.")] decimal? max_price,
            [Description("Tokens of context at the least.")] long? min_context,
            [Description("Only the price that holds on this day or at this moment, and max_price by it; all prices and max_price by now where absent.")] string? at)
        {
            var moment = Read(at);
            var filter = new ModelFilter
            {
                Text = Some(text),
                Provider = Some(provider),
                Kind = Some(kind),
                Capabilities = [.. (capability ?? []).SelectMany(c => c.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))],
                MaxPrice = max_price,
                MinContext = min_context,
                At = moment ?? time.GetUtcNow(),
            };
            return TypedResults.Ok<IReadOnlyList<ModelView>>([.. filter.Of(catalog).Select(m => ModelView.Of(m, moment))]);
        }

        Ok<ModelView> Show(string model, [Description("Only the price that holds on this day or at this moment; all where absent.")] string? at) =>
            TypedResults.Ok(ModelView.Of(catalog.One(model), Read(at)));

        Ok<ModelComparison> Compare(
            [Description("One or more, repeated: provider/model, or a name alone.")] string[]? model,
            [Description("How many calls; 1000 where absent.")] long? calls,
            [Description("Input tokens of a call, cached ones included; 1000 where absent.")] long? input_tokens,
            [Description("How many of the input tokens come from the provider's cache; none where absent.")] long? cached_tokens,
            [Description("Output tokens of a call; 500 where absent.")] long? output_tokens,
            [Description(Moment)] string? at)
        {
            var names = model is { Length: > 0 } ? model : throw new ProblemException(new Problem("model-missing", "Say which models to compare: ?model=gpt-4.1&model=claude-sonnet-5.") { Field = "model" });
            var usual = ModelTraffic.Usual;
            var traffic = new ModelTraffic(calls ?? usual.Calls, input_tokens ?? usual.Input, cached_tokens ?? usual.Cached, output_tokens ?? usual.Output);
            return TypedResults.Ok(ModelComparison.Of(catalog, names.Select(catalog.One), traffic, Read(at) ?? time.GetUtcNow()));
        }
    }

    private static string? Some(string? text) => string.IsNullOrEmpty(text) ? null : text;

    private static DateTimeOffset? Read(string? at) =>
        string.IsNullOrEmpty(at) ? null
        : DateTimeOffset.TryParse(at, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var moment) ? moment
        : throw new ProblemException(new Problem("model-moment", $"'{at}' is no time. Write 2026-11-21 or 2026-11-21T08:00Z (UTC).") { Field = "at" });
}
