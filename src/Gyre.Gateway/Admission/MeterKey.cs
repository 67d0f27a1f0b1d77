namespace Gyre.Gateway.Admission;

/// <summary>What is counted as one: a quota, since its last reset, in one period.</summary>
internal readonly record struct MeterKey(Guid Quota, long Generation, long Period);
