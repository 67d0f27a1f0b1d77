using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;

namespace Gyre.Server.Tests;

/// <summary>What Ollama's clients do beside chatting, as they do it: by path and lines of JSON.</summary>
public sealed class OllamaSurfaceTests(Door door)
{
    private static int last;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("openai")]
    [InlineData("anthropic")]
    [InlineData("gemini")]
    [InlineData("responses")]
    public async Task A_prompt_is_answered_in_lines_unless_the_client_wants_it_whole(string vendor)
    {
        var (status, text) = await PostAsync("api/generate", $$"""{"model":"{{vendor}}/{{Name("plain")}}","system":"Be brief","prompt":"Hi","context":[]}""");
        var lines = text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => JsonElement.Parse(l)).ToList();
        Assert.Equal(200, status);
        Assert.Equal("You said: Hi. I am told: Be brief.", string.Concat(lines.Select(l => l.GetProperty("response").GetString())));
        Assert.All(lines[..^1], l => Assert.False(l.GetProperty("done").GetBoolean()));
        Assert.Equal((true, "stop", 15, 7), (lines[^1].GetProperty("done").GetBoolean(), lines[^1].GetProperty("done_reason").GetString(), lines[^1].GetProperty("prompt_eval_count").GetInt32(), lines[^1].GetProperty("eval_count").GetInt32()));

        var (_, whole) = await PostAsync("api/generate", $$"""{"model":"{{vendor}}/{{Name("plain")}}","prompt":"Hi","stream":false}""");
        Assert.Equal("You said: Hi. I am told: .", JsonElement.Parse(whole).GetProperty("response").GetString());
    }

    [Theory]
    [InlineData("""{"model":"openai/m","prompt":"Hi","raw":true}""", 400, "raw")]
    [InlineData("""{"model":"openai/m","prompt":"Hi","suffix":"x"}""", 400, "suffix")]
    [InlineData("""{"model":"openai/m"}""", 400, "prompt")]
    [InlineData("""{"model":"nothing-like-it","prompt":"Hi"}""", 404, "nothing-like-it")]
    [InlineData("""{"model":""", 400, "JSON")]
    public async Task What_can_not_be_done_is_said_in_Ollamas_envelope(string body, int status, string word)
    {
        var (told, text) = await PostAsync("api/generate", body);
        Assert.Equal(status, told);
        Assert.Contains(word, JsonElement.Parse(text).GetProperty("error").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_list_names_what_the_key_may_use()
    {
        var models = JsonElement.Parse((await GetAsync("api/tags")).Text).GetProperty("models").EnumerateArray().ToList();
        Assert.Contains(models, m => m.GetProperty("name").GetString() == "offline/quote");
        Assert.All(models, m => Assert.Equal(m.GetProperty("name").GetString(), m.GetProperty("model").GetString()));
        Assert.Equal(HttpStatusCode.Unauthorized, (await GetAsync("api/tags", "gyre_wrong")).Status);
    }

    [Fact]
    public async Task A_model_is_shown_with_what_it_can_do_and_its_context()
    {
        var (status, text) = await PostAsync("api/show", """{"model":"anthropic/claude-sonnet-4-5"}""");
        var shown = JsonElement.Parse(text);
        Assert.Equal(200, status);
        Assert.Equal(["completion", "tools", "vision", "thinking"], shown.GetProperty("capabilities").EnumerateArray().Select(c => c.GetString()));
        Assert.True(shown.GetProperty("model_info").GetProperty("gyre.context_length").GetInt64() >= 200_000);
        Assert.Equal(404, (await PostAsync("api/show", """{"model":"nothing-like-it"}""")).Status);
        Assert.Equal(400, (await PostAsync("api/show", "{}")).Status);
    }

    [Fact]
    public async Task The_version_is_told_and_keeping_of_models_is_not_served()
    {
        Assert.Matches("^[0-9]+\\.[0-9]+\\.[0-9]+$", JsonElement.Parse((await GetAsync("api/version")).Text).GetProperty("version").GetString());
        var (status, text) = await PostAsync("api/pull", """{"model":"llama3"}""");
        Assert.Equal(404, status);
        Assert.Contains("/api/pull", JsonElement.Parse(text).GetProperty("error").GetString(), StringComparison.Ordinal);
    }

    private static string Name(string part) => $"{part}-ollama{Interlocked.Increment(ref last)}";

    private Task<(int Status, string Text)> PostAsync(string path, string body) => Raw.PostAsync(door.Server.Address, path, body, door.Key, Stop);

    private async Task<(HttpStatusCode Status, string Text)> GetAsync(string path, string? key = null)
    {
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(door.Server.Address, path));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key ?? door.Key);
        using var response = await http.SendAsync(request, Stop);
        return (response.StatusCode, await response.Content.ReadAsStringAsync(Stop));
    }
}
