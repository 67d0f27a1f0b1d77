namespace Gyre.Models.Dialects;

/// <summary>A whole answer as the events of a stream: for a client that wants a stream of a provider that gives none.</summary>
public static class AnswerEvents
{
    /// <summary>The events, in order, ending with <see cref="AnswerEnded"/>.</summary>
    public static IEnumerable<ChatStreamEvent> Of(ChatAnswer answer)
    {
        yield return new AnswerStarted(answer.Id, answer.Model);
        var calls = 0;
        foreach (var part in answer.Parts)
        {
            switch (part)
            {
                case TextPart { Text.Length: > 0 } text:
                    yield return new TextDelta(text.Text);
                    foreach (var citation in text.Citations)
                    {
                        yield return new Cited(citation);
                    }

                    break;
                case RefusalPart { Text.Length: > 0 } refusal:
                    yield return new RefusalDelta(refusal.Text);
                    break;
                case ThinkingPart thinking:
                    if (thinking.Text.Length > 0)
                    {
                        yield return new ThinkingDelta(thinking.Text);
                    }

                    yield return new ThinkingEnded(thinking.Signature, thinking.Redacted);
                    break;
                case ToolCallPart call:
                    yield return new ToolCallStarted(calls, call.Id, call.Name, call.Signature, call.Custom);
                    if (call.Arguments.Length > 0)
                    {
                        yield return new ToolCallDelta(calls, call.Arguments);
                    }

                    calls++;
                    break;
            }
        }

        yield return new AnswerFinished(answer.Finish, answer.StopSequence);
        if (answer.Usage is { } usage)
        {
            yield return new UsageReported(usage) { ServiceTier = answer.ServiceTier };
        }

        yield return AnswerEnded.Instance;
    }
}
