using System.Text;
using Gyre.Wire.Usage;

namespace Gyre.Models.Dialects;

/// <summary>Puts the events of a stream together to the whole answer.</summary>
public sealed class AnswerAssembler
{
    private readonly List<Part> parts = [];
    private readonly List<(int At, ToolCallPart Call, StringBuilder Arguments)> calls = [];
    private readonly StringBuilder text = new();
    private readonly List<Citation> citations = [];
    private Type? open;
    private ChatAnswer answer = new();

    /// <summary>What is there so far.</summary>
    public ChatAnswer Answer
    {
        get
        {
            Close();
            var whole = parts.ToArray();
            foreach (var (at, call, arguments) in calls)
            {
                whole[at] = call with { Arguments = arguments.ToString() };
            }

            return answer with { Parts = whole };
        }
    }

    /// <summary>The error that ended the stream, if one did.</summary>
    public ProviderError? Error { get; private set; }

    /// <summary>Whether the stream came to its end.</summary>
    public bool Ended { get; private set; }

    /// <summary>What the provider counted so far.</summary>
    public TokenUsage? Usage => answer.Usage;

    /// <summary>Takes the next event.</summary>
    public void Add(ChatStreamEvent next)
    {
        switch (next)
        {
            case AnswerStarted started:
                answer = answer with { Id = started.Id, Model = started.Model };
                break;
            case TextDelta delta:
                Grow(typeof(TextPart), delta.Text);
                break;
            case Cited cited:
                Cite(cited.Citation);
                break;
            case ThinkingDelta delta:
                Grow(typeof(ThinkingPart), delta.Text);
                break;
            case RefusalDelta delta:
                Grow(typeof(RefusalPart), delta.Text);
                break;
            case ThinkingEnded ended:
                EndThinking(ended);
                break;
            case ToolCallStarted started:
                Close();
                calls.Add((parts.Count, new ToolCallPart(started.Id, started.Name, "") { Signature = started.Signature, Custom = started.Custom }, new StringBuilder()));
                parts.Add(calls[^1].Call);
                break;
            case ToolCallDelta delta:
                calls[delta.Index].Arguments.Append(delta.Arguments);
                break;
            case UsageReported reported:
                answer = answer with { Usage = reported.Usage, ServiceTier = reported.ServiceTier ?? answer.ServiceTier };
                break;
            case AnswerFinished finished:
                answer = answer with { Finish = finished.Reason, StopSequence = finished.StopSequence };
                break;
            case AnswerFailed failed:
                Error = failed.Error;
                break;
            case AnswerEnded:
                Ended = true;
                break;
        }
    }

    private void Grow(Type kind, string more)
    {
        if (open != kind)
        {
            Close();
        }

        open = kind;
        text.Append(more);
    }

    // A source may come when its words are over.
    private void Cite(Citation citation)
    {
        if (open == typeof(TextPart))
        {
            citations.Add(citation);
        }
        else if (parts.FindLastIndex(p => p is TextPart) is >= 0 and var at)
        {
            var words = (TextPart)parts[at];
            parts[at] = words with { Citations = [.. words.Citations, citation] };
        }
    }

    private void EndThinking(ThinkingEnded ended)
    {
        if (open != typeof(ThinkingPart))
        {
            Close();
        }

        parts.Add(new ThinkingPart(text.ToString()) { Signature = ended.Signature, Redacted = ended.Redacted });
        text.Clear();
        open = null;
    }

    private void Close()
    {
        if (open is null)
        {
            return;
        }

        var whole = text.ToString();
        parts.Add(open == typeof(TextPart) ? new TextPart(whole) { Citations = citations.Count == 0 ? [] : citations.ToArray() } : open == typeof(ThinkingPart) ? new ThinkingPart(whole) : new RefusalPart(whole));
        citations.Clear();
        text.Clear();
        open = null;
    }
}
