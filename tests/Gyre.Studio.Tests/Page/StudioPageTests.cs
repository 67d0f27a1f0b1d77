using System.Net;
using System.Net.Http.Headers;
using Gyre.Studio.Tests.Browsing;

namespace Gyre.Studio.Tests.Page;

/// <summary>How the page is served, without a browser.</summary>
public sealed class StudioPageTests : IAsyncLifetime
{
    private Site? site;
    private HttpClient? http;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        site = await Site.StartAsync(CancellationToken.None);
        http = new HttpClient(new SocketsHttpHandler { AutomaticDecompression = DecompressionMethods.None }) { BaseAddress = site.Server.Address };
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/usage?by=team")]
    [InlineData("/models/openai/gpt-4.1")]
    public async Task A_browser_gets_the_page_at_every_address_of_its_own(string address)
    {
        NeedsPage();
        using var answer = await GetAsync(address, "text/html");

        Assert.Equal((HttpStatusCode.OK, "text/html"), (answer.StatusCode, answer.Content.Headers.ContentType!.MediaType));
        Assert.Contains("<div id=\"root\">", await answer.Content.ReadAsStringAsync(Stop), StringComparison.Ordinal);
        Assert.Equal("no-store", answer.Headers.CacheControl!.ToString());
    }

    [Fact]
    public async Task The_policy_allows_no_script_but_the_pages_own_and_no_other_host()
    {
        NeedsPage();
        using var first = await GetAsync("/", "text/html");
        using var second = await GetAsync("/", "text/html");
        var policy = first.Headers.GetValues("Content-Security-Policy").Single();

        Assert.Contains("default-src 'none'; script-src 'self';", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("http", policy, StringComparison.Ordinal);
        Assert.NotEqual(policy, second.Headers.GetValues("Content-Security-Policy").Single());
        var nonce = policy.Split("'nonce-")[1].Split('\'')[0];
        Assert.Contains(nonce, await first.Content.ReadAsStringAsync(Stop), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Its_scripts_are_kept_for_ever_and_known_again_by_their_mark()
    {
        NeedsPage();
        var script = await ScriptAsync();
        using var whole = await GetAsync(script, "*/*");
        using var again = await GetAsync(script, "*/*", ifNoneMatch: whole.Headers.ETag);

        Assert.Equal("text/javascript", whole.Content.Headers.ContentType!.MediaType);
        Assert.Contains("immutable", whole.Headers.CacheControl!.ToString(), StringComparison.Ordinal);
        Assert.Equal("nosniff", whole.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.Equal(HttpStatusCode.NotModified, again.StatusCode);
        Assert.Empty(await again.Content.ReadAsByteArrayAsync(Stop));
    }

    [Fact]
    public async Task What_is_compressed_is_the_same_and_smaller()
    {
        NeedsPage();
        var script = await ScriptAsync();
        using var plain = await GetAsync(script, "*/*");
        using var small = await GetAsync(script, "*/*", encoding: "gzip");
        await using var unpacked = new System.IO.Compression.GZipStream(await small.Content.ReadAsStreamAsync(Stop), System.IO.Compression.CompressionMode.Decompress);
        using var text = new StreamReader(unpacked);

        Assert.Equal("gzip", small.Content.Headers.ContentEncoding.Single());
        Assert.Equal(await plain.Content.ReadAsStringAsync(Stop), await text.ReadToEndAsync(Stop));
        Assert.True(small.Content.Headers.ContentLength < plain.Content.Headers.ContentLength / 2);
    }

    [Theory]
    [InlineData("/api/v1/nothing", HttpStatusCode.NotFound, "application/problem+json")]
    [InlineData("/v1/nothing", HttpStatusCode.NotFound, "application/json")]
    [InlineData("/v1/models", HttpStatusCode.OK, "application/json")]
    [InlineData("/health", HttpStatusCode.OK, "text/plain")]
    [InlineData("/providers/none/x", HttpStatusCode.NotFound, "application/json")]
    [InlineData("/assets/gone-12345678.js", HttpStatusCode.NotFound, "text/plain")]
    public async Task Addresses_of_others_stay_theirs_for_a_browser_too(string address, HttpStatusCode status, string type)
    {
        NeedsPage();
        using var answer = await GetAsync(address, "text/html");

        Assert.Equal((status, type), (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
    }

    [Fact]
    public async Task A_program_that_asks_for_no_page_hears_where_clients_go()
    {
        using var answer = await GetAsync("/", "*/*");

        Assert.Equal("text/plain", answer.Content.Headers.ContentType!.MediaType);
    }

    [Fact]
    public async Task The_file_of_the_page_is_never_served_with_its_mark_unfilled()
    {
        NeedsPage();
        using var answer = await GetAsync("/index.html", "text/html");

        Assert.DoesNotContain("STYLE_NONCE", await answer.Content.ReadAsStringAsync(Stop), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_question_for_its_head_alone_is_answered_without_a_body()
    {
        NeedsPage();
        using var request = new HttpRequestMessage(HttpMethod.Head, "/usage");
        request.Headers.Accept.ParseAdd("text/html");
        using var answer = await http!.SendAsync(request, Stop);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Empty(await answer.Content.ReadAsByteArrayAsync(Stop));
    }

    public async ValueTask DisposeAsync()
    {
        http?.Dispose();
        await site!.DisposeAsync();
    }

    private static void NeedsPage() => Assert.SkipUnless(StudioPage.IsBuilt, "The program was built without its page (Node is missing, or -p:BuildStudio=false).");

    private async Task<string> ScriptAsync()
    {
        using var page = await GetAsync("/", "text/html");
        var html = await page.Content.ReadAsStringAsync(Stop);
        return html.Split("src=\"").Skip(1).Select(s => s.Split('"')[0]).First(s => s.EndsWith(".js", StringComparison.Ordinal));
    }

    private Task<HttpResponseMessage> GetAsync(string address, string accept, string? encoding = null, EntityTagHeaderValue? ifNoneMatch = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, new Uri(address, UriKind.Relative));
        request.Headers.Accept.ParseAdd(accept);
        if (encoding is not null)
        {
            request.Headers.AcceptEncoding.ParseAdd(encoding);
        }

        if (ifNoneMatch is not null)
        {
            request.Headers.IfNoneMatch.Add(ifNoneMatch);
        }

        return http!.SendAsync(request, Stop);
    }
}
