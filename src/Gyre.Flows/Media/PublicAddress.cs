using System.Net;
using System.Net.Sockets;

namespace Gyre.Flows.Media;

/// <summary>Tells addresses of the public internet from those of this machine, its network and its cloud's services.</summary>
internal static class PublicAddress
{
    // Everything the IANA registries list as not globally reachable, multicast, and Azure's platform address.
    private static readonly IPNetwork[] Closed4 =
    [
        .. new[]
        {
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24",
            "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/3", "168.63.129.16/32",
        }.Select(IPNetwork.Parse),
    ];

    private static readonly IPNetwork Global6 = IPNetwork.Parse("2000::/3");

    // Teredo and 6to4 carry an IPv4 address that nobody has checked; documentation is nowhere.
    private static readonly IPNetwork[] Closed6 = [.. new[] { "2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20" }.Select(IPNetwork.Parse)];

    public static bool Is(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6)
        {
            address = address.MapToIPv4();
        }

        return address.AddressFamily == AddressFamily.InterNetwork
            ? !Closed4.Any(n => n.Contains(address))
            : Global6.Contains(address) && !Closed6.Any(n => n.Contains(address));
    }
}
