using System.Text.Json.Nodes;
using Gyre.Flows.Definitions;
using Gyre.Flows.Schemas;
using Gyre.Flows.Validation;
using Gyre.Flows.Values;
using Gyre.Kernel;
using Gyre.Models.Connections;
using Gyre.Testing;
using Gyre.Workspace.Yaml;

namespace Gyre.Flows.Tests.Schemas;

public sealed class FileSchemasTests
{
    public static TheoryData<string> Names => [.. FileSchemas.Names];

    public static TheoryData<string> SampleFiles =>
        [.. Samples("*.yaml").Concat(Samples("*.yml")).Concat(Samples("*.prompty")).Select(f => Path.GetRelativePath(RepositoryFiles.Root, f).Replace('\\', '/'))];

    [Theory]
    [MemberData(nameof(Names))]
    public void The_committed_schema_is_that_of_the_types(string name) =>
        Approved.Matches(FileSchemas.GetText(name), RepositoryFiles.At("schemas", $"{name}.schema.json"));

    [Fact]
    public void The_schemas_know_the_keys_that_the_readers_know()
    {
        Assert.Equal(DagReader.Keys.Order(), Keys("flow.dag"));
        Assert.Equal(FlexReader.Keys.Order(), Keys("flow.flex"));
        Assert.Equal(NodeReader.Keys.Order(), Keys(FileSchemas.Get("flow.dag")["properties"]!["nodes"]!["items"]!));
        Assert.Equal(PromptyV1.Keys.Order(), Keys("prompty.v1"));
        Assert.Equal(PromptyV1.ModelKeys.Order(), Keys(FileSchemas.Get("prompty.v1")["properties"]!["model"]!));
        Assert.Equal(PromptyV1.ConfigurationKeys.Order(), Keys(FileSchemas.Get("prompty.v1")["properties"]!["model"]!["properties"]!["configuration"]!));
        Assert.Equal(PromptyV2.Keys.Order(), Keys("prompty.v2"));
        Assert.Equal(RunFileChecks.Keys.Order(), Keys("run"));
        Assert.Equal(ToolMetaReader.Keys.Order(), Keys(FileSchemas.Get("tool")["additionalProperties"]!));
        Assert.Empty(ConnectionTypes.All.SelectMany(t => t.Fields).Select(f => f.Name).Except(Keys("connection")));
    }

    [Theory]
    [MemberData(nameof(SampleFiles), DisableDiscoveryEnumeration = true)]
    public async Task A_sample_conforms_to_its_schema_and_has_no_problems(string sample)
    {
        var file = RepositoryFiles.At(sample);
        Assert.SkipUnless(SchemaOf(file) is not null, "not one of the formats with a schema");

        var value = JsonNode.Parse(PythonJson.Write(FrontMatter(file)));
        Assert.Empty(SchemaCheck.Faults(FileSchemas.Get(SchemaOf(file)!), value));
        Assert.Empty((await FlowValidator.ValidateAsync(file, TestContext.Current.CancellationToken)).Where(p => p.Severity == ProblemSeverity.Error));
    }

    [Theory]
    [InlineData("""{"nodes": [{"name": "a", "tpye": "python"}]}""", "$.nodes[0]: 'tpye' is not known")]
    [InlineData("""{"nodes": [{"type": "python"}]}""", "$.nodes[0]: 'name' is missing")]
    [InlineData("""{"nodes": {}}""", "$.nodes: object is not [\"array\",\"null\"]")]
    [InlineData("""{"inputs": {"a": {}}}""", "$.inputs.a: 'type' is missing")]
    [InlineData("""{"type": "chatty"}""", "$.type: \"chatty\" is none of [\"standard\",\"evaluation\",\"chat\",null]")]
    public void A_schema_finds_faults(string json, string fault) =>
        Assert.Equal([fault], SchemaCheck.Faults(FileSchemas.Get("flow.dag"), JsonNode.Parse(json)));

    // Evaluations are the evaluation room's to check.
    private static IEnumerable<string> Samples(string pattern) => Directory.Exists(RepositoryFiles.At("samples"))
        ? Directory.EnumerateFiles(RepositoryFiles.At("samples"), pattern, SearchOption.AllDirectories).Where(f => !f.Contains("/.", StringComparison.Ordinal) && !f.Contains("/evaluations/", StringComparison.Ordinal))
        : [];

    private static string? SchemaOf(string file) => Path.GetExtension(file) == ".prompty"
        ? PromptyReader.Read(file).Dialect == PromptyDialect.V1 ? "prompty.v1" : "prompty.v2"
        : FileKinds.Of(file) switch
        {
            FileKind.Workspace => "gyre",
            FileKind.Connection => "connection",
            FileKind.Run => "run",
            FileKind.ChatGroup => "chat-group",
            FileKind.ToolMeta => "tool",
            _ => YamlText.ReadFile(file) is not YamlMap map ? null : map["entry"] is not null ? "flow.flex" : map["nodes"] is not null ? "flow.dag" : null,
        };

    private static object? FrontMatter(string file) =>
        Path.GetExtension(file) == ".prompty" ? PromptyReader.Read(file).FrontMatter : YamlText.ReadFile(file).ToValue();

    private static IEnumerable<string> Keys(string name) => Keys(FileSchemas.Get(name));

    private static IEnumerable<string> Keys(JsonNode schema) => schema["properties"]!.AsObject().Select(p => p.Key).Order();
}
