using System.Buffers;
using System.Text;
using Gyre.Gateway.Routing.Trying;
using Gyre.Models.Dialects;
using Gyre.Models.Providers;
using Gyre.Wire.Gemini;
using Gyre.Wire.Json;
using Gyre.Wire.Taps;

namespace Gyre.Gateway.Forwarding;

/// <summary>Client and provider speak the same: the bytes pass as they are, but for the model's name and a wish for usage.</summary>
internal sealed class PassedExchange(ClientCall call, Attempt attempt, IModelProvider provider, TimeProvider time) : Exchange(call, attempt, provider, time)
{
    private readonly Dialect dialect = call.Operation == ModelOperation.Raw ? provider.ChatDialect : call.Operation.Dialect;
    private bool addedUsage;
    private StreamTap? tap;
    private StreamRelay? relay;

    // Audio and files: neither JSON nor events. They pass piece by piece.
    private bool unread;

    /// <inheritdoc/>
    protected override ModelRequest Request()
    {
        var raw = Call.Operation is ModelOperation.Raw or ModelOperation.KeptResponse;
        return new ModelRequest(Call.Operation, Attempt.Target.Model, Body(Attempt.Target.Model), Call.Stream)
        {
            Headers = Call.PassedOn(Span),
            Path = Call.RawPath,
            Query = raw ? Call.Http.Request.QueryString.Value?.TrimStart('?') : null,
            Method = raw ? Call.Http.Request.Method : "POST",
            ContentType = Call.ContentType,
        };
    }

    /// <inheritdoc/>
    protected override async Task<Outcome> BeginAsync(ModelResponse response)
    {
        var type = response.Headers.TryGetValue("content-type", out var written) ? written : "";
        if (type.StartsWith("text/event-stream", StringComparison.OrdinalIgnoreCase) || type.StartsWith("application/x-ndjson", StringComparison.OrdinalIgnoreCase))
        {
            tap = Call.Operation.IsText ? StreamRelay.TapOf(dialect) : PlainTap();
            relay = new StreamRelay(tap, Held, dropsUsage: addedUsage);
            return await BeginStreamAsync(response);
        }

        if (type.Length > 0 && !type.Contains("json", StringComparison.OrdinalIgnoreCase) && MayBeNoJson(type))
        {
            unread = true;
            Began();
            return new Outcome(OutcomeKind.Answered);
        }

        await ReadAllAsync(response);
        var seen = AnswerPeek.Of(Held.Span, Counts());
        if (!seen.IsWhole && !MayBeNoJson(type))
        {
            throw new InvalidDataException($"The provider's answer is {(Held.Length == 0 ? "empty" : "not the JSON it should be")}.");
        }

        Began();
        (Usage, Model, ServiceTier, KeptAs) = (seen.Usage, seen.Model, seen.ServiceTier, seen.Id);
        Estimate(dialect);
        return new Outcome(OutcomeKind.Answered);
    }

    /// <inheritdoc/>
    protected override async Task<Outcome> DeliverAsync(ModelResponse response)
    {
        var client = Call.Http.Response;
        AnswerHeaders.Pass(response, client, changed: false);
        if (relay is not null)
        {
            return await RelayAsync(response);
        }

        if (unread)
        {
            return await PassUnreadAsync(response);
        }

        client.ContentLength = Held.Length;
        Delivered = true;
        Call.Answer.Write(Held.Span);
        await FlushAsync();
        return new Outcome(OutcomeKind.Answered);
    }

    /// <inheritdoc/>
    public override async Task<bool> TryPassErrorAsync()
    {
        // A refused key of ours is our trouble and must not look like the client's.
        // A web page of something before the provider is in nobody's dialect.
        if (Response is not { Status: >= 400 and not (401 or 402 or 403) } refused || Held.Length == 0
            || (Call.Operation != ModelOperation.Raw && !AnswerPeek.Of(Held.Span, Counts()).IsWhole))
        {
            return false;
        }

        var client = Call.Http.Response;
        AnswerHeaders.Pass(refused, client, changed: true);
        await client.BodyWriter.WriteAsync(Encoding.UTF8.GetBytes(Provider.Redact(Encoding.UTF8.GetString(Held.Span))), Call.Http.RequestAborted);
        return true;
    }

    /// <inheritdoc/>
    public override Task EndBrokenAsync()
    {
        if (relay is not null && Call.Operation.IsText)
        {
            return Error is { } error ? BrokenStream.EndAsync(Call, error, Time) : Task.CompletedTask;
        }

        // Audio, a file, events of the provider's own: only a connection that breaks tells that the rest does not come.
        Call.Http.Abort();
        return Task.CompletedTask;
    }

    // Audio, transcripts, pictures and what is the provider's own come in any form, and a page of the web is none of a model's.
    private bool MayBeNoJson(string type) => Call.Operation switch
    {
        ModelOperation.Raw or ModelOperation.KeptResponse => true,
        ModelOperation.Speech or ModelOperation.Transcription or ModelOperation.Translation or ModelOperation.ImageGeneration or ModelOperation.ImageEdit =>
            !type.Contains("json", StringComparison.OrdinalIgnoreCase) && !type.StartsWith("text/html", StringComparison.OrdinalIgnoreCase),
        _ => false,
    };

    private SplicedBytes Body(string model)
    {
        var body = Call.Body.Memory;
        if (Call.Operation is ModelOperation.Raw or ModelOperation.KeptResponse)
        {
            return body;
        }

        if (Call.Form is { } form)
        {
            return form.Model == model ? body : JsonSplice.Apply(body, form.Named(model));
        }

        if (Call.Operation is ModelOperation.BatchEmbedContents or ModelOperation.CountGeminiTokens)
        {
            return JsonSplice.Apply(body, [.. RequestModels.Edits(body.Span, "models/" + model), .. Named(model) is { } top ? [top] : Array.Empty<JsonEdit>()]);
        }

        var named = Named(model);
        var asks = Call.Stream && Call.Operation is ModelOperation.Chat or ModelOperation.Completion && Provider.Traits.StreamOptions
            ? JsonSplice.AskForUsage(Call.Peek, body.Span)
            : null;
        addedUsage = asks is not null;
        var marks = Attempt.Target.MarksPrompt ? PromptMarks.Edits(Call, Attempt.Pool, Provider) : [];

        // The limit was believed when the call was reserved for, so it shall hold at a server that knows it by the older name.
        var limit = Call.Operation == ModelOperation.Chat && Provider.Traits.OldMaxTokens ? JsonSplice.LimitByMaxTokens(Call.Peek, body.Span) : null;
        if (marks.Count > 0 || limit is not null)
        {
            return JsonSplice.Apply(body, [.. marks, .. new[] { named, asks, limit }.OfType<JsonEdit>()]);
        }

        return (named, asks) switch
        {
            ({ } a, { } b) => JsonSplice.Apply(body, a, b),
            (null, null) => body,
            _ => JsonSplice.Apply(body, (named ?? asks)!.Value),
        };
    }

    // What was checked is what is sent: the address may have named the model, and the body another one or none.
    private JsonEdit? Named(string model)
    {
        var written = Call.Peek.Model;
        if (dialect == Dialect.Gemini)
        {
            return written.IsThere ? JsonSplice.Replace(written, "models/" + model) : null;
        }

        if (written.IsThere)
        {
            return written.In(Call.Body.Span).SequenceEqual(Attempt.Target.ModelJson.Span) ? null : JsonSplice.Replace(written, Attempt.Target.ModelJson);
        }

        return Call.ModelInAddress && Call.Body.Span.Length > 0 ? JsonSplice.Add(Call.Peek, [.. "\"model\":"u8, .. Attempt.Target.ModelJson.Span]) : null;
    }

    /// <summary>Events wait until the model begins to answer: an error before that may go to another target.</summary>
    private async Task<Outcome> BeginStreamAsync(ModelResponse response)
    {
        while (true)
        {
            while (relay!.TryLook(out var sign))
            {
                if (sign == StreamSign.Error)
                {
                    return Refused(ErrorOf(relay.LastEvent()));
                }

                if (sign is StreamSign.Content or StreamSign.End)
                {
                    Began();
                    return new Outcome(OutcomeKind.Answered);
                }
            }

            if (await ReadAsync(response) == 0)
            {
                if (!Call.Operation.IsText)
                {
                    Began();
                    return new Outcome(OutcomeKind.Answered);
                }

                Error = ProviderError.Truncated;
                return new Outcome(OutcomeKind.StreamBroken);
            }
        }
    }

    // It came under status 200; which status it stands for, the dialect's reader of streams knows.
    private ProviderError ErrorOf(ReadOnlySpan<byte> sent)
    {
        var events = new List<ChatStreamEvent>();
        ChatDialects.Of(dialect).OpenReader().Read(sent, events);
        return events.OfType<AnswerFailed>().FirstOrDefault()?.Error ?? new ProviderError(ErrorKind.Server, 502, "The provider reported an error in its stream and said nothing more.");
    }

    private async Task<Outcome> RelayAsync(ModelResponse response)
    {
        try
        {
            return await RelayToEndAsync(response);
        }
        finally
        {
            // Also of a stream that was left or cut.
            (Model, ServiceTier, TextBytes, KeptAs) = (tap!.Model, tap.ServiceTier, tap.TextBytes, tap.Id);
            Usage = tap.Complete ? tap.Usage : SoFar(tap.Usage);
        }
    }

    private async Task<Outcome> RelayToEndAsync(ModelResponse response)
    {
        var client = Call.Answer;
        var ending = StreamSign.Other;
        for (var more = true; more;)
        {
            while (relay!.TryLook(out var sign))
            {
                ending = sign is StreamSign.Error or StreamSign.End ? sign : ending;
            }

            if (relay.Pass(client))
            {
                Delivered = true;
                await FlushAsync();
            }

            more = await ReadAsync(response) > 0;
            Attempt.Progress();
        }

        if (Held.Length > 0)
        {
            ending = relay!.LookAtRest() is StreamSign.Error ? StreamSign.Error : ending;
            relay.Pass(client);
            await FlushAsync();
        }

        if ((tap!.Complete || !Call.Operation.IsText) && ending != StreamSign.Error)
        {
            return new Outcome(OutcomeKind.Answered);
        }

        // The provider told its error itself, in the client's own dialect; a cut it could not tell.
        if (ending != StreamSign.Error)
        {
            Error = ProviderError.Truncated;
        }

        return new Outcome(OutcomeKind.StreamBroken) { Delivered = true };
    }

    private async Task<Outcome> PassUnreadAsync(ModelResponse response)
    {
        var client = Call.Answer;
        while (await response.Body.ReadAsync(client.GetMemory(16 * 1024), Attempt.Token) is > 0 and var read)
        {
            client.Advance(read);
            TextBytes += read;
            Delivered = true;
            Attempt.Progress();
            await FlushAsync();
        }

        return new Outcome(OutcomeKind.Answered);
    }

    // Of a path of the provider's own its usual streams are likely.
    private StreamTap PlainTap() => new PlainTap(Call.Operation == ModelOperation.Raw && dialect != Dialect.Ollama ? StreamRelay.TapOf(dialect) : null, Counts());

    private AnswerCounts Counts() => CountedAnswers.Of(Call.Operation, dialect);
}
