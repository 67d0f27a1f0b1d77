using System.Globalization;
using System.Text;
using System.Xml;

namespace Gyre.Evaluation.Gates.Outputs;

/// <summary>A gate as JUnit XML: a test case for each check, in the strictest of the shapes that CI servers take.</summary>
public static class GateJUnit
{
    private const string Package = "gyre.gate";

    /// <summary>Writes the document.</summary>
    /// <param name="result">What the gate says.</param>
    /// <param name="judgedAt">When.</param>
    /// <param name="stream">Gets UTF-8 without a mark.</param>
    public static void Write(GateResult result, DateTimeOffset judgedAt, Stream stream)
    {
        using var xml = XmlWriter.Create(stream, new XmlWriterSettings { Indent = true, Encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), CloseOutput = false });
        xml.WriteStartElement("testsuites");
        xml.WriteStartElement("testsuite");
        Attribute(xml, "id", "0");
        Attribute(xml, "package", Package);
        Attribute(xml, "name", GateSummary.Title(result));
        Attribute(xml, "timestamp", judgedAt.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss", CultureInfo.InvariantCulture));
        Attribute(xml, "hostname", "localhost");
        Attribute(xml, "tests", Digits(result.Checks.Count));
        Attribute(xml, "failures", Digits(result.Checks.Count(result.Blocks)));
        Attribute(xml, "errors", "0");
        Attribute(xml, "skipped", Digits(result.Checks.Count(c => IsSkipped(result, c))));
        Attribute(xml, "time", "0");
        xml.WriteStartElement("properties");
        Property(xml, "verdict", GateSummary.Word(result.Verdict));
        Property(xml, "run", result.Candidate);
        Property(xml, "against", result.Baseline);
        Property(xml, "policy", result.Policy.Name);
        xml.WriteEndElement();
        foreach (var check in result.Checks)
        {
            Case(xml, result, check);
        }

        xml.WriteElementString("system-out", Clean($"{GateSummary.Sentence(result)}\n{string.Join('\n', result.Checks.Select(Told))}"));
        xml.WriteElementString("system-err", "");
        xml.WriteEndElement();
        xml.WriteEndElement();
    }

    private static void Case(XmlWriter xml, GateResult result, GateCheck check)
    {
        xml.WriteStartElement("testcase");
        Attribute(xml, "name", $"{check.Name}: {check.Limit}");
        Attribute(xml, "classname", $"{Package}.{(check.Metric.Length == 0 ? "run" : check.Metric)}");
        Attribute(xml, "time", "0");
        if (result.Blocks(check))
        {
            xml.WriteStartElement("failure");
            Attribute(xml, "message", $"{GateSummary.Word(check.Verdict)}: {check.Words}, wanted is {check.Limit}");
            Attribute(xml, "type", GateSummary.Word(check.Verdict));
            xml.WriteString(Clean(Told(check)));
            xml.WriteEndElement();
        }
        else if (IsSkipped(result, check))
        {
            xml.WriteStartElement("skipped");
            Attribute(xml, "message", Told(check));
            xml.WriteEndElement();
        }

        xml.WriteEndElement();
    }

    private static bool IsSkipped(GateResult result, GateCheck check) => check.Verdict == GateVerdict.Inconclusive && !result.Blocks(check);

    private static void Property(XmlWriter xml, string name, string? value)
    {
        if (value is not null)
        {
            xml.WriteStartElement("property");
            Attribute(xml, "name", name);
            Attribute(xml, "value", value);
            xml.WriteEndElement();
        }
    }

    private static void Attribute(XmlWriter xml, string name, string value) => xml.WriteAttributeString(name, Clean(value));

    private static string Told(GateCheck check) => check.Judge is null ? check.Sentence : $"{check.Sentence} Judge: {check.Judge}.";

    private static string Digits(int count) => count.ToString(CultureInfo.InvariantCulture);

    // What users' data may hold and XML may not.
    private static string Clean(string text)
    {
        var clean = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (i + 1 < text.Length && XmlConvert.IsXmlSurrogatePair(text[i + 1], text[i]))
            {
                clean.Append(text, i++, 2);
            }
            else
            {
                clean.Append(XmlConvert.IsXmlChar(text[i]) ? text[i] : '\uFFFD');
            }
        }

        return clean.ToString();
    }
}
