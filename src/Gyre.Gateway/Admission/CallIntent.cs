using System.Collections.Immutable;
using Gyre.Gateway.Callers;
using Gyre.Kernel;

namespace Gyre.Gateway.Admission;

/// <summary>What a call may use at most, said before it is made.</summary>
/// <param name="Caller">Who.</param>
/// <param name="Model">The deployment or model as routed.</param>
/// <param name="EstimatedInput">Tokens; not less than the call can turn out to have, where limits must hold exactly.</param>
/// <param name="MaxOutput">Tokens.</param>
/// <param name="WorstCost">What it costs at most on any target that may serve it; null where a price is not known.</param>
public readonly record struct CallIntent(Caller Caller, string Model, long EstimatedInput, long MaxOutput, NanoDollars? WorstCost)
{
    /// <summary>The names of every model that may come to answer, beside <see cref="Model"/>: a rule for one of them is not dodged by asking under another name.</summary>
    public ImmutableArray<string> Reaches { get; init; } = [];

    /// <summary>Whether any model may come to answer, so that rules for some models hold all the same.</summary>
    public bool ReachesAny { get; init; }

    /// <summary>Whether a rule is for this call's models.</summary>
    internal bool IsCoveredBy(Quota rule)
    {
        if (rule.Model is not { } pattern || ReachesAny || Glob.Matches(pattern, Model))
        {
            return true;
        }

        if (!Reaches.IsDefault)
        {
            foreach (var name in Reaches)
            {
                if (Glob.Matches(pattern, name))
                {
                    return true;
                }
            }
        }

        return false;
    }
}

/// <summary>The answer: a reservation to settle or release, or a refusal. Exactly one of them is there.</summary>
public readonly record struct Admitted(Reservation? Reservation, Refusal? Refusal);
