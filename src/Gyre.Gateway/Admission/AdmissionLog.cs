using Microsoft.Extensions.Logging;

namespace Gyre.Gateway.Admission;

internal static partial class AdmissionLog
{
    [LoggerMessage(EventId = 3202, EventName = "admission.away", Level = LogLevel.Warning, Message = "Limits and budgets can't be renewed now; this node goes on with what it holds of each, then it refuses calls: {Reason}")]
    public static partial void Away(ILogger log, string reason);

    [LoggerMessage(EventId = 3205, EventName = "admission.back", Level = LogLevel.Information, Message = "Limits and budgets are renewed again")]
    public static partial void Back(ILogger log);

    [LoggerMessage(EventId = 3203, EventName = "admission.taken-over", Level = LogLevel.Information, Message = "Took over the leases of node {Node}, which ended without giving them back; {Way}")]
    public static partial void TakenOver(ILogger log, string node, string way);

    [LoggerMessage(EventId = 3204, EventName = "budget.warned", Level = LogLevel.Warning, Message = "Budget '{Quota}' has reached {Percent} %: {Spent} of {Amount}")]
    public static partial void Warned(ILogger log, string quota, int percent, string spent, string amount);
}
