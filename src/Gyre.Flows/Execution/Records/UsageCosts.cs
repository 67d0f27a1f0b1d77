using System.Globalization;
using Gyre.Flows.Values;
using Gyre.Kernel;
using Gyre.Models.Prices;

namespace Gyre.Flows.Execution.Records;

/// <summary>The cost among the metrics of a stored record.</summary>
public static class UsageCosts
{
    /// <summary>Dollars under <c>cost</c>; a record of tokens without it has an unknown cost.</summary>
    public static CallCosts Read(PythonDict metrics) =>
        CallCosts.Of(metrics.TryGetValue("cost", out var cost) && cost is long or double ? NanoDollars.Of(Convert.ToDecimal(cost, CultureInfo.InvariantCulture)) : null);
}
