using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Gyre.Gateway.Tests.Usage;

/// <summary>The rules of FOCUS 1.2 for a data set of usage charges without corrections, taxes and commitments, column by column.</summary>
internal static partial class FocusRules
{
    // Feature level "Mandatory", and what is conditional on things we have: usage, prices, keys.
    private static readonly string[] Present =
    [
        "BilledCost", "BillingAccountId", "BillingAccountName", "BillingCurrency", "BillingPeriodEnd", "BillingPeriodStart", "ChargeCategory", "ChargeClass", "ChargeDescription",
        "ChargePeriodEnd", "ChargePeriodStart", "ContractedCost", "EffectiveCost", "InvoiceIssuerName", "ListCost", "PricingQuantity", "PricingUnit", "ProviderName", "PublisherName",
        "ServiceCategory", "ServiceName",
        "BillingAccountType", "ChargeFrequency", "ConsumedQuantity", "ConsumedUnit", "ContractedUnitPrice", "ListUnitPrice", "PricingCategory", "RegionId", "RegionName", "ResourceId",
        "ResourceName", "ResourceType", "ServiceSubcategory", "SkuId", "SkuMeter", "SkuPriceDetails", "SkuPriceId", "SubAccountId", "SubAccountName", "SubAccountType", "Tags",
    ];

    // Null only where there is no such thing.
    private static readonly string[] MayBeNull = ["ChargeClass", "RegionId", "RegionName", "ResourceId", "ResourceName", "ResourceType", "SubAccountId", "SubAccountName", "SubAccountType", "Tags"];

    private static readonly Dictionary<string, string[]> Allowed = new(StringComparer.Ordinal)
    {
        ["BillingCurrency"] = ["USD"],
        ["ChargeCategory"] = ["Usage"],
        ["ChargeClass"] = [""],
        ["ChargeFrequency"] = ["Usage-Based"],
        ["PricingCategory"] = ["Standard", "Dynamic", "Committed", "Other"],
        ["ServiceCategory"] = ["AI and Machine Learning"],
        ["ServiceSubcategory"] = ["AI Platforms", "Bots", "Generative AI", "Machine Learning", "Natural Language Processing", "Other (AI and Machine Learning)"],
    };

    private static readonly string[] Decimals = ["BilledCost", "ConsumedQuantity", "ContractedCost", "ContractedUnitPrice", "EffectiveCost", "ListCost", "ListUnitPrice", "PricingQuantity"];

    private static readonly string[] Moments = ["BillingPeriodEnd", "BillingPeriodStart", "ChargePeriodEnd", "ChargePeriodStart"];

    public static IEnumerable<string> Faults(string path) => Csv.Read(path).Index().SelectMany(row => Faults(row.Item).Select(f => $"charge {row.Index}: {f}"));

    private static List<string> Faults(Dictionary<string, string> charge)
    {
        return
        [
            .. Present.Where(c => !charge.ContainsKey(c)).Select(c => $"{c} is not there"),
            .. charge.Keys.Where(c => !Present.Contains(c) && !CustomName().IsMatch(c)).Select(c => $"{c} is neither FOCUS's nor begins with x_"),
            .. Present.Where(c => !MayBeNull.Contains(c) && charge[c].Length == 0).Select(c => $"{c} is null"),
            .. Allowed.Where(a => !a.Value.Contains(charge[a.Key])).Select(a => $"{a.Key} is '{charge[a.Key]}'"),
            .. Decimals.Where(c => !Number().IsMatch(charge[c])).Select(c => $"{c} is no number: '{charge[c]}'"),
            .. Moments.Where(c => !Moment().IsMatch(charge[c])).Select(c => $"{c} is no moment in UTC: '{charge[c]}'"),
            .. Together("SubAccountId", "SubAccountName", "SubAccountType"),
            .. Together("ResourceId", "ResourceName", "ResourceType"),
            .. Together("RegionId", "RegionName"),
            .. Together("SkuId", "SkuMeter", "SkuPriceId", "SkuPriceDetails"),
            .. Where(Decimal("ConsumedQuantity") <= 0, "nothing was consumed"),
            .. Where(Decimal("ListUnitPrice") < 0 || Decimal("ContractedUnitPrice") < 0, "a unit price is negative"),
            .. Where(Decimal("ListUnitPrice") * Decimal("PricingQuantity") != Decimal("ListCost"), "list cost is not price times quantity"),
            .. Where(Decimal("ContractedUnitPrice") * Decimal("PricingQuantity") != Decimal("ContractedCost"), "contracted cost is not price times quantity"),
            .. Where(string.CompareOrdinal(charge["ChargePeriodStart"], charge["ChargePeriodEnd"]) >= 0, "the charge's period has no length"),
            .. Where(string.CompareOrdinal(charge["ChargePeriodStart"], charge["BillingPeriodStart"]) < 0 || string.CompareOrdinal(charge["ChargePeriodEnd"], charge["BillingPeriodEnd"]) > 0, "the charge lies outside its billing period"),
            .. KeyValues("Tags"),
            .. KeyValues("SkuPriceDetails"),
            .. Where(!Unit().IsMatch(charge["PricingUnit"]) || !Unit().IsMatch(charge["ConsumedUnit"]), "a unit is not in the format of units"),
        ];

        decimal Decimal(string column) => decimal.Parse(charge[column], CultureInfo.InvariantCulture);
        IEnumerable<string> Where(bool wrong, string fault) => wrong ? [fault] : [];
        IEnumerable<string> Together(params string[] columns) => Where(columns.Select(c => charge[c].Length == 0).Distinct().Count() > 1, $"{string.Join(", ", columns)} are null one without the other");

        // KeyValueFormat: one object, whose values are no objects.
        IEnumerable<string> KeyValues(string column)
        {
            if (charge[column].Length == 0)
            {
                return [];
            }

            using var json = JsonDocument.Parse(charge[column]);
            return Where(json.RootElement.EnumerateObject().Any(p => p.Value.ValueKind is JsonValueKind.Object or JsonValueKind.Array), $"{column} holds more than keys and values");
        }
    }

    [GeneratedRegex("^x_[A-Z][A-Za-z0-9]*$")]
    private static partial Regex CustomName();

    // No separators, no exponent, no currency.
    [GeneratedRegex(@"^-?\d+(\.\d+)?$")]
    private static partial Regex Number();

    [GeneratedRegex(@"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$")]
    private static partial Regex Moment();

    // "Tokens", "1000000 Tokens".
    [GeneratedRegex(@"^(\d+ )?[A-Z][a-z]+s$")]
    private static partial Regex Unit();
}
