using Microsoft.Extensions.Logging;

namespace Gyre.Gateway.Admission;

internal static partial class AdmissionLog
{
    [LoggerMessage(EventId = 3201, EventName = "admission.unavailable", Level = LogLevel.Warning, Message = "Calls are refused: '{Quota}' can't be checked: {Reason}")]
    public static partial void Unavailable(ILogger log, string quota, string reason);

    [LoggerMessage(EventId = 3202, EventName = "admission.away", Level = LogLevel.Warning, Message = "Leases are not renewed now; this node goes on with what it holds: {Reason}")]
    public static partial void Away(ILogger log, string reason);

    [LoggerMessage(EventId = 3203, EventName = "admission.taken-over", Level = LogLevel.Information, Message = "Took over the leases of node {Node}, which ended without giving them back; {Way}")]
    public static partial void TakenOver(ILogger log, string node, string way);

    [LoggerMessage(EventId = 3204, EventName = "budget.warned", Level = LogLevel.Warning, Message = "Budget '{Quota}' has reached {Percent} %: {Spent} of {Amount}")]
    public static partial void Warned(ILogger log, string quota, int percent, string spent, string amount);
}
