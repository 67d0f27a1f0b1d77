using System.Data.Common;
using System.Text;
using System.Text.Json;
using Gyre.Kernel;

namespace Gyre.Gateway.Usage.Exports;

/// <summary>A line per call, as CSV or JSON.</summary>
internal sealed class CallLines : IDisposable
{
    private static readonly JsonWriterOptions Plain = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly Stream file;
    private readonly StreamWriter? text;
    private readonly CsvWriter? csv;
    private readonly Utf8JsonWriter? json;
    private readonly int cost = LedgerColumns.Names.Index().First(n => n.Item == "cost_usd").Index;
    private UsageExported written = new(0, NanoDollars.Zero, 0, null);

    public CallLines(Stream file, UsageFormat format)
    {
        this.file = file;
        if (format == UsageFormat.Jsonl)
        {
            json = new Utf8JsonWriter(file, Plain);
            return;
        }

        text = new StreamWriter(file, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), 1 << 16, leaveOpen: true);
        csv = new CsvWriter(text);
        csv.Fields(LedgerColumns.Names);
        csv.End();
    }

    /// <summary>Adds a call: the ledger's columns, then whether its cost is not known.</summary>
    public void Add(DbDataReader row)
    {
        if (csv is not null)
        {
            WriteCsv(csv, row);
        }
        else
        {
            WriteJson(json!, row);
        }

        written = written with
        {
            Rows = written.Rows + 1,
            Cost = written.Cost + new NanoDollars(row.IsDBNull(cost) ? 0 : row.GetInt64(cost)),
            Unpriced = written.Unpriced + row.GetInt64(LedgerColumns.Names.Count),
        };
    }

    public UsageExported End()
    {
        text?.Flush();
        json?.Flush();
        return written;
    }

    public void Dispose()
    {
        text?.Dispose();
        json?.Dispose();
    }

    private static void WriteCsv(CsvWriter csv, DbDataReader row)
    {
        for (var i = 0; i < LedgerColumns.Names.Count; i++)
        {
            switch (LedgerColumns.Value(row, i))
            {
                case long number:
                    csv.Field(number);
                    break;
                case decimal dollars:
                    csv.Field(dollars);
                    break;
                case bool flag:
                    csv.Field(flag ? "true" : "false");
                    break;
                case var other:
                    csv.Field(other as string);
                    break;
            }
        }

        csv.End();
    }

    private void WriteJson(Utf8JsonWriter json, DbDataReader row)
    {
        json.WriteStartObject();
        for (var i = 0; i < LedgerColumns.Names.Count; i++)
        {
            json.WritePropertyName(LedgerColumns.Names[i]);
            switch (LedgerColumns.Value(row, i))
            {
                case long number:
                    json.WriteNumberValue(number);
                    break;
                case decimal dollars:
                    json.WriteNumberValue(dollars);
                    break;
                case bool flag:
                    json.WriteBooleanValue(flag);
                    break;
                case var other:
                    json.WriteStringValue(other as string);
                    break;
            }
        }

        json.WriteEndObject();
        json.Flush();
        json.Reset();
        file.WriteByte((byte)'\n');
    }
}
