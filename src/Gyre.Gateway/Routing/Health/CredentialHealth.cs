namespace Gyre.Gateway.Routing.Health;

/// <summary>Whether a connection's key is worth trying; shared by all targets of the connection. Thread-safe.</summary>
internal sealed class CredentialHealth(TimeProvider time)
{
    private long refusedUntil = Timestamps.Never;
    private long provenUntil = Timestamps.Never;

    /// <summary>Until when the credential is spared; in the past where it is fine.</summary>
    public long RefusedUntil => Volatile.Read(ref refusedUntil);

    /// <summary>A call with it succeeded.</summary>
    public void Proven(long now)
    {
        Volatile.Write(ref provenUntil, time.Later(now, HealthRules.CredentialProof));
        Volatile.Write(ref refusedUntil, Timestamps.Never);
    }

    /// <summary>A call was refused with 401, 403 or for lack of credit.</summary>
    public void Refused(long now)
    {
        // One caller's odd request (a file of another account, say) must not take the key from everybody.
        if (Volatile.Read(ref provenUntil) <= now)
        {
            Volatile.Write(ref refusedUntil, time.Later(now, HealthRules.CredentialRest));
        }
    }
}
