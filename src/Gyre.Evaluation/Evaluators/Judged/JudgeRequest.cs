using Gyre.Flows.Values;
using Gyre.Models.Calls;
using Gyre.Models.Dialects;

namespace Gyre.Evaluation.Evaluators.Judged;

/// <summary>What a judge is sent.</summary>
/// <param name="Model">The model's name there.</param>
/// <param name="Messages">The conversation.</param>
/// <param name="Parameters">Request fields of the prompt.</param>
/// <param name="Form">The form of the answer.</param>
internal sealed record JudgeRequest(string Model, List<object?> Messages, PythonDict Parameters, VerdictForm Form)
{
    // For a model that thinks before it answers; also where an answer was cut, which may be for the same reason.
    private const long ToThink = 16_000;

    private const string NewLimit = "max_completion_tokens", OldLimit = "max_tokens";

    private static readonly string[] Sampling = ["temperature", "top_p", "presence_penalty", "frequency_penalty"];

    // Ours to set.
    private static readonly string[] Ours = [NewLimit, OldLimit, "response_format", "stream", "n", "tools", "tool_choice"];

    /// <summary>What is known of the model and its server.</summary>
    public required ModelTraits Traits { get; init; }

    /// <summary>Whether the request is put into another provider's words on its way, which finds a form for every field.</summary>
    public required bool Translated { get; init; }

    /// <summary>Whether an earlier answer was cut at its limit.</summary>
    public bool Longer { get; init; }

    /// <summary>The request in OpenAI's names, without what the model was found not to take.</summary>
    public PythonDict Body(Refusals refused)
    {
        var body = new PythonDict(Parameters.Count + 4) { ["model"] = Model, ["messages"] = Messages };
        var samplingIsFixed = refused.Sampling || (Traits.FixedSampling && !Translated);
        foreach (var (key, value) in Parameters)
        {
            if (!Ours.Contains(key) && !(samplingIsFixed && Sampling.Contains(key)))
            {
                body[key] = value;
            }
        }

        if (!refused.Limit)
        {
            body[Traits.OldMaxTokens == refused.LimitName ? NewLimit : OldLimit] = Limit();
        }

        if (!refused.Schema && (Traits.SchemaOutput || Translated))
        {
            body["response_format"] = Form.ResponseFormat;
        }

        return body;
    }

    private long Limit()
    {
        var asked = (Parameters.GetValueOrDefault(NewLimit) ?? Parameters.GetValueOrDefault(OldLimit)) as long? ?? (Form.Room + (Traits.Reasons == true ? ToThink : 0));
        return Math.Min(Longer ? (2 * asked) + ToThink : asked, Traits.MaxOutput ?? long.MaxValue);
    }
}

/// <summary>What a model's server refused to take: a deployment does not tell which model is behind it, so some only learn it by trying.</summary>
internal sealed record Refusals
{
    /// <summary>A temperature of the client's.</summary>
    public bool Sampling { get; init; }

    /// <summary>A schema for the answer; the form is told in words as well.</summary>
    public bool Schema { get; init; }

    /// <summary>The name by which the limit of the answer was set; it has another.</summary>
    public bool LimitName { get; init; }

    /// <summary>Any limit of that size.</summary>
    public bool Limit { get; init; }

    /// <summary>Both together.</summary>
    public Refusals And(Refusals other) => new() { Sampling = Sampling || other.Sampling, Schema = Schema || other.Schema, LimitName = LimitName || other.LimitName, Limit = Limit || other.Limit };

    /// <summary>What is known after one more refusal; null where it was for another reason.</summary>
    public Refusals? With(ModelException refused)
    {
        var words = refused.ProviderMessage ?? refused.Message;
        var more = Says("response_format", "json_schema", "structured output") ? this with { Schema = true }
            : Says("max_tokens", "max_completion_tokens") ? Says("too large", "at most", "exceed") || LimitName ? this with { Limit = true } : this with { LimitName = true }
            : Says("temperature", "top_p", "penalty") ? this with { Sampling = true }
            : this;
        return more == this ? null : more;

        bool Says(params ReadOnlySpan<string> any)
        {
            foreach (var word in any)
            {
                if (words.Contains(word, StringComparison.OrdinalIgnoreCase))
                {
                    return true;
                }
            }

            return false;
        }
    }
}
