using System.Text;
using Gyre.Kernel;
using YamlDotNet.Core;

namespace Gyre.Workspace.Yaml;

/// <summary>Reads YAML text into nodes with places.</summary>
public static class YamlText
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Reads a file as UTF-8.</summary>
    /// <exception cref="ProblemException"><c>yaml-syntax</c> with file and line, <c>file-not-found</c>, <c>file-unreadable</c> or <c>file-not-utf8</c>.</exception>
    public static YamlNode ReadFile(string path) => Read(ReadAllText(path), path);

    /// <summary>A file's text as UTF-8; a byte order mark is left out.</summary>
    /// <exception cref="ProblemException"><c>file-not-found</c>, <c>file-unreadable</c> or <c>file-not-utf8</c>.</exception>
    public static string ReadAllText(string path)
    {
        try
        {
            return Utf8.GetString(File.ReadAllBytes(path)).TrimStart('\ufeff');
        }
        catch (DecoderFallbackException e)
        {
            throw new ProblemException(new Problem("file-not-utf8", "This file is not UTF-8 text. Save it as UTF-8.") { File = path }, e);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new ProblemException(new Problem("file-not-found", $"There is no file '{path}'.") { File = path }, e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ProblemException(new Problem("file-unreadable", $"The file can't be read: {e.Message.Replace(Path.GetFullPath(path), Path.GetFileName(path), StringComparison.Ordinal)}") { File = path }, e);
        }
    }

    /// <summary>Reads one document; empty text is an empty map.</summary>
    /// <param name="text">The YAML.</param>
    /// <param name="file">Named in faults.</param>
    /// <param name="firstLine">Line number of the first line of <paramref name="text"/> within <paramref name="file"/>; 1 unless it is front matter.</param>
    /// <exception cref="ProblemException"><c>yaml-syntax</c> with file and line.</exception>
    public static YamlNode Read(string text, string file, int firstLine = 1)
    {
        var parser = new Parser(new StringReader(text));
        try
        {
            return new YamlReader(parser, text, firstLine - 1).Document();
        }
        catch (YamlException e)
        {
            throw Invalid((e.InnerException ?? e).Message, e, (int)e.Start.Line);
        }
        catch (Exception e) when (e is InvalidOperationException or ArgumentException)
        {
            // The library gives up this way on some texts, an unclosed quote after a document marker for one.
            throw Invalid("it ends in the middle of a value.", e, (int)(parser.Current?.End.Line ?? 1));
        }

        ProblemException Invalid(string reason, Exception cause, int line)
        {
            line = Math.Clamp(line, 1, 1 + text.AsSpan().TrimEnd('\n').Count('\n')) + firstLine - 1;
            return new ProblemException(new Problem("yaml-syntax", $"This is not valid YAML: {reason}") { File = file, Line = line }, cause);
        }
    }
}
