using Gyre.Kernel;
using Gyre.Models.Connections;
using Gyre.Testing;

namespace Gyre.Models.Tests.Connections;

public sealed class ConnectionFileTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("azure_open_ai, api_key: k, api_base: b", "AzureOpenAIConnection", "api_base=b api_type=azure api_version=2024-02-01 auth_mode=key resource_id=", "api_key=k")]
    [InlineData("open_ai, api_key: k", "OpenAIConnection", "organization= base_url=", "api_key=k")]
    [InlineData("serverless, api_key: k, api_base: b", "ServerlessConnection", "api_base=b", "api_key=k")]
    [InlineData("cognitive_search, api_key: k, api_base: b", "CognitiveSearchConnection", "api_base=b api_version=2023-11-01 auth_mode=key", "api_key=k")]
    [InlineData("serp, api_key: k", "SerpConnection", "", "api_key=k")]
    [InlineData("azure_content_safety, api_key: k, endpoint: e", "AzureContentSafetyConnection", "endpoint=e api_version=2023-10-01 api_type=Content Safety", "api_key=k")]
    [InlineData("form_recognizer, api_key: k, endpoint: e", "FormRecognizerConnection", "endpoint=e api_version=2023-07-31 api_type=Form Recognizer", "api_key=k")]
    [InlineData("azure_ai_services, api_key: k, endpoint: e", "AzureAIServicesConnection", "endpoint=e auth_mode=key", "api_key=k")]
    [InlineData("qdrant, api_key: k, api_base: b", "QdrantConnection", "api_base=b", "api_key=k")]
    [InlineData("weaviate, api_key: k, api_base: b", "WeaviateConnection", "api_base=b", "api_key=k")]
    [InlineData("bing, api_key: k", "BingConnection", "url=https://api.bing.microsoft.com/v7.0/search", "api_key=k")]
    [InlineData("custom, configs: {a: b, n: 1}, secrets: {s: t}", "CustomConnection", "a=b n=1", "s=t")]
    [InlineData("offline", "OfflineConnection", "", "")]
    public void Every_type_has_its_fields_and_defaults(string yaml, string type, string configs, string secrets)
    {
        var connection = Read($"{{name: c, type: {yaml}}}");
        Assert.Equal(("c", type, "promptflow.connections"), (connection.Name, connection.Type, connection.Module));
        Assert.Equal(configs, string.Join(" ", connection.Configs.Select(c => $"{c.Key}={c.Value}")));
        Assert.Equal(secrets, string.Join(" ", connection.Secrets.Select(s => $"{s.Key}={s.Value}")));
    }

    [Theory]
    [InlineData("AzureOpenAI")]
    [InlineData("azure_open_ai")]
    [InlineData("azure_openai")]
    [InlineData("AzureOpenAIConnection")]
    public void A_type_may_be_written_in_each_of_its_names(string type) =>
        Assert.Equal("AzureOpenAIConnection", ConnectionTypes.Find(type)!.ClassName);

    [Fact]
    public void Values_are_texts_as_written()
    {
        var connection = Read("name: c\ntype: custom\nconfigs:\n  version: 2024-02-01\n  on: yes\n  code: 012\nsecrets: {}\n");
        Assert.Equal(["2024-02-01", "yes", "012"], connection.Configs.Values);
    }

    [Fact]
    public void A_strong_type_connection_keeps_what_it_is_among_its_configs()
    {
        var connection = Read("{name: c, type: custom, custom_type: My, module: my.tools, package: my, package_version: 0.0.2, configs: {a: b}, secrets: {k: v}}");
        Assert.Equal("promptflow.connections", connection.Module);
        Assert.Equal(("My", "my.tools", "my", "0.0.2"), (connection["promptflow.connection.custom_type"], connection["promptflow.connection.module"], connection["promptflow.connection.package"], connection["promptflow.connection.package_version"]));
    }

    [Fact]
    public void An_env_file_is_a_custom_connection_of_secrets()
    {
        var file = folder.Write(".env", "# comment\nA=1\nexport B = 'two words' # why\n\nC=\"x\\ny\"\nD=plain # note\n");
        var connection = ConnectionFile.Read(file, new Dictionary<string, string> { ["name"] = "mine" });
        Assert.Equal(("mine", "CustomConnection"), (connection.Name, connection.Type));
        Assert.Equal(["A=1", "B=two words", "C=x\ny", "D=plain"], connection.Secrets.Select(s => $"{s.Key}={s.Value}"));
    }

    [Fact]
    public void An_env_file_needs_a_name_and_lines_of_its_form()
    {
        Assert.Contains("needs a 'name'", Assert.Throws<ProblemException>(() => ConnectionFile.Read(folder.Write(".env", "A=1"))).Message);
        Assert.Equal(2, Assert.Throws<ProblemException>(() => ConnectionFile.Read(folder.Write("a.env", "A=1\nnonsense\n"))).Problem.Line);
    }

    [Fact]
    public void Sets_replace_and_add_keys()
    {
        var file = folder.Write("c.yaml", "{name: c, type: custom, configs: {a: b}, secrets: {s: <user-input>}}");
        var connection = ConnectionFile.Read(file, new Dictionary<string, string> { ["name"] = "d", ["secrets.s"] = "t", ["configs.x"] = "1" });
        Assert.Equal(("d", "b", "1", "t"), (connection.Name, connection["a"], connection["x"], connection["s"]));
    }

    [Fact]
    public void Every_fault_is_told_with_its_line_and_the_nearest_name()
    {
        var file = folder.Write("c.yaml", "type: azure_open_ai\napi_bse: https://x\nauth_mode: keys\nfoo: 1\n");
        var result = ConnectionFile.Open(file);
        Assert.Null(result.Connection);
        Assert.Equal(
            [
                $"{file}:1: A connection needs a 'name'.",
                $"{file}:3: 'auth_mode' must be key or meid_token, but is 'keys'. Did you mean 'key'?",
                $"{file}:1: A connection of type azure_open_ai needs 'api_key'.",
                $"{file}:2: A connection of type azure_open_ai needs 'api_base', but this says 'api_bse'.",
            ],
            result.Faults.Select(f => f.ToString()));
        Assert.Equal([2, 4], result.Warnings.Select(w => w.Line!.Value));
        Assert.Contains("Did you mean 'api_base'?", result.Warnings[0].Message);
        var e = Assert.Throws<ProblemException>(() => ConnectionFile.Read(file));
        Assert.Equal(4, e.Message.Split('\n').Length);
    }

    [Theory]
    [InlineData("name: c\ntype: azure_open\n", "There is no connection type 'azure_open'. Did you mean 'azure_open_ai'?")]
    [InlineData("name: c\n", "A connection needs a 'type'")]
    [InlineData("name: c\ntype: open_ai\n", "needs 'api_key', or a 'base_url'")]
    [InlineData("name: c\ntype: custom\nconfigs: [a]\n", "'configs' must map names to values.")]
    [InlineData("name: c\ntype: custom\nconfigs: {a: [b]}\n", "'configs.a' must be text.")]
    [InlineData("name: c\ntype: custom\ncustom_type: T\n", "needs the 'module'")]
    [InlineData("- a\n", "holds keys such as")]
    [InlineData("name: c\ntype: replay\n", "needs 'folder'")]
    public void A_fault_says_what_to_do(string yaml, string says) => Assert.Contains(says, Assert.Throws<ProblemException>(() => Read(yaml)).Message);

    [Fact]
    public void A_token_needs_no_key() => Assert.Empty(Read("{name: c, type: azure_open_ai, api_base: b, auth_mode: meid_token}").Secrets);

    [Fact]
    public void A_missing_file_is_told() => Assert.Equal("file-not-found", Assert.Throws<ProblemException>(() => ConnectionFile.Read(folder.At("none.yaml"))).Problem.Code);

    [Fact]
    public void References_stay_as_written_until_the_connection_is_used()
    {
        folder.Write("key.txt", "from-file\n");
        var connection = Read("{name: c, type: azure_open_ai, api_key: \"${file:key.txt}\", api_base: \"https://${env:HOST}/x\"}");
        Assert.Contains("${file:", connection["api_key"]);
        var filled = ConnectionReferences.Resolve(connection, name => name == "HOST" ? "h.example" : null);
        Assert.Equal(("from-file", "https://h.example/x"), (filled["api_key"], filled["api_base"]));
    }

    [Theory]
    [InlineData("${env:NOWHERE}", "'api_key' of connection 'c' reads the environment variable NOWHERE, which is not set.")]
    [InlineData("${file:nowhere.txt}", "which cannot be read")]
    public void A_reference_that_leads_nowhere_is_told_when_it_is_used(string key, string says)
    {
        var connection = Read($"{{name: c, type: serp, api_key: \"{key}\"}}");
        var e = Assert.Throws<ProblemException>(() => ConnectionReferences.Resolve(connection, _ => null));
        Assert.Contains(says, e.Message);
        Assert.Equal("connection-reference", e.Problem.Code);
    }

    [Fact]
    public void The_form_for_python_has_configs_first_and_names_the_secrets()
    {
        var form = PythonForm.Of(Read("{name: c, type: azure_open_ai, api_key: k, api_base: b, record: somewhere}"));
        Assert.Equal(("AzureOpenAIConnection", "promptflow.connections"), (form.Type, form.Module));
        Assert.Equal(["api_base", "api_type", "api_version", "auth_mode", "resource_id", "api_key"], form.Value.Select(v => v.Key));
        Assert.Equal(["api_key"], form.SecretKeys);
        Assert.DoesNotContain("k,", form.ToString());
    }

    [Fact]
    public void Paths_are_taken_from_the_files_folder() =>
        Assert.Equal(folder.At("recordings"), Read("{name: c, type: replay, folder: recordings}")["folder"]);

    [Fact]
    public void A_connection_prints_without_its_secrets() => Assert.Equal("SerpConnection 'c'", Read("{name: c, type: serp, api_key: k}").ToString());

    private Connection Read(string yaml) => ConnectionFile.Read(folder.Write("c.yaml", yaml));
}
