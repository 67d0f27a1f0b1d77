using System.Text;
using System.Text.Json;
using Gyre.Flows.Values;

namespace Gyre.Flows.Tools.Packages;

/// <summary>Gyre's own tool for HTTP: a request out, status, headers and body back. Secrets come from a custom connection and are named <c>{name}</c> in header values.</summary>
internal static class HttpTool
{
    public static BuiltInTool Make() => new("gyre.tools.http.request", "HTTP", "Sends an HTTP request and gives {status, headers, body}; a JSON body is taken apart.", "python")
    {
        Parameters =
        [
            new("url", ["string"]), new("method", ["string"]) { HasDefault = true, Default = "GET" }, new("headers", ["object"]) { HasDefault = true }, new("body", ["object"]) { HasDefault = true },
            new("connection", ["CustomConnection"]) { HasDefault = true },
        ],
        Run = SendAsync,
    };

    private static async ValueTask<object?> SendAsync(PackageCall call, CancellationToken cancellationToken)
    {
        if (!Uri.TryCreate(call.Text("url"), UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https"))
        {
            throw new FlowException("HttpToolError", $"'{call.Text("url")}' is not an http or https address.");
        }

        using var request = new HttpRequestMessage(new HttpMethod(call.Text("method", "GET").ToUpperInvariant()), url);
        if (call["body"] is { } body)
        {
            request.Content = body is string text ? new StringContent(text, Encoding.UTF8, "text/plain") : ToolHttp.Json(body);
        }

        foreach (var (name, value) in call["headers"] as PythonDict ?? [])
        {
            var written = Secret(PythonText.Str(value), call["connection"] as ConnectionValue);
            if (!request.Headers.TryAddWithoutValidation(PythonText.Str(name), written))
            {
                request.Content?.Headers.Remove(PythonText.Str(name));
                request.Content?.Headers.TryAddWithoutValidation(PythonText.Str(name), written);
            }
        }

        try
        {
            var (status, headers, answer) = await ToolHttp.SendAsync(request, cancellationToken);
            return new PythonDict
            {
                ["status"] = (long)status,
                ["headers"] = new PythonDict(headers.Select(h => KeyValuePair.Create(h.Key.ToLowerInvariant(), (object?)string.Join(", ", h.Value)))),
                ["body"] = Body(answer),
            };
        }
        catch (HttpRequestException e)
        {
            throw new FlowException("HttpToolError", $"{url.GetLeftPart(UriPartial.Path)} could not be reached: {e.Message}", e);
        }
    }

    private static string Secret(string text, ConnectionValue? connection) =>
        connection?.Connection.Secrets.Aggregate(text, (written, secret) => written.Replace($"{{{secret.Key}}}", secret.Value, StringComparison.Ordinal)) ?? text;

    private static object? Body(string text)
    {
        try
        {
            return text.Length > 0 && text.TrimStart() is ['{' or '[', ..] ? PythonJson.Parse(text) : text;
        }
        catch (JsonException)
        {
            return text;
        }
    }
}
