using System.CommandLine;
using System.Net;

namespace Gyre.Cli.CommandLine;

/// <summary>Options that are ports.</summary>
internal static class Ports
{
    /// <summary>Refuses what is no port.</summary>
    public static Option<int> IsPort(this Option<int> option)
    {
        option.Validators.Add(given =>
        {
            if (given.Tokens is [var word] && int.TryParse(word.Value, out var port) && port is < 0 or > IPEndPoint.MaxPort)
            {
                given.AddError($"{option.Name} is a port, 0 to {IPEndPoint.MaxPort}, not {port}.");
            }
        });
        return option;
    }
}
