namespace Gyre.Gateway.Tests.Admission;

/// <summary>A wall clock that somebody sets forward and back; time itself goes on.</summary>
internal sealed class JumpingClock : TimeProvider
{
    private TimeSpan offset = new DateTimeOffset(2026, 1, 1, 0, 0, 5, TimeSpan.Zero) - System.GetUtcNow();

    public void Jump(TimeSpan by) => offset += by;

    public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + offset;
}
