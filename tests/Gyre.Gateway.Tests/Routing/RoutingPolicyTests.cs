using Gyre.Gateway.Routing;

namespace Gyre.Gateway.Tests.Routing;

public sealed class RoutingPolicyTests
{
    [Fact]
    public void Weights_decide_unless_another_policy_is_asked_for() => Assert.Equal(RoutingPolicy.Weighted, default);
}
