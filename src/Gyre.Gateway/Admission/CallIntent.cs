using Gyre.Gateway.Callers;
using Gyre.Kernel;

namespace Gyre.Gateway.Admission;

/// <summary>What a call may use at most, said before it is made.</summary>
/// <param name="Caller">Who.</param>
/// <param name="Model">The deployment or model as routed.</param>
/// <param name="EstimatedInput">Tokens; not less than the call can turn out to have, where limits must hold exactly.</param>
/// <param name="MaxOutput">Tokens.</param>
/// <param name="WorstCost">What it costs at most on any target that may serve it; null where a price is not known.</param>
public readonly record struct CallIntent(Caller Caller, string Model, long EstimatedInput, long MaxOutput, NanoDollars? WorstCost);

/// <summary>The answer: a reservation to settle or release, or a refusal. Exactly one of them is there.</summary>
public readonly record struct Admitted(Reservation? Reservation, Refusal? Refusal);
