using System.Text.Json;
using Gyre.Evaluation.Evaluators;
using Gyre.Evaluation.Evaluators.Computed.Schemas;
using Gyre.Evaluation.Tests.Evaluations.Own;
using Gyre.Flows.Values;
using Gyre.Kernel;

namespace Gyre.Evaluation.Tests.Evaluators.Computed.Schemas;

public sealed class JsonSchemaTests
{
    // What Python's jsonschema 4.26 says (Draft202012Validator); but \d is 0 to 9, and multiples are counted in decimals, as the standard has them.
    [Theory]
    [InlineData("{\"type\":\"integer\"}", "1.0", true)]
    [InlineData("{\"type\":\"integer\"}", "1.5", false)]
    [InlineData("{\"type\":[\"string\",\"null\"]}", "null", true)]
    [InlineData("{\"type\":\"number\"}", "true", false)]
    [InlineData("{\"enum\":[1,\"a\",{\"b\":[1]}]}", "{\"b\":[1.0]}", true)]
    [InlineData("{\"const\":{\"a\":1,\"b\":2}}", "{\"b\":2,\"a\":1}", true)]
    [InlineData("{\"const\":[1,2]}", "[2,1]", false)]
    [InlineData("{\"minLength\":2}", "\"é\"", false)]
    [InlineData("{\"maxLength\":2}", "\"😀😀\"", true)]
    [InlineData("{\"pattern\":\"^a+$\"}", "\"aaa\"", true)]
    [InlineData("{\"pattern\":\"b\"}", "\"abc\"", true)]
    [InlineData("{\"pattern\":\"^\\\\d$\"}", "\"٣\"", false)]
    [InlineData("{\"minimum\":3}", "3", true)]
    [InlineData("{\"exclusiveMinimum\":3}", "3", false)]
    [InlineData("{\"maximum\":3}", "3.01", false)]
    [InlineData("{\"multipleOf\":0.01}", "19.99", true)]
    [InlineData("{\"multipleOf\":0.01}", "19.995", false)]
    [InlineData("{\"required\":[\"a\"]}", "{}", false)]
    [InlineData("{\"required\":[\"a\"]}", "[]", true)]
    [InlineData("{\"properties\":{\"a\":{\"type\":\"string\"}}}", "{\"a\":1}", false)]
    [InlineData("{\"additionalProperties\":false,\"properties\":{\"a\":true}}", "{\"a\":1,\"b\":2}", false)]
    [InlineData("{\"additionalProperties\":{\"type\":\"integer\"},\"patternProperties\":{\"^x\":true}}", "{\"xa\":\"t\",\"b\":2}", true)]
    [InlineData("{\"additionalProperties\":{\"type\":\"integer\"}}", "{\"b\":\"2\"}", false)]
    [InlineData("{\"propertyNames\":{\"maxLength\":2}}", "{\"abc\":1}", false)]
    [InlineData("{\"minProperties\":1}", "{}", false)]
    [InlineData("{\"dependentRequired\":{\"a\":[\"b\"]}}", "{\"a\":1}", false)]
    [InlineData("{\"dependentSchemas\":{\"a\":{\"required\":[\"b\"]}}}", "{\"a\":1,\"b\":2}", true)]
    [InlineData("{\"items\":{\"type\":\"integer\"}}", "[1,\"2\"]", false)]
    [InlineData("{\"prefixItems\":[{\"type\":\"integer\"},{\"type\":\"string\"}],\"items\":false}", "[1,\"a\",2]", false)]
    [InlineData("{\"prefixItems\":[{\"type\":\"integer\"}]}", "[\"a\"]", false)]
    [InlineData("{\"prefixItems\":[{\"type\":\"integer\"},{\"type\":\"string\"}]}", "[1]", true)]
    [InlineData("{\"contains\":{\"const\":1}}", "[2,3]", false)]
    [InlineData("{\"contains\":{\"const\":1},\"minContains\":0}", "[]", true)]
    [InlineData("{\"contains\":{\"const\":1},\"maxContains\":1}", "[1,1]", false)]
    [InlineData("{\"uniqueItems\":true}", "[1,1.0]", false)]
    [InlineData("{\"uniqueItems\":true}", "[[1],[2]]", true)]
    [InlineData("{\"uniqueItems\":true}", "[{\"a\":1,\"b\":2},{\"b\":2,\"a\":1}]", false)]
    [InlineData("{\"minItems\":2}", "[1]", false)]
    [InlineData("{\"allOf\":[{\"minimum\":1},{\"maximum\":3}]}", "4", false)]
    [InlineData("{\"anyOf\":[{\"type\":\"string\"},{\"minimum\":3}]}", "2", false)]
    [InlineData("{\"anyOf\":[{\"type\":\"string\"},{\"minimum\":3}]}", "3", true)]
    [InlineData("{\"oneOf\":[{\"multipleOf\":2},{\"multipleOf\":3}]}", "6", false)]
    [InlineData("{\"oneOf\":[{\"multipleOf\":2},{\"multipleOf\":3}]}", "9", true)]
    [InlineData("{\"not\":{\"type\":\"string\"}}", "\"a\"", false)]
    [InlineData("{\"if\":{\"properties\":{\"k\":{\"const\":\"a\"}},\"required\":[\"k\"]},\"then\":{\"required\":[\"x\"]},\"else\":{\"required\":[\"y\"]}}", "{\"k\":\"a\",\"y\":1}", false)]
    [InlineData("{\"if\":{\"type\":\"string\"},\"then\":{\"minLength\":3}}", "5", true)]
    [InlineData("{\"$ref\":\"#/$defs/p\",\"$defs\":{\"p\":{\"minimum\":0}}}", "-1", false)]
    [InlineData("{\"properties\":{\"next\":{\"$ref\":\"#\"}},\"additionalProperties\":false}", "{\"next\":{\"next\":{\"x\":1}}}", false)]
    [InlineData("{\"$ref\":\"#/$defs/a~1b\",\"$defs\":{\"a/b\":{\"type\":\"null\"}}}", "null", true)]
    [InlineData("{\"$ref\":\"#here\",\"$defs\":{\"p\":{\"$anchor\":\"here\",\"type\":\"string\"}}}", "1", false)]
    [InlineData("{\"$defs\":{\"p\":{\"type\":\"string\"}},\"$ref\":\"#/$defs/p\",\"maxLength\":1}", "\"ab\"", false)]
    [InlineData("true", "1", true)]
    [InlineData("false", "1", false)]
    [InlineData("{}", "null", true)]
    public void Values_are_valid_or_not_as_the_standard_has_it(string schema, string value, bool valid) =>
        Assert.Equal(valid, Schema(schema).Validate(JsonElement.Parse(value)) is null);

    [Theory]
    [InlineData("""{"properties": {"items": {"items": {"required": ["price"]}}}}""", """{"items": [{"price": 1}, {}]}""", "$.items[1] has no 'price'.")]
    [InlineData("""{"properties": {"a b": {"type": "integer"}}}""", """{"a b": "x"}""", "$['a b'] is a string, not integer.")]
    [InlineData("""{"additionalProperties": false}""", """{"extra": 1}""", "$.extra is a field that is not in the schema.")]
    [InlineData("""{"enum": ["low", "high"]}""", "\"mid\"", """$ is "mid", not one of ["low", "high"].""")]
    [InlineData("""{"minimum": 10}""", "5", "$ is 5, which is less than 10.")]
    [InlineData("""{"format": "date"}""", "\"2024-02-30\"", "$ is no date.")]
    [InlineData("""{"anyOf": [{"type": "string"}, {"properties": {"n": {"type": "integer"}}}]}""", """{"n": "1"}""", "$.n is a string, not integer.")]
    public void A_fault_has_its_place_and_what_is_wrong_there(string schema, string value, string says) =>
        Assert.Equal(says, Schema(schema).Validate(JsonElement.Parse(value))?.ToString());

    // RFC 3339, RFC 4122, RFC 5321, RFC 2673, RFC 4291, RFC 3986.
    [Theory]
    [InlineData("date-time", "2024-02-29T23:59:60Z", true)]
    [InlineData("date-time", "2024-02-29 23:59:59+01:00", true)]
    [InlineData("date-time", "2024-02-29T24:00:00Z", false)]
    [InlineData("time", "12:30:00", false)]
    [InlineData("uuid", "2eb8aa08-aa98-11ea-b4aa-73b441d16380", true)]
    [InlineData("uuid", "2eb8aa08aa9811eab4aa73b441d16380", false)]
    [InlineData("email", "joe.bloggs@example.com", true)]
    [InlineData("email", "2962", false)]
    [InlineData("ipv4", "192.168.0.1", true)]
    [InlineData("ipv4", "256.1.1.1", false)]
    [InlineData("ipv4", "1.2.3", false)]
    [InlineData("ipv6", "::1", true)]
    [InlineData("ipv6", "127.0.0.1", false)]
    [InlineData("uri", "https://example.com/a?b#c", true)]
    [InlineData("uri", "/relative", false)]
    [InlineData("made-up", "anything", true)]
    public void Formats_that_are_known_are_checked(string format, string text, bool holds) => Assert.Equal(holds, SchemaFormats.Holds(format, text));

    [Theory]
    [InlineData("""{"type": "int"}""", "#/type must be one of null, boolean")]
    [InlineData("""{"properties": {"a": 1}}""", "#/properties/a is no schema")]
    [InlineData("""{"$ref": "#/$defs/none"}""", "means nothing: there is no '$defs'")]
    [InlineData("""{"$ref": "https://example.com/schema"}""", "leads out of the schema")]
    [InlineData("""{"unevaluatedProperties": false}""", "'unevaluatedProperties', which is not checked here")]
    [InlineData("""{"items": {"pattern": "("}}""", "#/items/pattern has a pattern that is none")]
    [InlineData("""{"minLength": "2"}""", "#/minLength must be a number of zero or more")]
    public void A_slip_in_the_schema_is_told_instead_of_checking_nothing(string schema, string says) =>
        Assert.Contains(says, Assert.Throws<FormatException>(() => Schema(schema)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("""{"$ref": "#"}""")]
    [InlineData("""{"allOf": [{"$ref": "#"}, {"$ref": "#"}]}""")]
    public void A_schema_that_leads_back_to_itself_comes_to_an_end(string schema) =>
        Assert.Equal("$ leads too deep to be checked.", Schema(schema).Validate(JsonElement.Parse("1"))?.ToString());

    [Fact]
    public async Task A_response_that_is_no_JSON_fails()
    {
        var settings = Scored.Json("""{"schema": {"type": "object"}}""");

        Assert.Equal((1.0, null), Of(await Scored.FirstAsync("json_schema", settings, Scored.Json("""{"response": "{}"}"""))));
        Assert.Equal((1.0, null), Of(await Scored.FirstAsync("json_schema", settings, Scored.Json("""{"response": {"a": 1}}"""))));
        Assert.Equal((0.0, "The response is not JSON."), Of(await Scored.FirstAsync("json_schema", settings, Scored.Json("""{"response": "```{}```"}"""))));
        Assert.Equal((0.0, "$ is an array, not object."), Of(await Scored.FirstAsync("json_schema", settings, Scored.Json("""{"response": "[]"}"""))));

        static (double?, string?) Of(Score score) => (score.Value, score.Reason);
    }

    [Fact]
    public async Task A_schema_in_a_file_is_found_beside_the_evaluation()
    {
        using var bench = await OwnBench.OpenAsync();
        bench.Folder.Write("answers.jsonl", """
            {"answer": "{\"city\": \"Paris\"}"}
            {"answer": "{\"town\": \"Paris\"}"}
            """);
        bench.Folder.Write("schemas/city.json", """{"required": ["city"]}""");

        await bench.RunAsync("- name: json_schema\n  settings: {schema: schemas/city.json}\n");

        Assert.Equal(["true", "false"], (await bench.ColumnsAsync("e.1.scores")).Select(l => PythonJson.Write(((PythonDict)PythonJson.Parse(l)!)["json_schema"])));
        Assert.Contains("there is no file", (await Assert.ThrowsAsync<ProblemException>(() => bench.RunAsync("- name: json_schema\n  settings: {schema: none.json}\n"))).Message, StringComparison.Ordinal);
    }

    private static JsonSchema Schema(string json) => new(JsonElement.Parse(json));
}
