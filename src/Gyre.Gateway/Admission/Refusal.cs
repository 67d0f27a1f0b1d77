namespace Gyre.Gateway.Admission;

/// <summary>A no of ours, to be told in the client's own envelope.</summary>
/// <param name="Cause">From <see cref="Causes"/>.</param>
/// <param name="Limit">Name of the limit, budget or key that said it; null where none did.</param>
/// <param name="Message">One sentence for a person, with the remedy where there is one.</param>
/// <param name="RetryAfter">When another try may do; null where waiting does not help.</param>
public sealed record Refusal(string Cause, string? Limit, string Message, TimeSpan? RetryAfter)
{
    /// <summary>HTTP status.</summary>
    public int Status => Causes.Status(Cause);
}
