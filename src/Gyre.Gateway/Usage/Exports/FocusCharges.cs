using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Gyre.Models.Catalog;
using Gyre.Models.Prices;

namespace Gyre.Gateway.Usage.Exports;

/// <summary>
/// Charges as FOCUS 1.2 has them. Billed and effective cost are the ledger's, rounded per call; list and contracted cost are
/// quantity times unit price, not rounded, as the specification asks. The two agree wherever a token costs whole billionths.
/// </summary>
internal sealed class FocusCharges
{
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly string[] Columns =
    [
        "BilledCost", "BillingAccountId", "BillingAccountName", "BillingAccountType", "BillingCurrency", "BillingPeriodEnd", "BillingPeriodStart",
        "ChargeCategory", "ChargeClass", "ChargeDescription", "ChargeFrequency", "ChargePeriodEnd", "ChargePeriodStart", "ConsumedQuantity", "ConsumedUnit",
        "ContractedCost", "ContractedUnitPrice", "EffectiveCost", "InvoiceIssuerName", "ListCost", "ListUnitPrice", "PricingCategory", "PricingQuantity",
        "PricingUnit", "ProviderName", "PublisherName", "RegionId", "RegionName", "ResourceId", "ResourceName", "ResourceType", "ServiceCategory",
        "ServiceName", "ServiceSubcategory", "SkuId", "SkuMeter", "SkuPriceDetails", "SkuPriceId", "SubAccountId", "SubAccountName", "SubAccountType", "Tags",
        "x_Calls", "x_CallsWithEstimatedUsage", "x_CostCenter", "x_Model", "x_Operation", "x_PriceVersion", "x_Project", "x_ServiceTier", "x_Team",
    ];

    private readonly CsvWriter csv;
    private readonly KeyNames names;
    private readonly Dictionary<string, string> providers;

    public FocusCharges(TextWriter output, KeyNames names, ModelCatalog catalog)
    {
        this.names = names;
        providers = catalog.Providers.ToDictionary(p => p.Id, p => p.Name, StringComparer.Ordinal);
        csv = new CsvWriter(output);
        csv.Fields(Columns);
        csv.End();
    }

    /// <summary>Writes a charge.</summary>
    /// <param name="hour">Hours since 1970.</param>
    /// <param name="key">Who and what.</param>
    /// <param name="bucket">What is paid for; null for calls as such.</param>
    /// <param name="rate">Dollars for the published unit; of a call, what it cost.</param>
    /// <param name="charge">How much.</param>
    public void Write(long hour, FocusKey key, PriceBucket? bucket, decimal rate, FocusCharge charge)
    {
        var start = DateTime.UnixEpoch.AddHours(hour);
        var month = new DateTime(start.Year, start.Month, 1, 0, 0, 0, DateTimeKind.Utc);
        var meter = FocusMeter.Of(bucket);
        var billed = charge.Cost / 1_000_000_000m;
        var quantity = charge.Quantity / meter.Per;
        var list = rate * quantity;
        var provider = providers.GetValueOrDefault(key.Provider) ?? (key.Provider.Length > 0 ? key.Provider : "Gyre");
        var sku = $"{key.Provider}/{key.Model}/{meter.Sku}";
        csv.Field(billed);
        csv.Field(key.Connection.Length > 0 ? key.Connection : "gyre");
        csv.Field(key.Connection.Length > 0 ? key.Connection : "gyre");
        csv.Field("Connection");
        csv.Field("USD");
        csv.Field(Text(month.AddMonths(1)));
        csv.Field(Text(month));
        csv.Field("Usage");
        csv.Field((string?)null);
        csv.Field($"{provider} {key.Model}: {meter.Name}{(IsStandard(key.ServiceTier) ? "" : $", {key.ServiceTier}")}");
        csv.Field("Usage-Based");
        csv.Field(Text(start.AddHours(1)));
        csv.Field(Text(start));
        csv.Field(charge.Quantity);
        csv.Field(meter.Unit);
        csv.Field(list);
        csv.Field(rate);
        csv.Field(billed);
        csv.Field(provider);
        csv.Field(list);
        csv.Field(rate);
        csv.Field(bucket is not null && rate > 0 ? "Standard" : "Other");
        csv.Field(quantity);
        csv.Field(meter.PricingUnit);
        csv.Field(provider);
        csv.Field(provider);
        csv.Field(Known(key.Region));
        csv.Field(Known(key.Region));
        csv.Field(Known(key.Deployment));
        csv.Field(Known(key.Deployment));
        csv.Field(key.Deployment.Length > 0 ? "Deployment" : null);
        csv.Field("AI and Machine Learning");
        csv.Field($"{provider} models");
        csv.Field("Generative AI");
        csv.Field(sku);
        csv.Field(meter.Name);
        csv.Field(JsonSerializer.Serialize(new Dictionary<string, string>(StringComparer.Ordinal) { ["Model"] = key.Model, ["ServiceTier"] = IsStandard(key.ServiceTier) ? "standard" : key.ServiceTier }, Plain));
        csv.Field(IsStandard(key.ServiceTier) ? sku : $"{sku}/{key.ServiceTier}");
        csv.Field(Known(key.KeyId));
        csv.Field(key.KeyId.Length > 0 ? names.Of(key.KeyId) : null);
        csv.Field(key.KeyId.Length > 0 ? "Key" : null);
        csv.Field(Tags(key));
        csv.Field(charge.Calls);
        csv.Field(charge.Estimated);
        csv.Fields([Known(key.CostCenter), key.Model, key.Operation, Known(key.PriceVersion), Known(key.Project), Known(key.ServiceTier), Known(key.Team)]);
        csv.End();
    }

    /// <summary>A key's own tags as they are; ours have a prefix, as the specification asks of a provider's.</summary>
    private string Tags(FocusKey key)
    {
        var tags = names.TagsOf(key.KeyId) is { Length: > 0 } own ? JsonNode.Parse(own)!.AsObject() : [];
        foreach (var (name, value) in new[] { ("team", key.Team), ("project", key.Project), ("cost_center", key.CostCenter) })
        {
            if (value.Length > 0)
            {
                tags[$"gyre/{name}"] = value;
            }
        }

        return tags.ToJsonString(Plain);
    }

    private static bool IsStandard(string tier) => tier is "" or "default" or "standard" or "on_demand";

    private static string? Known(string text) => text.Length > 0 ? text : null;

    private static string Text(DateTime at) => at.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
