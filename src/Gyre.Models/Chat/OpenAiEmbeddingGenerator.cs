using System.Buffers;
using System.Runtime.InteropServices;
using System.Text.Json;
using Gyre.Models.Calls;
using Gyre.Models.Providers;
using Gyre.Wire.OpenAi;
using Microsoft.Extensions.AI;

namespace Gyre.Models.Chat;

/// <summary>Microsoft.Extensions.AI's embedding generator over any provider. Vectors come in the order of the texts. It does not own the provider.</summary>
/// <param name="provider">The way to the model.</param>
/// <param name="model">Model or deployment asked for unless the options name one.</param>
/// <param name="retry">Prompt flow's patience unless given.</param>
/// <param name="time">The clock of the waits.</param>
public sealed class OpenAiEmbeddingGenerator(IModelProvider provider, string model, RetryOptions? retry = null, TimeProvider? time = null) : IEmbeddingGenerator<string, Embedding<float>>
{
    private readonly ModelCaller caller = new(provider, retry, time);

    /// <inheritdoc/>
    /// <exception cref="ModelException">The call failed for good.</exception>
    public async Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(IEnumerable<string> values, EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default)
    {
        var texts = values.ToList();
        if (texts.Count == 0)
        {
            return [];
        }

        var asked = options?.ModelId ?? model;
        using var answer = await caller.CallAsync(new ModelRequest(ModelOperation.Embedding, asked, Write(asked, texts, options), false), cancellationToken);
        var data = answer.RootElement.TryGetProperty("data", out var list) && list.ValueKind == JsonValueKind.Array ? list.EnumerateArray().ToList() : [];
        if (data.Count != texts.Count)
        {
            throw new ModelException(ModelException.Wrapped, $"The provider gave {data.Count} vectors for {texts.Count} texts.") { ProviderClass = "APIResponseValidationError" };
        }

        var vectors = new Embedding<float>[texts.Count];
        var served = answer.RootElement.TryGetProperty("model", out var name) ? name.GetString() : asked;
        foreach (var (position, item) in data.Index())
        {
            var index = item.TryGetProperty("index", out var at) && at.TryGetInt32(out var given) && given >= 0 && given < vectors.Length ? given : position;
            vectors[index] = new Embedding<float>(Vector(item.GetProperty("embedding"))) { ModelId = served };
        }

        return new GeneratedEmbeddings<Embedding<float>>(vectors) { Usage = OpenAiUsage.Of(answer.RootElement) is { } usage ? TokenBuckets.Details(usage) : null };
    }

    /// <inheritdoc/>
    public object? GetService(Type serviceType, object? serviceKey = null) =>
        serviceKey is not null ? null
        : serviceType == typeof(EmbeddingGeneratorMetadata) ? new EmbeddingGeneratorMetadata("openai", null, model)
        : serviceType == typeof(IModelProvider) ? provider
        : serviceType.IsInstanceOfType(this) ? this
        : null;

    /// <summary>Nothing: the provider belongs to whoever opened it.</summary>
    public void Dispose()
    {
    }

    private static ReadOnlyMemory<byte> Write(string model, List<string> texts, EmbeddingGenerationOptions? options)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("model", model);
            json.WriteStartArray("input");
            texts.ForEach(json.WriteStringValue);
            json.WriteEndArray();
            if (options?.Dimensions is { } dimensions)
            {
                json.WriteNumber("dimensions", dimensions);
            }

            foreach (var (name, value) in options?.AdditionalProperties ?? [])
            {
                json.WritePropertyName(name);
                JsonSerializer.Serialize(json, value, AIJsonUtilities.DefaultOptions);
            }

            json.WriteEndObject();
        }

        return buffer.WrittenMemory;
    }

    private static float[] Vector(JsonElement embedding) => embedding.ValueKind == JsonValueKind.String
        ? MemoryMarshal.Cast<byte, float>(embedding.GetBytesFromBase64()).ToArray()
        : [.. embedding.EnumerateArray().Select(n => n.GetSingle())];
}
