using System.ComponentModel;
using Gyre.Kernel;
using Gyre.Workspace;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace Gyre.Flows.Prompties.Saving;

/// <summary><c>/prompts</c>: the prompts of the workspace, which the playground opens and saves.</summary>
public static class PromptEndpoints
{
    /// <summary>Maps them.</summary>
    /// <param name="api">Where; lets in whom it may.</param>
    /// <param name="home">The workspace.</param>
    /// <param name="texts">Writes its texts.</param>
    public static RouteGroupBuilder MapPrompts(this RouteGroupBuilder api, GyreHome home, TextFiles texts)
    {
        var files = home.WorkspaceFolder is { } folder ? new PromptFiles(folder, texts) : null;
        var prompts = api.MapGroup("/prompts");
        prompts.MapGet("", () => TypedResults.Ok(files?.List() ?? []))
            .WithName("ListPrompts").WithSummary("The prompts of the workspace: prompts/NAME.prompty.");
        prompts.MapGet("/{name}", (string name, HttpResponse response) => Tagged(response, Files().Show(name)))
            .WithName("ShowPrompt").WithSummary("One prompt: its messages, model, parameters and text.");
        prompts.MapPut("/{name}", async Task<Ok<PromptView>> (
                string name,
                PromptDraft prompt,
                [FromHeader(Name = "If-Match"), Description("The etag of the prompt that was changed; left out to make one that is not there yet.")] string? ifMatch,
                HttpResponse response,
                CancellationToken cancellationToken) => Tagged(response, await Files().SaveAsync(name, prompt, string.IsNullOrEmpty(ifMatch) ? null : ifMatch, cancellationToken)))
            .WithName("SavePrompt").WithSummary("Makes a prompt, or changes one that nobody changed meanwhile. What the file says besides stays as it is.");
        return api;

        PromptFiles Files() => files ?? throw new ProblemException("workspace-missing", "The server runs outside a workspace, so there is no place for prompts. Start it in a folder with a gyre.yaml: gyre up");

        static Ok<PromptView> Tagged(HttpResponse response, PromptView prompt)
        {
            response.Headers.ETag = prompt.Etag;
            return TypedResults.Ok(prompt);
        }
    }
}
