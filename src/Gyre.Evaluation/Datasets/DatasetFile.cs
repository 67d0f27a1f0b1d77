using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Gyre.Kernel;
using Gyre.Workspace;
using Gyre.Workspace.Schemas;
using Gyre.Workspace.Yaml;

namespace Gyre.Evaluation.Datasets;

/// <summary>Reads and writes <c>datasets/NAME.yaml</c>.</summary>
internal static partial class DatasetFile
{
    private const string Code = "dataset-invalid";

    /// <summary>Whether a file says that it is a dataset, or can't be asked: other files may lie in the folder.</summary>
    public static bool Is(string path)
    {
        try
        {
            return File.Exists(path) && Kind().IsMatch(File.ReadAllText(path));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Reading it says why.
            return File.Exists(path);
        }
    }

    /// <summary>Reads a file; everything that is wrong is told at once.</summary>
    /// <exception cref="ProblemException"><c>yaml-syntax</c>, <c>dataset-invalid</c>.</exception>
    public static Dataset Read(string path) => Parse(path, YamlText.ReadAllText(path));

    /// <summary>Writes a file as a whole.</summary>
    public static void Write(string path, string text) => AtomicFile.Write(path, stream => stream.Write(Encoding.UTF8.GetBytes(text)));

    /// <summary>What a dataset's file holds. It is read before it is given out: one that could not be read again would take the dataset away.</summary>
    /// <exception cref="ProblemException"><c>dataset-invalid</c>.</exception>
    public static string TextOf(string path, Dataset dataset)
    {
        var text = new StringBuilder("# Written by 'gyre dataset'. Description, key and schema may be edited here; comments are not kept.\nkind: dataset\n");
        Add("", "name", dataset.Name);
        Add("", "description", dataset.Description);
        Add("", "key", dataset.Key);
        Add("", "schema", dataset.Schema);
        text.Append("versions:\n");
        foreach (var version in dataset.Versions)
        {
            text.Append(CultureInfo.InvariantCulture, $"- version: {version.Number}\n  sha256: '{version.Sha256}'\n  rows: {version.Rows}\n  bytes: {version.Bytes}\n");
            Add("  ", "created", Text(version.CreatedAt));
            Add("  ", "file", version.Origin.File);
            Add("  ", "file_sha256", version.Origin.FileSha256);
            Add("  ", "of", version.Origin.Of);
            Add("  ", "how", version.Origin.How);
            Add("  ", "deleted", version.DeletedAt is { } deleted ? Text(deleted) : null);
        }

        Parse(path, text.ToString());
        return text.ToString();

        void Add(string indent, string key, string? value)
        {
            if (value is not null)
            {
                text.Append(CultureInfo.InvariantCulture, $"{indent}{key}: {Quoted(value)}\n");
            }
        }
    }

    private static Dataset Parse(string path, string text)
    {
        var problems = new List<Problem>();
        var faults = new FileFaults(path, Code, problems);
        if (YamlText.Read(text, path) is not YamlMap root)
        {
            throw new ProblemException(new Problem(Code, "A dataset file must hold 'kind: dataset', 'name' and 'versions'.") { File = path, Line = 1 });
        }

        var fields = new FileFields(root, "", DatasetShapes.Default.DatasetShape, faults);
        fields.Word("kind", "dataset");
        var name = fields.RequiredText("name");
        if (name != Path.GetFileNameWithoutExtension(path))
        {
            fields.Fault("name", $"'name' must be that of the file, '{Path.GetFileNameWithoutExtension(path)}'.");
        }

        var dataset = new Dataset(name)
        {
            Description = fields.Text("description"),
            Key = fields.Text("key"),
            Schema = fields.Text("schema"),
            Versions = [.. fields.Items("versions", DatasetShapes.Default.DatasetVersionShape).Select(Version)],
        };
        if (dataset.Schema is { } schema && (schema.IndexOfAny(['/', '\\']) >= 0 || schema.StartsWith('.')))
        {
            fields.Fault("schema", $"'schema' names a file beside the dataset, without a folder: '{Path.GetFileName(schema.Replace('\\', '/'))}'.");
        }

        foreach (var (before, after) in dataset.Versions.Zip(dataset.Versions.Skip(1)).Where(pair => pair.Second.Number <= pair.First.Number))
        {
            fields.Fault("versions", $"Version {after.Number} stands after version {before.Number}. Each version must have a number of its own, in rising order; after a merge give one of the two the next number.");
        }

        return problems.Count == 0 ? dataset : throw new ProblemException(problems.MinBy(p => p.Line)! with { Message = string.Join(" ", problems.OrderBy(p => p.Line).Select((p, i) => i == 0 ? p.Message : $"line {p.Line}: {p.Message}")) });
    }

    private static DatasetVersion Version(FileFields fields)
    {
        var version = new DatasetVersion(
            fields.Whole("version", 1, 999_999_999) ?? Missing(fields, "version"),
            fields.RequiredText("sha256"),
            (long?)fields.Number("rows", 0, 1e15) ?? Missing(fields, "rows"),
            (long?)fields.Number("bytes", 0, 1e15) ?? Missing(fields, "bytes"))
        {
            CreatedAt = Moment(fields, "created") ?? default,
            Origin = new DatasetOrigin { File = fields.Text("file"), FileSha256 = fields.Text("file_sha256"), Of = fields.Text("of"), How = fields.Text("how") },
            DeletedAt = Moment(fields, "deleted"),
        };
        if (!fields.Has("created"))
        {
            fields.Fault("created", "'created' is missing.");
        }

        // It becomes a file's name.
        if (version.Sha256.Length > 0 && !Digits().IsMatch(version.Sha256))
        {
            fields.Fault("sha256", "'sha256' must be 64 hexadecimal digits in small letters.");
        }

        return version;
    }

    private static int Missing(FileFields fields, string key)
    {
        fields.Fault(key, $"'{key}' must be a number.");
        return 0;
    }

    private static DateTimeOffset? Moment(FileFields fields, string key)
    {
        if (fields.Text(key) is not { } text)
        {
            return null;
        }

        if (DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment))
        {
            return moment;
        }

        fields.Fault(key, $"'{key}' must be a time such as 2026-11-21T16:40:00Z.");
        return null;
    }

    // In single quotes nothing but the quote is special; a line's end must be written as an escape.
    private static string Quoted(string text) =>
        text.Any(char.IsControl)
            ? $"\"{string.Concat(text.Select(c => c is '"' or '\\' ? $"\\{c}" : char.IsControl(c) ? string.Create(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}") : c.ToString()))}\""
            : $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";

    private static string Text(DateTimeOffset moment) => moment.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^kind:\s*['""]?dataset['""]?\s*(#.*)?\r?$", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex Kind();

    [GeneratedRegex(@"\A[0-9a-f]{64}\z")]
    private static partial Regex Digits();
}
