using Gyre.Models.Providers;

namespace Gyre.Models.Simulated;

/// <summary>What a plain answer depends on.</summary>
internal readonly record struct AnswerKey(ModelOperation Operation, string Model, bool Stream, bool WantsUsage, long InputTokens, int Tokens);
