using Gyre.Evaluation.Data.Schemas;
using Gyre.Flows.Values;
using Gyre.Kernel;
using Gyre.Testing;

namespace Gyre.Evaluation.Tests.Data.Schemas;

/// <summary>Cases in the manner of the JSON Schema Test Suite, draft 2020-12.</summary>
public sealed class JsonSchemaTests
{
    public static TheoryData<string, string, bool> Cases => new()
    {
        { """{"type": "integer"}""", "1.0", true },
        { """{"type": "integer"}""", "1.1", false },
        { """{"type": "integer"}""", "123456789012345678901", true },
        { """{"type": "number"}""", "true", false },
        { """{"type": ["string", "null"]}""", "null", true },
        { """{"enum": [1, "a", [2], {"b": null}]}""", """{"b": null}""", true },
        { """{"enum": [0]}""", "false", false },
        { """{"enum": [1]}""", "1.0", true },
        { """{"const": {"a": 1, "b": 2}}""", """{"b": 2, "a": 1.0}""", true },
        { """{"minimum": 1.1}""", "1.1", true },
        { """{"exclusiveMinimum": 1.1}""", "1.1", false },
        { """{"maximum": 3}""", "\"x\"", true },
        { """{"exclusiveMaximum": 3}""", "3", false },
        { """{"multipleOf": 0.1}""", "0.3", true },
        { """{"multipleOf": 2}""", "7", false },
        { """{"minLength": 2}""", "\"\\ud83d\\ude00\"", false },
        { """{"maxLength": 2}""", "\"\\ud83d\\ude00\\ud83d\\ude00\"", true },
        { """{"pattern": "^a+$"}""", "\"aab\"", false },
        { """{"pattern": "a"}""", "\"xay\"", true },
        { """{"items": {"type": "integer"}}""", "[1, 2]", true },
        { """{"items": {"type": "integer"}}""", "[1, \"2\"]", false },
        { """{"prefixItems": [{"type": "integer"}], "items": false}""", "[1, 2]", false },
        { """{"items": [{"type": "integer"}], "additionalItems": {"type": "string"}}""", "[1, \"2\"]", true },
        { """{"contains": {"const": 5}, "minContains": 2}""", "[5, 1, 5]", true },
        { """{"contains": {"const": 5}}""", "[1]", false },
        { """{"contains": {"const": 5}, "minContains": 0}""", "[]", true },
        { """{"contains": {"const": 5}, "maxContains": 1}""", "[5, 5]", false },
        { """{"uniqueItems": true}""", "[1, true]", true },
        { """{"uniqueItems": true}""", """[{"a": 1}, {"a": 1.0}]""", false },
        { """{"minItems": 1, "maxItems": 1}""", "[1, 2]", false },
        { """{"required": ["a"]}""", "{}", false },
        { """{"required": ["a"]}""", "[]", true },
        { """{"properties": {"a": {"type": "string"}}, "additionalProperties": {"type": "integer"}}""", """{"a": "x", "b": 1}""", true },
        { """{"properties": {"a": {}}, "patternProperties": {"^x_": {"type": "integer"}}, "additionalProperties": false}""", """{"a": 1, "x_b": 2}""", true },
        { """{"patternProperties": {"^x_": {"type": "integer"}}}""", """{"x_b": "no"}""", false },
        { """{"properties": {"a": false}}""", """{"a": 1}""", false },
        { """{"minProperties": 1}""", "{}", false },
        { """{"maxProperties": 1}""", """{"a": 1, "b": 2}""", false },
        { """{"propertyNames": {"maxLength": 1}}""", """{"ab": 1}""", false },
        { """{"dependentRequired": {"a": ["b"]}}""", """{"a": 1}""", false },
        { """{"dependentSchemas": {"a": {"required": ["b"]}}}""", """{"c": 1}""", true },
        { """{"dependencies": {"a": ["b"]}}""", """{"a": 1}""", false },
        { """{"allOf": [{"minimum": 1}, {"maximum": 2}]}""", "3", false },
        { """{"anyOf": [{"type": "string"}, {"minimum": 2}]}""", "1", false },
        { """{"oneOf": [{"multipleOf": 2}, {"multipleOf": 3}]}""", "6", false },
        { """{"oneOf": [{"multipleOf": 2}, {"multipleOf": 3}]}""", "4", true },
        { """{"not": {"type": "null"}}""", "null", false },
        { """{"if": {"minimum": 10}, "then": {"multipleOf": 10}, "else": {"multipleOf": 2}}""", "15", false },
        { """{"if": {"minimum": 10}, "then": {"multipleOf": 10}, "else": {"multipleOf": 2}}""", "4", true },
        { """{"$defs": {"p": {"minimum": 0}}, "items": {"$ref": "#/$defs/p"}}""", "[1, -1]", false },
        { """{"$defs": {"a/b": {"minimum": 0}}, "$ref": "#/$defs/a~1b"}""", "-1", false },
        { """{"properties": {"next": {"$ref": "#"}, "n": {"type": "integer"}}}""", """{"n": 1, "next": {"n": 2, "next": {"n": "x"}}}""", false },
        { """{"format": "date-time"}""", "\"no date\"", true },
        { "true", "1", true },
        { "false", "1", false },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_value_conforms_or_not(string schema, string value, bool conforms) =>
        Assert.Equal(conforms, JsonSchema.Of(PythonJson.Parse(schema)).Faults(PythonJson.Parse(value)).Count == 0);

    [Fact]
    public void A_fault_names_its_place()
    {
        var schema = JsonSchema.Of(PythonJson.Parse("""{"properties": {"a": {"items": {"properties": {"b": {"type": "string"}}}}}}"""));

        Assert.Equal([("a[1].b", "must be string, but is 3.")], schema.Faults(PythonJson.Parse("""{"a": [{"b": "x"}, {"b": 3}]}""")));
    }

    [Theory]
    [InlineData("""{"type": "text"}""", "#/type")]
    [InlineData("""{"properties": {"a": {"minLength": -1}}}""", "#/properties/a/minLength")]
    [InlineData("""{"$ref": "https://example.com/s.json"}""", "#/$ref")]
    [InlineData("""{"$ref": "#/$defs/gone"}""", "#/$ref")]
    [InlineData("""{"unevaluatedProperties": false}""", "#/unevaluatedProperties")]
    [InlineData("""{"pattern": "("}""", "#/pattern")]
    [InlineData("""{"items": 3}""", "#/items")]
    [InlineData("3", "#")]
    public void A_schema_that_cannot_be_held_to_is_refused_with_its_place(string schema, string place)
    {
        var e = Assert.Throws<ProblemException>(() => JsonSchema.Of(PythonJson.Parse(schema)));

        Assert.Equal(("schema-invalid", place), (e.Problem.Code, e.Problem.Field));
    }

    [Fact]
    public void A_schema_that_refers_to_itself_without_end_says_so() =>
        Assert.Contains("levels deep", Assert.Single(JsonSchema.Of(PythonJson.Parse("""{"$ref": "#"}""")).Faults(1L)).Message, StringComparison.Ordinal);

    [Fact]
    public void A_file_may_be_json_or_yaml_and_broken_json_is_told_with_its_line()
    {
        using var folder = new TemporaryFolder();

        Assert.Single(JsonSchema.ReadFile(folder.Write("s.yaml", "type: string\n")).Faults(1L));
        var e = Assert.Throws<ProblemException>(() => JsonSchema.ReadFile(folder.Write("s.json", "{\n\"type\": }")));
        Assert.Equal(("schema-invalid", 2), (e.Problem.Code, e.Problem.Line));
    }
}
