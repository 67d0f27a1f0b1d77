using System.Buffers;
using System.Text;
using Gyre.Gateway.Routing.Trying;
using Gyre.Kernel;
using Gyre.Models.Dialects;
using Gyre.Models.Providers;

namespace Gyre.Gateway.Forwarding;

/// <summary>Client and provider speak differently: the conversation goes through the neutral form, both ways.</summary>
internal sealed class TranslatedExchange(ClientCall call, ChatCall chat, ModelTraits traits, Attempt attempt, IModelProvider provider, TimeProvider time)
    : Exchange(call, attempt, provider, time)
{
    // Bytes. A longer answer is not translated on the thread that serves every socket.
    private const int LargestInline = 64 * 1024;

    private readonly IChatDialect theirs = ChatDialects.Of(provider.ChatDialect);
    private readonly List<ChatStreamEvent> events = [];
    private readonly ChatCall chat = Prepared(chat with { Model = attempt.Target.Model }, call, attempt, provider);
    private IChatStreamReader? reader;
    private IChatStreamWriter? writer;
    private ChatAnswer? answer;
    private bool ended;

    /// <inheritdoc/>
    protected override ModelRequest Request()
    {
        var body = new ArrayBufferWriter<byte>(Call.Body.Memory.Length + 256);
        try
        {
            theirs.WriteCall(chat, traits, body);
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException)
        {
            throw new ProblemException(new Problem("invalid-request", "The request can't be said in the provider's words: a schema in it names a member twice, or a string in it is no text."), e);
        }

        return new ModelRequest(ModelOperations.ChatOf(theirs.Dialect, chat.Stream), chat.Model, body.WrittenMemory, chat.Stream)
        {
            // A version or beta of one vendor's API means nothing to another's.
            Headers =
            [
                .. (Call.PassedOn(Span) ?? []).Where(h => h.Key.ToLowerInvariant() is "traceparent" or "tracestate" or "x-request-id" or "x-client-request-id"),
                .. theirs.HeadersOf(chat),
            ],
        };
    }

    /// <inheritdoc/>
    protected override async Task<Outcome> BeginAsync(ModelResponse response)
    {
        if (!chat.Stream)
        {
            await ReadAllAsync(response);
            if (Held.Length > LargestInline)
            {
                await Task.Yield();
            }

            try
            {
                answer = theirs.ReadAnswer(Held.Span);
            }
            catch (ProviderErrorException e)
            {
                // It was told with status 200.
                return Refused(e.Error);
            }
            catch (InvalidOperationException e)
            {
                throw NoText(e);
            }

            (Usage, Model, ServiceTier) = (answer.Usage, answer.Model, answer.ServiceTier);
            Estimate(theirs.Dialect);
            Began();
            return new Outcome(OutcomeKind.Answered);
        }

        reader = theirs.OpenReader();
        for (var more = true; more;)
        {
            more = await ReadEventsAsync(response);
            if (events.OfType<AnswerFailed>().FirstOrDefault() is { } failed)
            {
                return failed.Error.Kind == ErrorKind.Cut && !IsStream(response)
                    ? throw new InvalidDataException("The provider was asked for a stream, and its answer is none.")
                    : Refused(failed.Error);
            }

            if (events.Exists(e => e is TextDelta or ThinkingDelta or RefusalDelta or ToolCallStarted or AnswerFinished))
            {
                Began();
                return new Outcome(OutcomeKind.Answered);
            }
        }

        Error = ProviderError.Truncated;
        return new Outcome(OutcomeKind.StreamBroken);
    }

    /// <inheritdoc/>
    protected override async Task<Outcome> DeliverAsync(ModelResponse response)
    {
        var client = Call.Http.Response;
        var stamp = new AnswerStamp(Call.Id.ToString("N"), Time.GetUtcNow());
        PassLimits(response);
        if (answer is not null)
        {
            var written = new ArrayBufferWriter<byte>(Held.Length + 256);
            Call.Dialect.WriteAnswer(answer, chat with { Model = Call.Model }, stamp, written);
            client.ContentType = "application/json";
            client.ContentLength = written.WrittenCount;
            Delivered = true;
            Call.Answer.Write(written.WrittenSpan);
            await FlushAsync();
            return new Outcome(OutcomeKind.Answered);
        }

        client.ContentType = Call.Dialect.StreamContentType;
        client.Headers.CacheControl = "no-cache";
        writer = Call.Dialect.OpenWriter(chat with { Model = Call.Model }, stamp);
        ProviderError? failed;
        try
        {
            failed = await WriteEventsAsync();
            while (failed is null && await ReadEventsAsync(response))
            {
                failed = await WriteEventsAsync();
            }

            failed ??= await WriteEventsAsync();
        }
        finally
        {
            Usage = ended ? Usage : SoFar(Usage);
        }

        if (failed is null)
        {
            return new Outcome(OutcomeKind.Answered);
        }

        Error = failed with { Message = Provider.Redact(failed.Message) };
        return new Outcome(OutcomeKind.StreamBroken) { Delivered = true };
    }

    /// <inheritdoc/>
    public override async Task EndBrokenAsync()
    {
        if (writer is not null && Error is { } error)
        {
            writer.Write(new AnswerFailed(error), Call.Http.Response.BodyWriter);
            await BrokenStream.FlushAsync(Call, Time);
        }
    }

    private static bool IsStream(ModelResponse response) => !response.Headers.TryGetValue("content-type", out var type)
        || type.Contains("event-stream", StringComparison.OrdinalIgnoreCase) || type.Contains("ndjson", StringComparison.OrdinalIgnoreCase);

    private static ChatCall Prepared(ChatCall chat, ClientCall call, Attempt attempt, IModelProvider provider) =>
        attempt.Target.MarksPrompt ? PromptMarks.Marked(chat, call, attempt.Pool, provider.ChatDialect) : chat;

    private static InvalidDataException NoText(InvalidOperationException e) => new("The provider's answer holds a string that is no text: half of a surrogate pair, or bytes that are no UTF-8.", e);

    /// <summary>Adds the next events; false at the end, when those of the end have been added.</summary>
    private async ValueTask<bool> ReadEventsAsync(ModelResponse response)
    {
        var read = await ReadAsync(response);
        var known = events.Count;
        if (read == 0)
        {
            reader!.Complete(events);
        }
        else
        {
            try
            {
                reader!.Read(Held.Span, events);
            }
            catch (InvalidOperationException e)
            {
                throw NoText(e);
            }

            Held.Clear();
        }

        for (var i = known; i < events.Count; i++)
        {
            TextBytes += events[i] switch
            {
                TextDelta text => Encoding.UTF8.GetByteCount(text.Text),
                ThinkingDelta thought => Encoding.UTF8.GetByteCount(thought.Text),
                ToolCallDelta call => Encoding.UTF8.GetByteCount(call.Arguments),
                RefusalDelta refusal => Encoding.UTF8.GetByteCount(refusal.Text),
                _ => 0,
            };
        }

        return read > 0;
    }

    /// <summary>Writes the events to the client and flushes once; gives the error that is among them, unwritten.</summary>
    private async ValueTask<ProviderError?> WriteEventsAsync()
    {
        ProviderError? failed = null;
        var client = Call.Answer;
        foreach (var next in events)
        {
            switch (next)
            {
                case AnswerFailed failure:
                    failed = failure.Error;
                    break;
                case UsageReported reported:
                    (Usage, ServiceTier) = (reported.Usage, reported.ServiceTier ?? ServiceTier);
                    break;
                case AnswerStarted started:
                    Model = started.Model;
                    break;
                case AnswerEnded:
                    ended = true;
                    break;
            }

            if (failed is not null)
            {
                break;
            }

            writer!.Write(next, client);
        }

        events.Clear();
        if (client.UnflushedBytes > 0)
        {
            Delivered = true;
            Attempt.Progress();
            await FlushAsync();
        }

        return failed;
    }

    // Of the provider's headers only those that hold whatever the body says.
    private void PassLimits(ModelResponse response)
    {
        foreach (var (name, value) in response.Headers)
        {
            if (name is "x-request-id" or "request-id" || name.StartsWith("x-ratelimit-", StringComparison.Ordinal) || name.StartsWith("anthropic-ratelimit-", StringComparison.Ordinal))
            {
                Call.Http.Response.Headers[name] = value;
            }
        }
    }
}
