using System.Net;
using System.Security.Cryptography;
using System.Text;
using Gyre.Kernel;
using Gyre.Workspace;

namespace Gyre.Evaluation.Reports;

/// <summary>
/// Writes one HTML file that needs nothing else and may reach nothing: its policy allows only its own style and script, by hash.
/// Whatever is written with <see cref="Text"/> is escaped.
/// </summary>
/// <param name="output">Takes the page.</param>
/// <param name="script">Name of its script.</param>
internal sealed class HtmlPage(TextWriter output, string script)
{
    private static readonly string Style = Resource("report.css");
    private readonly string program = Resource(script);

    /// <summary>Writes a page to a file, replacing an earlier one as a whole.</summary>
    /// <param name="file">Full path.</param>
    /// <param name="option">The option that names another place.</param>
    /// <param name="write">Writes the page.</param>
    /// <exception cref="ProblemException"><c>report-not-writable</c>.</exception>
    public static void Write(string file, string option, Action<TextWriter> write)
    {
        try
        {
            AtomicFile.Write(file, stream =>
            {
                using var output = new StreamWriter(stream, leaveOpen: true);
                write(output);
            });
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ProblemException(new Problem("report-not-writable", $"The report '{file}' cannot be written ({e.Message.TrimEnd('.')}). Choose another place with {option}.") { File = file }, e);
        }
    }

    public void Begin(string title)
    {
        Raw($"""
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src '{Hash(Style)}'; script-src '{Hash(program)}'; base-uri 'none'; form-action 'none'">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>
            """).Text(title).Raw("</title>\n<style>").Raw(Style).Raw("</style>\n</head>\n<body>\n");
    }

    public void End() => Raw("<script>").Raw(program).Raw("</script>\n</body>\n</html>\n");

    public HtmlPage Raw(string html)
    {
        output.Write(html);
        return this;
    }

    public HtmlPage Text(string? text)
    {
        output.Write(WebUtility.HtmlEncode(text));
        return this;
    }

    /// <summary>An element around text.</summary>
    public HtmlPage Element(string name, string? text, string? css = null) =>
        Raw(css is null ? $"<{name}>" : $"<{name} class=\"{css}\">").Text(text).Raw($"</{name}>\n");

    private static string Resource(string name)
    {
        using var reader = new StreamReader(typeof(HtmlPage).Assembly.GetManifestResourceStream($"reports/{name}")!);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }

    private static string Hash(string text) => $"sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text)))}";
}
