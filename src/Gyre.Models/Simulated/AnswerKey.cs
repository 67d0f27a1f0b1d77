using Gyre.Models.Providers;

namespace Gyre.Models.Simulated;

/// <summary>What a plain answer depends on; limited by the request's own most tokens.</summary>
internal readonly record struct AnswerKey(ModelOperation Operation, string Model, bool Stream, bool WantsUsage, long InputTokens, int Tokens, bool Limited);
