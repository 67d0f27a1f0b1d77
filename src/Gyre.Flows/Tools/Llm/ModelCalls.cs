using System.Buffers;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Gyre.Flows.Values;
using Gyre.Kernel;
using Gyre.Models.Calls;
using Gyre.Models.Connections;
using Gyre.Models.Prices;
using Gyre.Models.Providers;
using Gyre.Wire.OpenAi;
using Gyre.Wire.Usage;

namespace Gyre.Flows.Tools.Llm;

/// <summary>Calls the model behind a connection for a tool: retries, tokens and the nested call go into the tool's record.</summary>
internal sealed class ModelCalls(IModelProviders providers, TimeProvider time)
{
    /// <summary>The way to the connection's model.</summary>
    /// <exception cref="FlowException">InvalidConnectionType.</exception>
    public IModelProvider ProviderOf(Connection connection)
    {
        try
        {
            return providers.For(connection);
        }
        catch (ProblemException e)
        {
            throw new FlowException(ErrorClasses.InvalidConnectionType, e.Message, e);
        }
    }

    /// <summary>One call, answered whole.</summary>
    /// <param name="call">What is asked.</param>
    /// <param name="cancellationToken">Stops the call and its repetitions.</param>
    /// <returns>The answer as a dict.</returns>
    /// <exception cref="FlowException">WrappedOpenAIError, ExceedMaxRetryTimes, LLMError.</exception>
    public async Task<PythonDict> CallAsync(ModelCall call, CancellationToken cancellationToken)
    {
        var trace = new ModelCallTrace(call, time);
        try
        {
            using var document = await Caller(call).CallAsync(Request(call, stream: false), cancellationToken);
            var answer = Dict(document.RootElement)
                ?? throw Unusable("TypeError", "the model's answer is not a JSON object");
            CountTokens(call, document.RootElement);
            trace.End(answer, null);
            return answer;
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            var known = Known(e);
            trace.End(null, known);
            throw known;
        }
    }

    /// <summary>One call, answered in chunks.</summary>
    /// <exception cref="FlowException">As <see cref="CallAsync"/>, while reading.</exception>
    public async IAsyncEnumerable<PythonDict> StreamAsync(ModelCall call, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var trace = new ModelCallTrace(call, time);
        var chunks = new List<object?>();
        await using var source = Caller(call).StreamAsync(Request(call, stream: true), cancellationToken).GetAsyncEnumerator(cancellationToken);
        while (true)
        {
            PythonDict? chunk;
            try
            {
                if (!await source.MoveNextAsync())
                {
                    break;
                }

                using var document = source.Current;
                CountTokens(call, document.RootElement);
                chunk = Dict(document.RootElement);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                var known = Known(e);
                trace.End(chunks, known);
                throw known;
            }

            if (chunk is not null)
            {
                chunks.Add(chunk);
                yield return chunk;
            }
        }

        trace.End(chunks, null);
    }

    /// <summary>The original's wording for an answer that a tool can do nothing with.</summary>
    internal static FlowException Unusable(string pythonType, string message) =>
        new(ErrorClasses.LlmError, $"OpenAI API hits exception: {pythonType}: {message}") { InnerClass = pythonType };

    private ModelCaller Caller(ModelCall call) => new(ProviderOf(call.Connection), call.Retry with { Log = line => call.Record?.WriteError(time, line) }, time);

    private static ModelRequest Request(ModelCall call, bool stream)
    {
        var body = new ArrayBufferWriter<byte>(1024);
        using (var writer = PythonJson.Writer(body))
        {
            PythonJson.Write(writer, call.Body);
        }

        return new ModelRequest(call.Operation, call.Body.TryGetValue("model", out var model) ? PythonText.Str(model) : "", body.WrittenMemory, stream);
    }

    // The writer mends text that is no UTF-8, which the reader would refuse.
    private static PythonDict? Dict(JsonElement answer)
    {
        var text = new ArrayBufferWriter<byte>(1024);
        using (var json = PythonJson.Writer(text))
        {
            answer.WriteTo(json);
        }

        return PythonJson.Parse(text.WrittenSpan) as PythonDict;
    }

    private void CountTokens(ModelCall call, JsonElement answer)
    {
        if (call.Record is { } record && OpenAiUsage.Of(answer) is { } usage)
        {
            record.AddUsage(usage.PromptTokens, usage.CompletionTokens, usage.TotalTokens, CallCosts.Of(CostOf(call, answer)));
        }
    }

    // By the model that answered, and by the one asked for where the answer's name is none of the provider's.
    private NanoDollars? CostOf(ModelCall call, JsonElement answer)
    {
        if (providers.Prices is not { } book || UsageReader.OpenAi(answer.GetProperty("usage")) is not { } usage)
        {
            return null;
        }

        return book.Price(
            new PriceQuestion
            {
                Provider = book.Catalog.ProviderOf(call.Connection),
                Model = call.Body.TryGetValue("model", out var asked) ? PythonText.Str(asked) : "",
                BaseModel = Text(answer, "model"),
                ServiceTier = Text(answer, "service_tier"),
                At = time.GetUtcNow(),
            },
            usage).Cost;
    }

    private static string? Text(JsonElement answer, string key) => answer.TryGetProperty(key, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static FlowException Known(Exception e) => e switch
    {
        FlowException flow => flow,
        ModelException model => new FlowException(model.ErrorClass, model.Message, model) { InnerClass = model.ProviderClass },
        ProblemException problem => new FlowException(ErrorClasses.LlmError, $"OpenAI API hits exception: {problem.Message}", problem),
        _ => new FlowException(ErrorClasses.LlmError, $"OpenAI API hits exception: {e.GetType().Name}: {e.Message}", e) { InnerClass = e.GetType().Name },
    };
}

/// <summary>What is asked of a model.</summary>
/// <param name="Connection">The way to it.</param>
/// <param name="Operation">The route.</param>
/// <param name="Body">The request in OpenAI's names, <c>model</c> inside.</param>
internal sealed record ModelCall(Connection Connection, ModelOperation Operation, PythonDict Body)
{
    /// <summary>An llm node's patience unless given.</summary>
    public RetryOptions Retry { get; init; } = new();

    /// <summary>Takes tokens, the nested call and what is said about repetitions; null to keep none of it.</summary>
    public CallRecord? Record { get; init; }

    /// <summary>The node it is made for.</summary>
    public string? Node { get; init; }
}
