using System.Buffers.Binary;
using System.Net.Http.Headers;
using System.Text;
using Gyre.Gateway.Admission;
using Gyre.Kernel;

namespace Gyre.Gateway.Tests.Forwarding;

/// <summary>Operations that providers charge by the piece cost what the request and the answer say.</summary>
public sealed class PiecePricesTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("tts-1", 15)]
    [InlineData("tts-1-hd", 30)]
    public async Task Speech_costs_by_the_character_of_its_text(string model, int dollarsPerMillion)
    {
        await using var place = await GatewayPlace.OpenAsync();
        place.Upstream.Answer = (http, _) =>
        {
            http.Response.ContentType = "audio/mpeg";
            return http.Response.Body.WriteAsync(new byte[100], Stop).AsTask();
        };

        // Eleven: an emoji is one, an escape is one.
        using var answer = await place.PostAsync("/v1/audio/speech", $$"""{"model":"openai/{{model}}","voice":"alloy","input":"G\u00fcten 😀\nTag"}""");

        var line = (await place.LedgerAsync()).Single();
        Assert.Equal(("answered", 11L, 11L * dollarsPerMillion * 1000), (line.Outcome, line.Characters, line.Cost));
        Assert.Equal((0L, $"characters:11:{dollarsPerMillion}"), (line.Estimated, line.Charges));
    }

    [Theory]
    [InlineData("""{"text":"Hi","usage":{"type":"duration","seconds":61}}""", 61_000, 0)]
    [InlineData("""{"task":"transcribe","duration":8.4700003,"text":"Hi"}""", 8_471, 0)]
    [InlineData("""{"duration":"2.5","text":"Hi"}""", 2_500, 0)]
    [InlineData("""{"text":"Hi"}""", 3_000, 1)]
    public async Task A_transcription_costs_by_the_second_that_the_answer_or_else_the_file_tells(string answered, long milliseconds, long estimated)
    {
        await using var place = await GatewayPlace.OpenAsync();
        place.Upstream.Answer = (http, _) => Upstream.JsonAsync(http, answered);

        using var answer = await TranscribeAsync(place, "openai/whisper-1", Wave(seconds: 3));

        var line = (await place.LedgerAsync()).Single();
        Assert.Equal((milliseconds, estimated), (line.Audio, line.Estimated));
        Assert.Equal(NanoDollars.Of(0.006m / 60 * milliseconds / 1000).Count, line.Cost);
    }

    [Fact]
    public async Task A_transcription_of_unknown_length_has_no_cost_rather_than_none()
    {
        await using var place = await GatewayPlace.OpenAsync();
        place.Upstream.Answer = (http, _) => Upstream.JsonAsync(http, """{"text":"Hi"}""");

        using var answer = await TranscribeAsync(place, "openai/whisper-1", [1, 2, 3]);

        Assert.Null((await place.LedgerAsync()).Single().Cost);
    }

    [Fact]
    public async Task A_transcription_counted_in_tokens_costs_by_its_parts()
    {
        await using var place = await GatewayPlace.OpenAsync();
        place.Upstream.Answer = (http, _) => Upstream.JsonAsync(http, """{"text":"Hi","usage":{"type":"tokens","input_tokens":120,"input_token_details":{"text_tokens":20,"audio_tokens":100},"output_tokens":10,"total_tokens":130}}""");

        using var answer = await TranscribeAsync(place, "openai/gpt-4o-transcribe", Wave(seconds: 3));

        // $2.50 for text, $6 for audio, $10 for output, per million.
        Assert.Equal((20 * 2_500) + (100 * 6_000) + (10 * 10_000), (await place.LedgerAsync()).Single().Cost);
    }

    [Fact]
    public async Task Images_by_the_token_cost_by_what_the_answer_counts()
    {
        await using var place = await GatewayPlace.OpenAsync();
        place.Upstream.Answer = (http, _) => Upstream.JsonAsync(http, """{"created":1,"data":[{"b64_json":"AAAA"},{"b64_json":"AAAA"}],"usage":{"input_tokens":50,"input_tokens_details":{"text_tokens":40,"image_tokens":10},"output_tokens":8320,"total_tokens":8370}}""");

        using var answer = await place.PostAsync("/v1/images/generations", """{"model":"openai/gpt-image-1","prompt":"A lake","n":2}""");

        // $5 for text, $10 for images in, $40 for images out; output that is not told apart is images.
        var line = (await place.LedgerAsync()).Single();
        Assert.Equal(((40 * 5_000L) + (10 * 10_000) + (8320 * 40_000), 2L), (line.Cost, line.Images));
    }

    [Theory]
    [InlineData("""{"model":"openai/painter","prompt":"A lake","n":3}""", 3, 0.04)]
    [InlineData("""{"model":"openai/painter","prompt":"A lake","quality":"hd"}""", 1, 0.08)]
    [InlineData("""{"model":"openai/painter","prompt":"A lake","size":"1024x1792","n":2}""", 2, 0.08)]
    [InlineData("""{"model":"openai/painter","prompt":"A lake","size":"1024x1792","quality":"hd"}""", 1, 0.12)]
    [InlineData("""{"model":"openai/painter","prompt":"A lake","size":"auto","quality":"auto"}""", 1, 0.04)]
    public async Task Images_by_the_piece_cost_by_number_quality_and_size(string request, long images, double each)
    {
        await using var place = await GatewayPlace.OpenAsync(new Dictionary<string, string> { ["models/painter.yaml"] = Painter });
        place.Upstream.Answer = (http, _) => Upstream.JsonAsync(http, """{"created":1}""");

        using var answer = await place.PostAsync("/v1/images/generations", request);

        var line = (await place.LedgerAsync()).Single();
        Assert.Equal((images, NanoDollars.Of((decimal)each * images).Count), (line.Images, line.Cost));
    }

    [Theory]
    [InlineData("searches", """{"results":[],"meta":{"billed_units":{"search_units":2}}}""", 4_000_000)]
    [InlineData("tokens", """{"results":[],"usage":{"total_tokens":1000}}""", 50_000)]
    public async Task A_rerank_costs_by_the_search_or_by_the_token(string model, string answered, long cost)
    {
        await using var place = await GatewayPlace.OpenAsync(new Dictionary<string, string> { ["models/r.yaml"] = "kind: model\nprovider: cohere\nmodels:\n  searches: { kind: rerank, prices: [{ search: 2 }] }\n  tokens: { kind: rerank, prices: [{ input: 0.05 }] }\n" }, "cohere");
        place.Upstream.Answer = (http, _) => Upstream.JsonAsync(http, answered);

        using var answer = await place.PostAsync("/v1/rerank", $$"""{"model":"openai/{{model}}","query":"q","documents":["a","b"]}""");

        Assert.Equal(cost, (await place.LedgerAsync()).Single().Cost);
    }

    [Fact]
    public async Task Moderation_is_free_because_the_catalog_says_so()
    {
        await using var place = await GatewayPlace.OpenAsync();
        place.Upstream.Answer = (http, _) => Upstream.JsonAsync(http, """{"id":"modr-1","model":"omni-moderation-latest","results":[]}""");
        await place.BudgetAsync(0.01m);

        using var answer = await place.PostAsync("/v1/moderations", """{"model":"openai/omni-moderation-latest","input":"x"}""");

        var line = (await place.LedgerAsync()).Single();
        Assert.Equal(("answered", 0L, "request:1:0", 0L), (line.Outcome, line.Cost, line.Charges, line.Estimated));
    }

    [Fact]
    public async Task Web_searches_of_a_response_are_charged_by_the_piece()
    {
        await using var place = await GatewayPlace.OpenAsync();
        place.Upstream.Answer = (http, _) => Upstream.JsonAsync(http, """{"id":"r","object":"response","model":"gpt-4.1","output":[{"type":"web_search_call","id":"w1","action":{"type":"search"}},{"type":"message","content":[]},{"type":"web_search_call","id":"w2"}],"usage":{"input_tokens":0,"output_tokens":0,"total_tokens":0}}""");

        using var answer = await place.PostAsync("/v1/responses", """{"model":"openai/gpt-4.1","input":"q","tools":[{"type":"web_search"}]}""");

        // Ten dollars a thousand.
        Assert.Equal(20_000_000, (await place.LedgerAsync()).Single().Cost);
    }

    [Theory]
    [InlineData("/v1/audio/speech", """{"model":"openai/tts-1","voice":"v","input":"0123456789"}""", 0.00014)]
    [InlineData("/v1/images/generations", """{"model":"openai/painter","prompt":"p","n":3}""", 0.11)]
    [InlineData("/v1/rerank", """{"model":"openai/rank","query":"q","documents":["a"]}""", 0.0019)]
    [InlineData("/v1/responses", """{"model":"openai/gpt-4.1","input":"q","max_output_tokens":1,"tools":[{"type":"web_search","max_uses":3}]}""", 0.0299)]
    public async Task A_hard_budget_refuses_what_may_cost_more_than_is_left(string path, string request, double budget)
    {
        await using var place = await GatewayPlace.OpenAsync(new Dictionary<string, string> { ["models/painter.yaml"] = Painter });
        await place.BudgetAsync((decimal)budget);

        using var answer = await place.PostAsync(path, request);

        Assert.Equal(("refused", Causes.Budget), ((await place.LedgerAsync()).Single().Outcome, (await place.LedgerAsync()).Single().Cause));
        Assert.Empty(place.Upstream.Requests);
    }

    [Fact]
    public async Task A_hard_budget_refuses_a_piece_without_a_price()
    {
        await using var place = await GatewayPlace.OpenAsync(new Dictionary<string, string> { ["models/m.yaml"] = "kind: model\nprovider: openai\nmodels:\n  voice:\n    kind: speech\n" });
        await place.BudgetAsync(100);

        using var answer = await place.PostAsync("/v1/audio/speech", """{"model":"openai/voice","voice":"v","input":"x"}""");

        Assert.Equal(Causes.PriceUnknown, (await place.LedgerAsync()).Single().Cause);
        Assert.Contains("is not known, and budget 'b' is hard", await answer.Content.ReadAsStringAsync(Stop), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_hard_budget_lets_embeddings_pass_which_have_no_output_to_pay()
    {
        await using var place = await GatewayPlace.OpenAsync();
        place.Upstream.Answer = (http, _) => Upstream.JsonAsync(http, """{"object":"list","model":"text-embedding-3-small","data":[],"usage":{"prompt_tokens":8,"total_tokens":8}}""");
        await place.BudgetAsync(0.01m);

        using var answer = await place.PostAsync("/v1/embeddings", """{"model":"openai/text-embedding-3-small","input":"q"}""");

        Assert.Equal(160, (await place.LedgerAsync()).Single().Cost);
    }

    private const string Painter = """
        kind: model
        provider: openai
        models:
          painter:
            kind: image
            prices:
              - { image: 0.04, images: { hd: 0.08, 1024x1792: 0.08, hd/1024x1792: 0.12 } }
          rank:
            kind: rerank
            prices:
              - { search: 2 }
        """;

    private static async Task<HttpResponseMessage> TranscribeAsync(GatewayPlace place, string model, byte[] file)
    {
        using var form = new MultipartFormDataContent
        {
            { new StringContent(model), "model" },
            { new ByteArrayContent(file) { Headers = { ContentType = new MediaTypeHeaderValue("audio/wav") } }, "file", "a.wav" },
        };
        return await place.Client.PostAsync("/v1/audio/transcriptions", form, Stop);
    }

    /// <summary>Silence at 8,000 bytes a second.</summary>
    internal static byte[] Wave(int seconds)
    {
        var bytes = new byte[44 + (8000 * seconds)];
        Encoding.ASCII.GetBytes("RIFF____WAVEfmt ").CopyTo(bytes, 0);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(16), 16);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(28), 8000);
        Encoding.ASCII.GetBytes("data").CopyTo(bytes, 36);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(40), uint.MaxValue);
        return bytes;
    }
}
