namespace Gyre.Gateway;

/// <summary>Trouble that lasts: told when it begins and when it is over, and not at every call in between. Thread-safe.</summary>
internal sealed class Outage
{
    private int lasts;

    /// <summary>Notes the trouble.</summary>
    /// <returns>Whether this is its first sign.</returns>
    public bool Begins() => Volatile.Read(ref lasts) == 0 && Interlocked.Exchange(ref lasts, 1) == 0;

    /// <summary>Notes that all is well.</summary>
    /// <returns>Whether it was not before.</returns>
    public bool Ends() => Volatile.Read(ref lasts) == 1 && Interlocked.Exchange(ref lasts, 0) == 1;
}
