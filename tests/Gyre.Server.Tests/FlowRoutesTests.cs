using System.IO.Compression;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Gyre.Testing;

namespace Gyre.Server.Tests;

/// <summary>Flows of the workspace over <c>/api/v1</c>: listed, shown, written, checked, imported.</summary>
public sealed class FlowRoutesTests : IAsyncLifetime
{
    private const string Greet = """
        display_name: Greet # kindly
        inputs:
          name: {type: string, default: Ada}
        outputs:
          text: {reference: "${hello.output}"}
        nodes:
        - name: hello
          type: prompt
          source: {type: code, path: hello.jinja2}
          inputs: {name: "${inputs.name}"}
        """;

    private readonly TemporaryFolder workspace = new();
    private GyreServer? server;
    private HttpClient? http;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        workspace.Write("gyre.yaml", "name: flows");
        workspace.Write("flows/greet/flow.dag.yaml", Greet);
        workspace.Write("flows/greet/hello.jinja2", "Hello {{name}}");
        workspace.Write("flows/bad/flow.dag.yaml", "nodes: [");
        workspace.Write(".hidden/flow.dag.yaml", Greet);
        server = await Door.StartAsync(workspace);
        http = new HttpClient { BaseAddress = server.Address };
    }

    [Fact]
    public async Task Every_flow_is_listed_and_one_that_is_no_yaml_says_so_by_line()
    {
        var list = await http!.GetFromJsonAsync<JsonElement>("api/v1/flows", Stop);

        Assert.Equal("flows", list.GetProperty("workspace").GetString());
        Assert.Equal(["flows/bad/flow.dag.yaml", "flows/greet/flow.dag.yaml"], list.GetProperty("flows").EnumerateArray().Select(f => f.GetProperty("path").GetString()));
        var fault = list.GetProperty("flows")[0].GetProperty("faults")[0];
        Assert.Equal(("yaml-syntax", "error", "flows/bad/flow.dag.yaml"), (fault.GetProperty("code").GetString(), fault.GetProperty("severity").GetString(), fault.GetProperty("file").GetString()));
        Assert.Equal("name", list.GetProperty("flows")[1].GetProperty("inputs")[0].GetProperty("name").GetString());
    }

    [Theory]
    [InlineData("flows/greet/flow.dag.yaml")]
    [InlineData("flows%2Fgreet")]
    public async Task A_flow_is_shown_with_its_nodes_and_what_goes_between_them(string path)
    {
        var flow = await http!.GetFromJsonAsync<JsonElement>($"api/v1/flows/{path}", Stop);

        Assert.Equal(Greet, flow.GetProperty("text").GetString());
        Assert.Equal(["flows/greet/flow.dag.yaml", "flows/greet/hello.jinja2"], flow.GetProperty("files").EnumerateArray().Select(f => f.GetProperty("path").GetString()));
        var definition = flow.GetProperty("definition");
        Assert.Equal(("Greet", "flows/greet/hello.jinja2", 7), (definition.GetProperty("name").GetString(), definition.GetProperty("nodes")[0].GetProperty("file").GetString(), definition.GetProperty("nodes")[0].GetProperty("line").GetInt32()));
        Assert.Equal(
            ["(inputs).name -> hello.name", "hello. -> (outputs).text"],
            definition.GetProperty("edges").EnumerateArray().Select(e => $"{e.GetProperty("from").GetString() ?? "(inputs)"}.{e.GetProperty("field").GetString()} -> {e.GetProperty("to").GetString() ?? "(outputs)"}.{e.GetProperty("into").GetString()}"));
    }

    [Fact]
    public async Task A_file_is_replaced_only_by_who_saw_its_last_text()
    {
        const string File = "api/v1/flow-files/flows/greet/hello.jinja2";
        var etag = (await http!.GetFromJsonAsync<JsonElement>(File, Stop)).GetProperty("etag").GetString()!;

        var first = await PutAsync(File, "Good day {{name}}", etag);
        var second = await PutAsync(File, "Hey {{name}}", etag);
        var blind = await PutAsync(File, "Hey {{name}}", null);

        Assert.Equal(("file-changed", HttpStatusCode.PreconditionFailed), (Code(second.Body), second.Status));
        Assert.Equal(("file-exists", HttpStatusCode.Conflict), (Code(blind.Body), blind.Status));
        Assert.Equal("Good day {{name}}", await System.IO.File.ReadAllTextAsync(workspace.At("flows", "greet", "hello.jinja2"), Stop));
        Assert.Equal(HttpStatusCode.OK, (await PutAsync(File, "Bye {{name}}", first.Body.GetProperty("etag").GetString())).Status);
    }

    [Fact]
    public async Task A_flow_with_faults_is_saved_and_its_faults_told_but_what_is_no_yaml_is_not()
    {
        const string File = "api/v1/flow-files/flows/greet/flow.dag.yaml";
        var etag = (await http!.GetFromJsonAsync<JsonElement>(File, Stop)).GetProperty("etag").GetString()!;

        var broken = await PutAsync(File, "nodes:\n- name: a\n  type: [", etag);
        var faulty = await PutAsync(File, Greet.Replace("hello.jinja2", "nowhere.jinja2", StringComparison.Ordinal), etag);

        Assert.Equal(("yaml-syntax", HttpStatusCode.BadRequest), (Code(broken.Body), broken.Status));
        Assert.Equal(3, broken.Body.GetProperty("line").GetInt32());
        Assert.Equal(HttpStatusCode.OK, faulty.Status);
        Assert.Equal(("missing-source", 9), (faulty.Body.GetProperty("faults")[0].GetProperty("code").GetString(), faulty.Body.GetProperty("faults")[0].GetProperty("line").GetInt32()));
    }

    [Theory]
    [InlineData("flows/greet/../../../outside.yaml", "path-outside")]
    [InlineData("flows/out/evil.py", "path-outside")]
    [InlineData(".gyre/gyre.yaml", "path-hidden")]
    [InlineData("gyre.yaml", "file-not-text")]
    [InlineData("flows/greet/run.sh", "file-not-text")]
    public async Task Nothing_is_read_or_written_outside_the_workspace_or_that_is_no_text_of_a_flow(string path, string code)
    {
        using var outside = new TemporaryFolder();
        Directory.CreateSymbolicLink(workspace.At("flows", "out"), outside.Path);
        var address = $"api/v1/flow-files/{Uri.EscapeDataString(path)}";

        Assert.Equal(code, Code((await PutAsync(address, "x: 1", null)).Body));
        Assert.Equal(code, Code(await (await http!.GetAsync(new Uri(address, UriKind.Relative), Stop)).Content.ReadFromJsonAsync<JsonElement>(Stop)));
        Assert.Empty(Directory.GetFileSystemEntries(outside.Path));
    }

    [Theory]
    [InlineData("gyre.yaml")]
    [InlineData("GYRE.yaml")]
    [InlineData("other.yaml")]
    [InlineData("flows/linked")]
    [InlineData("flows/hidden")]
    public async Task The_workspaces_own_file_and_what_is_hidden_or_outside_is_not_shown_as_a_flow_either(string path)
    {
        using var outside = new TemporaryFolder();
        outside.Write("secret.yaml", "password: outside-secret");
        workspace.Write("gyre.yaml", "name: flows\ndatabase: postgres://user:gyre-secret@host/db");
        workspace.Write(".env.yaml", "key: hidden-secret");
        Directory.CreateDirectory(workspace.At("flows", "linked"));
        Directory.CreateDirectory(workspace.At("flows", "hidden"));
        File.CreateSymbolicLink(workspace.At("other.yaml"), "gyre.yaml");
        File.CreateSymbolicLink(workspace.At("flows", "linked", "flow.dag.yaml"), outside.At("secret.yaml"));
        File.CreateSymbolicLink(workspace.At("flows", "hidden", "flow.dag.yaml"), "../../.env.yaml");

        foreach (var address in new[] { $"api/v1/flows/{path}", $"api/v1/flow-files/{path}" })
        {
            using var reply = await http!.GetAsync(new Uri(address, UriKind.Relative), Stop);
            Assert.False(reply.IsSuccessStatusCode);
            Assert.DoesNotContain("secret", (await reply.Content.ReadAsStringAsync(Stop)).Replace("secrets", "", StringComparison.Ordinal), StringComparison.Ordinal);
        }

        var (status, text) = await Raw.PostAsync(server!.Address, "api/v1/flows/test", JsonSerializer.Serialize(new { flow = path }), "", Stop);
        Assert.True(status is 400 or 404, text);
    }

    [Fact]
    public async Task Who_looks_at_a_prompt_or_a_flow_sees_neither_variables_nor_files_of_the_server()
    {
        using var outside = new TemporaryFolder();
        var far = outside.Write("far.json", "{\"token\": \"outside-secret\"}");
        workspace.Write(".env.json", "{\"token\": \"hidden-secret\"}");
        workspace.Write("near.json", "{\"near\": \"in the workspace\"}");
        var prompty = """
            ---
            name: Look
            description: ${env:HOME}
            model: {api: chat, configuration: {connection: offline, model: m}}
            inputs:
              home: {type: string, default: "${env:HOME}"}
              far: {type: object, default: "${file:FAR}"}
              near: {type: object}
            sample:
              home: ${env:HOME}
              far: ${file:FAR}
              hidden: ${file:../.env.json}
              near: ${file:../near.json}
            ---
            user:
            {{home}} {{far}}
            """.Replace("FAR", far, StringComparison.Ordinal);
        workspace.Write("prompts/look.prompty", prompty);
        workspace.Write("prompts/whole.prompty", $"---\nname: Whole\nmodel: {{api: chat, configuration: {{connection: offline, model: m}}}}\nsample: {far}\n---\nuser:\nx\n");
        workspace.Write("flex/flow.flex.yaml", """{entry: "a:b", sample: {inputs: "${file:FAR}"}}""".Replace("FAR", far, StringComparison.Ordinal));
        var home = Environment.GetEnvironmentVariable("HOME")!;

        foreach (var address in new[] { "flows", "flows/prompts/look.prompty", "flows/prompts/whole.prompty", "flows/flex", "prompts", "prompts/look", "prompts/whole" })
        {
            var text = await http!.GetStringAsync(new Uri($"api/v1/{address}", UriKind.Relative), Stop);
            Assert.DoesNotContain("-secret", text, StringComparison.Ordinal);
            Assert.DoesNotContain($"\"{home}\"", text, StringComparison.Ordinal);
        }

        using var checkedText = await http!.PostAsJsonAsync("api/v1/flows/validate", new { path = "prompts/new.prompty", text = prompty }, Stop);
        var shown = await checkedText.Content.ReadAsStringAsync(Stop);
        Assert.DoesNotContain("-secret", shown, StringComparison.Ordinal);
        Assert.Contains("in the workspace", shown, StringComparison.Ordinal);
        Assert.Empty(JsonDocument.Parse(shown).RootElement.GetProperty("faults").EnumerateArray().Where(f => f.GetProperty("severity").GetString() == "error"));
    }

    [Fact]
    public async Task A_flow_whose_folder_is_gone_is_checked_all_the_same()
    {
        using var reply = await http!.PostAsJsonAsync("api/v1/flows/validate", new { path = "flows/gone/flow.dag.yaml", text = Greet }, Stop);

        Assert.Equal(HttpStatusCode.OK, reply.StatusCode);
        Assert.Equal("missing-source", (await reply.Content.ReadFromJsonAsync<JsonElement>(Stop)).GetProperty("faults")[0].GetProperty("code").GetString());
    }

    [Fact]
    public async Task What_can_not_be_written_is_told_without_places_of_this_machine_as_a_fault_of_the_server()
    {
        workspace.Write("flows/file", "");

        var (status, problem) = await PutAsync("api/v1/flow-files/flows/file/a.md", "x", null);

        Assert.Equal((HttpStatusCode.ServiceUnavailable, "file-unwritable"), (status, Code(problem)));
        Assert.DoesNotContain(workspace.Path, problem.GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_text_that_is_not_saved_is_checked_as_if_it_stood_there()
    {
        using var reply = await http!.PostAsJsonAsync("api/v1/flows/validate", new { path = "flows/greet/flow.dag.yaml", text = Greet.Replace("${inputs.name}", "${nobody.output}", StringComparison.Ordinal) }, Stop);
        var flow = await reply.Content.ReadFromJsonAsync<JsonElement>(Stop);

        Assert.Contains("nobody", flow.GetProperty("faults")[0].GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.Equal(Greet, await File.ReadAllTextAsync(workspace.At("flows", "greet", "flow.dag.yaml"), Stop));
    }

    [Fact]
    public async Task A_zipped_project_is_unpacked_without_the_folder_around_it()
    {
        var (status, body) = await ImportAsync("flows/new", ("my-flow/flow.dag.yaml", Greet), ("my-flow/hello.jinja2", "Hi"), ("__MACOSX/my-flow/._x", "x"));

        Assert.Equal(HttpStatusCode.Created, status);
        Assert.Equal("flows/new/flow.dag.yaml", body.GetProperty("flows")[0].GetProperty("path").GetString());
        Assert.Equal(["flow.dag.yaml", "hello.jinja2"], Directory.GetFileSystemEntries(workspace.At("flows", "new")).Select(Path.GetFileName).Order());
        Assert.Equal((HttpStatusCode.Conflict, "folder-exists"), await RefusedAsync("flows/new", ("flow.dag.yaml", Greet)));
    }

    [Theory]
    [InlineData("../../evil.py", "import-unsafe")]
    [InlineData("/tmp/evil.py", "import-unsafe")]
    [InlineData(@"..\..\evil.py", "import-unsafe")]
    [InlineData("readme.md", "import-no-flow")]
    public async Task An_archive_that_reaches_out_or_holds_no_flow_leaves_nothing_behind(string entry, string code)
    {
        Assert.Equal((HttpStatusCode.BadRequest, code), await RefusedAsync("flows/new", ("a.txt", "x"), (entry, "x")));

        Assert.False(Directory.Exists(workspace.At("flows", "new")));
        Assert.False(File.Exists(workspace.At("evil.py")));
        Assert.Equal(["bad", "greet"], Directory.GetFileSystemEntries(workspace.At("flows")).Select(Path.GetFileName).Order());
    }

    [Fact]
    public async Task An_import_that_can_not_be_says_why_and_leaves_no_folder_on_the_way()
    {
        workspace.Write("README.md", "");

        Assert.Equal((HttpStatusCode.BadRequest, "folder-invalid"), await RefusedAsync("README.md/new", ("flow.dag.yaml", Greet)));
        Assert.Equal((HttpStatusCode.BadRequest, "import-unreadable"), await RefusedAsync("deep/down/new", ("a", "x"), ("a/flow.dag.yaml", Greet)));
        Assert.Equal((HttpStatusCode.BadRequest, "import-no-flow"), await RefusedAsync("deep/down/new", ("readme.md", "x")));
        Assert.False(Directory.Exists(workspace.At("deep")));

        Assert.Equal(HttpStatusCode.Created, (await ImportAsync("deep/down/new", ("flow.dag.yaml", Greet))).Status);
        Assert.Equal(["new"], Directory.GetFileSystemEntries(workspace.At("deep", "down")).Select(Path.GetFileName));
    }

    [Fact]
    public async Task A_link_in_an_archive_and_what_is_no_archive_are_refused()
    {
        using var bytes = new MemoryStream();
        using (var zip = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            var link = zip.CreateEntry("flow.dag.yaml");
            link.ExternalAttributes = unchecked((int)0xA1FF0000);
            await using var text = new StreamWriter(await link.OpenAsync(Stop));
            await text.WriteAsync("/etc/passwd");
        }

        Assert.Equal("import-unsafe", Code((await SendAsync("flows/new", bytes.ToArray())).Body));
        Assert.Equal("import-unreadable", Code((await SendAsync("flows/new", "no zip"u8.ToArray())).Body));
    }

    [Fact]
    public async Task An_archive_that_is_too_large_is_told_with_the_limit()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "api/v1/flows/import?folder=flows/new") { Content = new Announced(65L << 20) };
        request.Headers.ExpectContinue = true;

        // However long the answer takes, nothing is sent before it.
        using var patient = new HttpClient(new SocketsHttpHandler { Expect100ContinueTimeout = TimeSpan.FromMinutes(5) }) { BaseAddress = server!.Address };
        using var answer = await patient.SendAsync(request, Stop);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
        Assert.Contains("65536 KiB", (await answer.Content.ReadFromJsonAsync<JsonElement>(Stop)).GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.False(Directory.Exists(workspace.At("flows/new")));
    }

    [Fact]
    public async Task Schemas_of_the_file_formats_are_served_to_editors()
    {
        var schema = await http!.GetFromJsonAsync<JsonElement>("api/v1/schemas/flow.dag", Stop);

        Assert.True(schema.GetProperty("properties").TryGetProperty("nodes", out _));
        Assert.Equal(HttpStatusCode.NotFound, (await http!.GetAsync(new Uri("api/v1/schemas/nothing", UriKind.Relative), Stop)).StatusCode);
    }

    public async ValueTask DisposeAsync()
    {
        http?.Dispose();
        if (server is not null)
        {
            await server.DisposeAsync();
        }

        workspace.Dispose();
    }

    private static string? Code(JsonElement problem) => problem.GetProperty("code").GetString();

    private async Task<(HttpStatusCode Status, JsonElement Body)> PutAsync(string address, string text, string? etag)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, address) { Content = JsonContent.Create(new { text }) };
        if (etag is not null)
        {
            request.Headers.TryAddWithoutValidation("If-Match", etag);
        }

        using var reply = await http!.SendAsync(request, Stop);
        return (reply.StatusCode, await reply.Content.ReadFromJsonAsync<JsonElement>(Stop));
    }

    private async Task<(HttpStatusCode Status, string? Code)> RefusedAsync(string folder, params (string Name, string Text)[] entries)
    {
        var (status, body) = await ImportAsync(folder, entries);
        return (status, Code(body));
    }

    private async Task<(HttpStatusCode Status, JsonElement Body)> ImportAsync(string folder, params (string Name, string Text)[] entries)
    {
        using var bytes = new MemoryStream();
        using (var zip = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, text) in entries)
            {
                using var entry = new StreamWriter(zip.CreateEntry(name).Open());
                entry.Write(text);
            }
        }

        return await SendAsync(folder, bytes.ToArray());
    }

    private async Task<(HttpStatusCode Status, JsonElement Body)> SendAsync(string folder, byte[] archive)
    {
        using var content = new ByteArrayContent(archive);
        using var reply = await http!.PostAsync(new Uri($"api/v1/flows/import?folder={Uri.EscapeDataString(folder)}", UriKind.Relative), content, Stop);
        return (reply.StatusCode, await reply.Content.ReadFromJsonAsync<JsonElement>(Stop));
    }
}
