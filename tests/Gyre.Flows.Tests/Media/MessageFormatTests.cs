using System.Net;
using Gyre.Flows.Definitions;
using Gyre.Flows.Media;
using Gyre.Flows.Tests.Tools;
using Gyre.Flows.Values;
using Gyre.Testing;

namespace Gyre.Flows.Tests.Media;

public sealed class MessageFormatTests
{
    private static readonly byte[] Png = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A];
    private static readonly string PngText = Convert.ToBase64String(Png);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public void An_image_prints_the_first_eight_digits_of_its_sha1()
    {
        var image = new FlowImage("hello"u8.ToArray());
        Assert.Equal(("Image(aaf4c61d)", "Image(aaf4c61d)", "image/*"), (image.Str(), PythonText.Repr(image), image.MimeType));
    }

    [Theory]
    [InlineData("89504E47", "image/png")]
    [InlineData("FFD8FFE0", "image/jpeg")]
    [InlineData("474946383961", "image/gif")]
    [InlineData("52494646000000005745425056503820", "image/webp")]
    [InlineData("424D", "image/bmp")]
    [InlineData("49492A00", "image/tiff")]
    [InlineData("00000100", "image/x-icon")]
    [InlineData("0000001C6674797061766966", "image/avif")]
    [InlineData("00", "image/*")]
    public void The_type_is_told_from_the_bytes(string hex, string type) => Assert.Equal(type, new FlowImage(Convert.FromHexString(hex)).MimeType);

    [Fact]
    public async Task Text_is_tried_as_base64_then_url_then_path()
    {
        using var folder = new TemporaryFolder();
        await File.WriteAllBytesAsync(folder.At("a.png"), Png, Stop);
        using var server = new LoopbackServer(_ => new WireAnswer(200, "image/png", Png));
        var format = MessageFormat.Of("basic", new ImageDownload(_ => true));
        Assert.Equal(Png, (await format.ReadImageAsync(PngText, folder.Path, Stop)).Bytes.ToArray());
        Assert.Equal(Png, (await format.ReadImageAsync("data:image/png;base64," + PngText, folder.Path, Stop)).Bytes.ToArray());
        Assert.Equal(server.Address + "/x.png", (await format.ReadImageAsync(server.Address + "/x.png", folder.Path, Stop)).SourceUrl);
        Assert.Equal(Png, (await format.ReadImageAsync("a.png", folder.Path, Stop)).Bytes.ToArray());
    }

    [Fact]
    public async Task A_basic_dict_holds_a_path_base64_or_a_url()
    {
        using var folder = new TemporaryFolder();
        await File.WriteAllBytesAsync(folder.At("a.png"), Png, Stop);
        using var server = new LoopbackServer(_ => new WireAnswer(200, "image/png", Png));
        var format = MessageFormat.Of(null, new ImageDownload(_ => true));
        Assert.Equal("image/jpeg", (await format.ReadImageAsync(new PythonDict { { "data:image/jpeg;path", "a.png" } }, folder.Path, Stop)).MimeType);
        Assert.Equal(Png, (await format.ReadImageAsync(new PythonDict { { "data:image/png;base64", PngText } }, folder.Path, Stop)).Bytes.ToArray());
        Assert.Equal(server.Address, (await format.ReadImageAsync(new PythonDict { { "data:image/*;url", server.Address } }, folder.Path, Stop)).SourceUrl);
    }

    [Fact]
    public async Task An_openai_vision_dict_holds_a_url_a_data_uri_or_a_file()
    {
        using var folder = new TemporaryFolder();
        await File.WriteAllBytesAsync(folder.At("a.png"), Png, Stop);
        using var server = new LoopbackServer(_ => new WireAnswer(200, "image/png", Png));
        var format = MessageFormat.Of("OpenAI-Vision", new ImageDownload(_ => true));
        Assert.Equal(Png, (await format.ReadImageAsync(Part("image_file", "path", "a.png"), folder.Path, Stop)).Bytes.ToArray());
        Assert.Equal("image/png", (await format.ReadImageAsync(Part("image_url", "url", "data:image/png;base64," + PngText), folder.Path, Stop)).MimeType);
        Assert.Equal(server.Address, (await format.ReadImageAsync(Part("image_url", "url", server.Address), folder.Path, Stop)).SourceUrl);
        Assert.Equal(ErrorClasses.InvalidImageInput, (await FailsAsync(format, Part("image_url", "url", "no url"))).ErrorClass);
    }

    [Fact]
    public async Task Other_values_are_InvalidImageInput()
    {
        var format = MessageFormat.Of(null);
        Assert.Equal("The image input should not be empty.", (await FailsAsync(format, "")).Message);
        Assert.Contains("Unsupported image input type: int", (await FailsAsync(format, 1L)).Message);
        Assert.Contains("Invalid image input format", (await FailsAsync(format, new PythonDict { { "a", "b" } })).Message);
        Assert.Contains("Invalid base64 image: !", (await FailsAsync(format, new PythonDict { { "data:image/png;base64", "!" } })).Message);

        // Six letters count as base64, and are not.
        Assert.Equal(ErrorClasses.InvalidImageInput, (await FailsAsync(format, "abcdef")).ErrorClass);
    }

    [Fact]
    public async Task A_missing_file_says_so_in_pythons_words()
    {
        var e = await FailsAsync(MessageFormat.Of(null), "no such.png");
        Assert.Equal(("FileNotFoundError", "[Errno 2] No such file or directory: 'no such.png'"), (e.ErrorClass, e.Message));
    }

    [Fact]
    public void An_unknown_format_is_refused() => Assert.Equal("InvalidMessageFormatType", Assert.Throws<FlowException>(() => MessageFormat.Of("mine")).ErrorClass);

    [Theory]
    [InlineData("http://127.0.0.1/a.png")]
    [InlineData("http://localhost/a.png")]
    [InlineData("http://[::1]/a.png")]
    [InlineData("http://[::ffff:10.0.0.1]/a.png")]
    [InlineData("http://169.254.169.254/latest/meta-data")]
    [InlineData("http://168.63.129.16/x")]
    [InlineData("http://10.1.2.3/")]
    [InlineData("http://192.168.0.1/")]
    [InlineData("http://172.20.0.1/")]
    [InlineData("http://0x7f000001/")]
    [InlineData("http://2130706433/")]
    [InlineData("http://0.0.0.0/")]
    [InlineData("ftp://example.com/a.png")]
    [InlineData("file://host/etc/passwd")]
    public async Task Private_addresses_are_not_fetched(string url) => Assert.Equal(ErrorClasses.InvalidImageInput, (await FailsAsync(MessageFormat.Of(null), url)).ErrorClass);

    [Theory]
    [InlineData("8.8.8.8", true)]
    [InlineData("2606:4700::1111", true)]
    [InlineData("100.64.0.1", false)]
    [InlineData("198.18.0.1", false)]
    [InlineData("224.0.0.1", false)]
    [InlineData("255.255.255.255", false)]
    [InlineData("fe80::1", false)]
    [InlineData("fc00::1", false)]
    [InlineData("64:ff9b::7f00:1", false)]
    [InlineData("2002:7f00:1::", false)]
    public void Public_addresses_are_told_from_others(string address, bool isPublic) => Assert.Equal(isPublic, PublicAddress.Is(IPAddress.Parse(address)));

    [Fact]
    public async Task Each_redirect_is_checked_again()
    {
        using var secret = new LoopbackServer(_ => new WireAnswer(200, "image/png", Png));
        using var server = new LoopbackServer(_ =>
        {
            var answer = new WireAnswer(302, "text/plain", []);
            answer.Headers["Location"] = secret.Address + "/secret";
            return answer;
        });
        var connections = 0;
        var format = MessageFormat.Of(null, new ImageDownload(_ => Interlocked.Increment(ref connections) == 1));
        Assert.Equal(ErrorClasses.InvalidImageInput, (await FailsAsync(format, server.Address + "/a")).ErrorClass);
        Assert.Single(server.Requests);
        Assert.Empty(secret.Requests);
    }

    [Fact]
    public async Task A_refused_download_says_why()
    {
        using var server = new LoopbackServer(_ => new WireAnswer(404, "text/plain", "gone"u8.ToArray()));
        var e = await FailsAsync(MessageFormat.Of(null, new ImageDownload(_ => true)), server.Address + "/a");
        Assert.Equal($"Failed to fetch image from URL: {server.Address}/a. Error code: 404. Error message: gone.", e.Message);
    }

    [Fact]
    public async Task Images_deep_inside_lists_and_objects_are_loaded()
    {
        var value = new List<object?> { "text", new PythonDict { { "inputs", new PythonDict { { "picture", new PythonDict { { "data:image/png;base64", PngText } } } } } } };
        var loaded = (List<object?>)(await MessageFormat.Of(null).LoadAsync(value, ".", Stop))!;
        Assert.IsType<FlowImage>(((PythonDict)((PythonDict)loaded[1]!)["inputs"]!)["picture"]);
    }

    [Fact]
    public async Task Text_parts_of_openai_vision_print_as_text_and_go_back_as_parts()
    {
        var format = MessageFormat.Of("openai-vision");
        var part = new PythonDict { { "type", "text" }, { "text", "hi" } };
        var loaded = (List<object?>)(await format.LoadAsync(new List<object?> { part }, ".", Stop))!;
        Assert.Equal(("hi", "['hi']", "[\"hi\"]"), (PythonText.Str(loaded[0]), PythonText.Str(loaded), PythonJson.Write(loaded)));
        Assert.Equal("""[{"type":"text","text":"hi"}]""", PythonJson.Write(format.Persist(loaded, ".")));
    }

    [Fact]
    public async Task Flow_inputs_of_type_image_are_loaded_and_faults_name_the_input()
    {
        FlowInput[] inputs = [new("a", "image"), new("b", "list"), new("c", "string")];
        var format = MessageFormat.Of(null);
        var images = new List<object?> { new PythonDict { { "data:image/png;base64", PngText } } };
        var loaded = await format.LoadInputsAsync(inputs, new PythonDict { { "a", PngText }, { "b", images }, { "c", PngText } }, ".", Stop);
        Assert.IsType<FlowImage>(loaded["a"]);
        Assert.IsType<FlowImage>(((List<object?>)loaded["b"]!)[0]);
        Assert.Equal(PngText, loaded["c"]);

        var e = await Assert.ThrowsAsync<FlowException>(async () => await format.LoadInputsAsync(inputs, new PythonDict { { "a", "" } }, ".", Stop));
        Assert.Equal((ErrorClasses.LoadMultimediaDataError, ErrorClasses.InvalidImageInput), (e.ErrorClass, e.InnerClass));
        Assert.Equal("Failed to load image for input 'a': (InvalidImageInput) The image input should not be empty.", e.Message);
    }

    [Theory]
    [InlineData("basic", """{"data:image/png;path":"images/NAME"}""", """{"data:image/png;base64":"iVBORw0KGgo="}""")]
    [InlineData("openai-vision", """{"type":"image_file","image_file":{"path":"images/NAME"}}""", """{"type":"image_url","image_url":{"url":"data:image/png;base64,iVBORw0KGgo="}}""")]
    public void Images_are_stored_as_files_and_replaced_by_references(string name, string reference, string base64)
    {
        using var folder = new TemporaryFolder();
        var format = MessageFormat.Of(name);
        var value = new PythonDict { { "x", new List<object?> { new FlowImage(Png), "kept" } } };
        var stored = PythonJson.Write(format.Persist(value, folder.Path, "images"));
        var file = Assert.Single(Directory.GetFiles(folder.At("images")));
        Assert.EndsWith(".png", file, StringComparison.Ordinal);
        Assert.Equal(Png, File.ReadAllBytes(file));
        Assert.Equal($$"""{"x":[{{reference.Replace("NAME", Path.GetFileName(file), StringComparison.Ordinal)}},"kept"]}""", stored);
        Assert.Equal($$"""{"x":[{{base64}},"kept"]}""", PythonJson.Write(format.ToBase64(value)));

        format.Persist(new FlowImage(Png), folder.Path, "images");
        Assert.Single(Directory.GetFiles(folder.At("images")));
        Assert.Contains(folder.Path, PythonJson.Write(format.Persist(new FlowImage(Png), folder.Path, null, absolute: true)));
    }

    [Fact]
    public void A_downloaded_image_is_referred_to_by_its_url() => Assert.Equal(
        """{"data:image/png;url":"https://example.com/a"}""",
        PythonJson.Write(MessageFormat.Of(null).Persist(new FlowImage(Png, null, "https://example.com/a"), ".")));

    [Fact]
    public void Values_without_images_are_not_copied()
    {
        var value = new PythonDict { { "a", new List<object?> { "b" } } };
        Assert.Same(value, MessageFormat.Of(null).Persist(value, "."));
    }

    [Fact]
    public void Images_that_were_stored_are_embedded_again_where_they_are_found()
    {
        FlowImage? Find(string path) => path == "x.png" ? new FlowImage(Png) : null;
        var basic = new PythonDict { { "a", new List<object?> { new PythonDict { { "data:image/png;path", "x.png" } } } }, { "b", new PythonDict { { "data:image/png;url", "x.png" } } }, { "c", new PythonDict { { "data:image/png;path", "gone.png" } } } };
        var base64 = Convert.ToBase64String(Png);

        Assert.Equal($$$"""{"a": [{"data:image/png;base64": "{{{base64}}}"}], "b": {"data:image/png;url": "x.png"}, "c": {"data:image/png;path": "gone.png"}}""", Spaced(MessageFormat.Of(null).Embed(basic, Find)));
        Assert.Equal(
            $$$"""{"type": "image_url", "image_url": {"url": "data:image/png;base64,{{{base64}}}"}}""",
            Spaced(MessageFormat.Of("openai-vision").Embed(Part("image_file", "path", "x.png"), Find)));

        static string Spaced(object? value) => PythonJson.Write(value).Replace(":\"", ": \"", StringComparison.Ordinal).Replace(":{", ": {", StringComparison.Ordinal).Replace(":[", ": [", StringComparison.Ordinal).Replace(",\"", ", \"", StringComparison.Ordinal);
    }

    private static async Task<FlowException> FailsAsync(MessageFormat format, object? value) =>
        await Assert.ThrowsAsync<FlowException>(async () => await format.ReadImageAsync(value, ".", Stop));

    private static PythonDict Part(string type, string key, string value) => new() { { "type", type }, { type, new PythonDict { { key, value } } } };
}
