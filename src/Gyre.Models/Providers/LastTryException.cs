namespace Gyre.Models.Providers;

/// <summary>A call failed, and to repeat it would be in vain: to its caller it is as if all tries were used up.</summary>
/// <param name="cause">What went wrong.</param>
public sealed class LastTryException(Exception cause) : HttpRequestException(cause.Message, cause);
