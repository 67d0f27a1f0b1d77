using System.Globalization;
using System.Xml.Linq;
using System.Xml.Schema;
using Gyre.Evaluation.Gates;
using Gyre.Evaluation.Gates.Definitions;
using Gyre.Evaluation.Gates.Outputs;
using Gyre.Evaluation.Statistics;
using Gyre.Testing;

namespace Gyre.Evaluation.Tests.Gates;

public sealed class GateOutputsTests
{
    [Fact]
    public void JUnit_keeps_to_the_strictest_schema_whatever_the_names_hold()
    {
        var xml = JUnit(Result(WhenInconclusive.Fail, Check("a & <b> \u0001\uD800 \"c\"", GateVerdict.Fail), Check("b", GateVerdict.Inconclusive), Check("c", GateVerdict.Pass)));
        var schemas = new XmlSchemaSet();
        schemas.Add(null, RepositoryFiles.At("tests", "Gyre.Evaluation.Tests", "Gates", "junit.xsd"));
        var faults = new List<string>();
        xml.Validate(schemas, (_, e) => faults.Add(e.Message));

        Assert.Empty(faults);
        var suite = xml.Root!.Element("testsuite")!;
        Assert.Equal(("3", "2", "0", "0"), ((string)suite.Attribute("tests")!, (string)suite.Attribute("failures")!, (string)suite.Attribute("errors")!, (string)suite.Attribute("skipped")!));
        Assert.Equal("2026-11-21T16:30:00", (string)suite.Attribute("timestamp")!);
        Assert.Equal(["a & <b> \uFFFD\uFFFD \"c\": at least 0.9", "b: at least 0.9", "c: at least 0.9"], suite.Elements("testcase").Select(c => (string)c.Attribute("name")!));
        Assert.Equal(["fail", "inconclusive", null], suite.Elements("testcase").Select(c => (string?)c.Element("failure")?.Attribute("type")));
        Assert.Equal("fail: 0.8 (0.7 to 0.85), wanted is at least 0.9", (string)suite.Element("testcase")!.Element("failure")!.Attribute("message")!);
    }

    [Fact]
    public void What_can_not_be_told_and_may_pass_is_skipped_in_JUnit()
    {
        var suite = JUnit(Result(WhenInconclusive.Warn, Check("b", GateVerdict.Inconclusive))).Root!.Element("testsuite")!;

        Assert.Equal(("0", "1"), ((string)suite.Attribute("failures")!, (string)suite.Attribute("skipped")!));
        Assert.NotNull(suite.Element("testcase")!.Element("skipped"));
    }

    [Fact]
    public void GitHub_reads_errors_before_warnings_with_nothing_broken_by_the_text()
    {
        var result = Result(WhenInconclusive.Warn, Check("open", GateVerdict.Inconclusive), Check("a,b:c", GateVerdict.Fail, "95 % of it,\nor so: no"), Check("good", GateVerdict.Pass));

        Assert.Equal(
            [
                "::error file=gates/a%2C b.yaml,line=7,title=Gate%3A a%2Cb%3Ac fail::95 %25 of it,%0Aor so: no",
                "::warning file=gates/a%2C b.yaml,line=7,title=Gate%3A open inconclusive::why",
            ],
            GateAnnotations.Lines(result, AnnotationService.GitHub, "gates/a, b.yaml"));
    }

    [Fact]
    public void Azure_reads_issues_with_nothing_broken_by_the_text()
    {
        var result = Result(WhenInconclusive.Fail, Check("open", GateVerdict.Inconclusive, "95 % of it;\r\nor ]so"));

        Assert.Equal(["##vso[task.logissue type=error;sourcepath=a%3B%5Db.yaml;linenumber=7;code=gate;]95 %AZP25 of it;%0D%0Aor ]so"], GateAnnotations.Lines(result, AnnotationService.Azure, "a;]b.yaml"));
        Assert.Equal("##vso[task.uploadsummary]/w/100%AZP25.md", GateAnnotations.AzureSummary("/w/100%.md"));
        Assert.Empty(GateAnnotations.Lines(result, AnnotationService.None, "a"));
    }

    [Theory]
    [InlineData("GITHUB_ACTIONS", "true", AnnotationService.GitHub)]
    [InlineData("TF_BUILD", "True", AnnotationService.Azure)]
    [InlineData("GITHUB_ACTIONS", "", AnnotationService.None)]
    [InlineData("CI", "true", AnnotationService.None)]
    public void The_service_is_known_by_its_environment(string name, string value, AnnotationService service) =>
        Assert.Equal(service, GateAnnotations.Detect(asked => asked == name ? value : null));

    [Fact]
    public void Markdown_is_a_table_that_no_name_can_break()
    {
        var text = GateMarkdown.Text(Result(WhenInconclusive.Fail, Check("a|b\n<img src=x> @team [x](y) `c`", GateVerdict.Fail), Check("good", GateVerdict.Pass) with { Missing = 3, Judge = "uncalibrated" }));

        Assert.Equal("""
            ### ❌ Gate: fail

            new against old, by release. The gate says no: 1 check of 2 fails.

            | check | measured, 95 % interval | wanted | lines | verdict |
            | --- | --- | --- | ---: | --- |
            | a\|b &lt;img src=x&gt; &#64;team \[x\](y) \`c\` | 0.8 (0.7 to 0.85) | at least 0.9 | 100 | ❌ fail |
            | good (uncalibrated) | 0.8 (0.7 to 0.85) | at least 0.9 | 100, 3 without a score | ✅ pass |

            - why

            """.ReplaceLineEndings("\n"), text);
    }

    [Theory]
    [InlineData(WhenInconclusive.Fail, "The gate says no: 1 check of 2 can't be told yet, and what is not shown does not pass (inconclusive: fail).")]
    [InlineData(WhenInconclusive.Warn, "The gate says yes: 1 check of 2 can't be told yet, which this policy lets pass with a warning (inconclusive: warn).")]
    [InlineData(WhenInconclusive.Pass, "The gate says yes: 1 check of 2 can't be told yet, which this policy lets pass (inconclusive: pass).")]
    public void One_sentence_says_how_it_came_about(WhenInconclusive inconclusive, string sentence) =>
        Assert.Equal(sentence, GateSummary.Sentence(Result(inconclusive, Check("a", GateVerdict.Pass), Check("b", GateVerdict.Inconclusive))));

    private static XDocument JUnit(GateResult result)
    {
        using var stream = new MemoryStream();
        GateJUnit.Write(result, DateTimeOffset.Parse("2026-11-21T16:30:00Z", CultureInfo.InvariantCulture), stream);
        stream.Position = 0;
        return XDocument.Load(stream);
    }

    private static GateResult Result(WhenInconclusive inconclusive, params GateCheck[] checks) =>
        new(new GatePolicy { File = "/w/gate.yaml", Name = "release", Inconclusive = inconclusive }, "new", "old", checks);

    private static GateCheck Check(string name, GateVerdict verdict, string sentence = "why") => new(name, "at least 0.9", verdict)
    {
        Metric = "m",
        Measure = "mean",
        LimitKind = "at_least",
        LimitValue = 0.9,
        Value = new Interval(0.8, 0.7, 0.85),
        Words = "0.8 (0.7 to 0.85)",
        Lines = 100,
        Sentence = sentence,
        PolicyLine = 7,
    };
}
