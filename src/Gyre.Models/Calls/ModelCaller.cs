using System.Runtime.CompilerServices;
using System.Text.Json;
using Gyre.Models.Providers;
using Gyre.Wire.OpenAi;
using Gyre.Wire.Sse;

namespace Gyre.Models.Calls;

/// <summary>
/// Calls a model with prompt flow's patience: status 429, 422, 5xx, hang-ups and timeouts are tried again, up to
/// <see cref="RetryOptions.Retries"/> times; everything else, a quota that is used up, and a server that can't be reached are final.
/// </summary>
public sealed class ModelCaller(IModelProvider provider, RetryOptions? options = null, TimeProvider? time = null)
{
    private readonly RetryOptions options = options ?? new RetryOptions();
    private readonly TimeProvider time = time ?? TimeProvider.System;

    /// <summary>The whole answer. The request must not ask for a stream.</summary>
    /// <exception cref="ModelException">The call failed for good.</exception>
    public async Task<JsonDocument> CallAsync(ModelRequest request, CancellationToken cancellationToken)
    {
        var attempts = new Attempts(this);
        while (true)
        {
            CallFailure? failure;
            try
            {
                using var response = await provider.SendAsync(request, cancellationToken);
                if (response.Status is >= 200 and < 300)
                {
                    var answer = await JsonDocument.ParseAsync(response.Body, cancellationToken: cancellationToken);
                    if (ErrorIn(answer.RootElement) is not { } error)
                    {
                        return answer;
                    }

                    failure = CallFailure.OfBody(answer.RootElement, error);
                    answer.Dispose();
                }
                else
                {
                    failure = await CallFailure.OfAnswerAsync(response, time, cancellationToken);
                }
            }
            catch (Exception e) when (CallFailure.Of(e) is { } known)
            {
                Stopped(e, cancellationToken);
                failure = known;
            }

            await attempts.AgainAsync(failure, cancellationToken);
        }
    }

    /// <summary>
    /// The chunks as they come; the end mark is not among them. A try that fails before the first chunk is repeated;
    /// later the failure is thrown, and so is a stream that ends without its end.
    /// </summary>
    /// <exception cref="ModelException">The call failed for good, or the stream was cut.</exception>
    public async IAsyncEnumerable<JsonDocument> StreamAsync(ModelRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var attempts = new Attempts(this);
        while (true)
        {
            await using var chunks = ChunksAsync(request, cancellationToken).GetAsyncEnumerator(cancellationToken);
            var delivered = false;
            while (true)
            {
                CallFailure? failure = null;
                try
                {
                    if (!await chunks.MoveNextAsync())
                    {
                        yield break;
                    }
                }
                catch (FailedTry e)
                {
                    failure = e.Failure;
                }
                catch (Exception e) when (CallFailure.Of(e) is { } known)
                {
                    Stopped(e, cancellationToken);
                    failure = known;
                }

                if (failure is null)
                {
                    delivered |= !IsPrelude(chunks.Current.RootElement);
                    yield return chunks.Current;
                    continue;
                }

                if (delivered)
                {
                    throw attempts.Final(failure, ModelException.Wrapped);
                }

                await attempts.AgainAsync(failure, cancellationToken);
                break;
            }
        }
    }

    private async IAsyncEnumerable<JsonDocument> ChunksAsync(ModelRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var response = await provider.SendAsync(request, cancellationToken);
        if (response.Status is < 200 or >= 300)
        {
            throw new FailedTry(await CallFailure.OfAnswerAsync(response, time, cancellationToken));
        }

        if (response.Headers.TryGetValue("content-type", out var kind) && kind.StartsWith("application/json", StringComparison.OrdinalIgnoreCase))
        {
            // A server that ignores "stream": its one answer is the one chunk, unless it is an error.
            var whole = await JsonDocument.ParseAsync(response.Body, cancellationToken: cancellationToken);
            yield return ErrorIn(whole.RootElement) is { } error ? throw new FailedTry(CallFailure.OfBody(whole.RootElement, error)) : whole;
            yield break;
        }

        var finished = false;
        await foreach (var item in SseReader.ReadAsync(response.Body, cancellationToken))
        {
            if (item.IsDone)
            {
                yield break;
            }

            var chunk = Parse(item, finished);
            if (ErrorIn(chunk.RootElement) is { } error)
            {
                throw new FailedTry(CallFailure.OfBody(chunk.RootElement, error));
            }

            finished |= Finishes(chunk.RootElement);
            yield return chunk;
        }

        if (!finished)
        {
            throw new FailedTry(Cut());
        }
    }

    // Azure begins with a chunk of filter results and no choices: nothing is lost if the call is repeated after it.
    private static bool IsPrelude(JsonElement chunk) =>
        chunk.ValueKind == JsonValueKind.Object && chunk.TryGetProperty("choices", out var choices) && choices.ValueKind == JsonValueKind.Array && choices.GetArrayLength() == 0;

    // Closing a connection under a call makes it fail in many ways; to the one who stopped it, it was stopped.
    private static void Stopped(Exception e, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException("The model call was stopped.", e, cancellationToken);
        }
    }

    private static JsonDocument Parse(SseEvent item, bool finished)
    {
        try
        {
            return JsonDocument.Parse(item.Data);
        }
        catch (JsonException) when (!finished)
        {
            throw new FailedTry(Cut());
        }
    }

    private static CallFailure Cut() => new("APIConnectionError", "Connection error.")
    {
        Retriable = true,
        Cause = new EndOfStreamException("the answer was cut before its end"),
    };

    private static OpenAiError? ErrorIn(JsonElement body) =>
        body.ValueKind == JsonValueKind.Object && body.TryGetProperty("error", out var error) && error.ValueKind != JsonValueKind.Null ? OpenAiError.Of(body) : null;

    // Some compatible servers never send [DONE]; a finish reason is as good.
    private static bool Finishes(JsonElement chunk) =>
        chunk.ValueKind == JsonValueKind.Object
        && chunk.TryGetProperty("choices", out var choices)
        && choices.ValueKind == JsonValueKind.Array
        && choices.EnumerateArray().Any(c => c.TryGetProperty("finish_reason", out var reason) && reason.ValueKind == JsonValueKind.String);

    private sealed class FailedTry(CallFailure failure) : Exception(failure.Text)
    {
        public CallFailure Failure { get; } = failure;
    }

    /// <summary>The tries of one call.</summary>
    private sealed class Attempts(ModelCaller caller)
    {
        private int failed;
        private int unprocessable;

        /// <summary>Waits for the next try, or throws because there is none.</summary>
        public async Task AgainAsync(CallFailure failure, CancellationToken cancellationToken)
        {
            var retry = failed++;
            Log($"Exception occurs: {failure.ProviderClass}: {failure.Text}");
            if (!failure.Retriable)
            {
                throw Final(failure, ModelException.Wrapped);
            }

            unprocessable = failure.Status == 422 ? unprocessable + 1 : 0;
            if (failure.IsLast || retry >= caller.options.Retries || unprocessable >= caller.options.UnprocessableInARow)
            {
                Log($"{failure.ProviderClass} reached max retry. Exit retry with user error.");
                throw Final(failure, ModelException.Exceeded);
            }

            var wait = failure.RetryAfter ?? caller.options.Wait(retry);
            var header = failure.RetryAfter is { } asked ? $"Retry-After={asked.TotalSeconds:0.###}" : "but no Retry-After header";
            Log($"{failure.ProviderClass} #{retry}, {header}, Back off {wait.TotalSeconds:0.###} seconds for retry.");
            await Task.Delay(wait, caller.time, cancellationToken);
        }

        public ModelException Final(CallFailure failure, string errorClass)
        {
            var text = FailureText.Of(failure);
            return new ModelException(errorClass, caller.Redacted(errorClass == ModelException.Exceeded ? "Exceed max retry times. " + text : text), failure.Cause)
            {
                ProviderClass = failure.ProviderClass,
                Status = failure.Status,
                Code = failure.Error?.Code ?? failure.Error?.Type,
                ProviderMessage = failure.Error?.Message is { } words ? caller.Redacted(words) : null,
                Tries = Math.Max(failed, 1),
            };
        }

        private void Log(string line) => caller.options.Log?.Invoke(caller.Redacted(line));
    }

    private string Redacted(string text) => provider.Redact(text);
}
