using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Gyre.Evaluation.Data;
using Gyre.Flows;
using Gyre.Kernel;
using Gyre.Workspace;

namespace Gyre.Evaluation.Datasets;

/// <summary>The datasets of a workspace: a small file for each under git, and the rows beside the database, each content once.</summary>
public sealed class DatasetStore
{
    private readonly string root;
    private readonly string folder;
    private readonly TimeProvider time;

    private DatasetStore(string root, string folder, RowsFolder rows, TimeProvider time) => (this.root, this.folder, Rows, Schemas, this.time) = (root, folder, rows, new DatasetSchemas(folder), time);

    internal RowsFolder Rows { get; }

    internal DatasetSchemas Schemas { get; }

    /// <summary>The datasets of a home; its folders need not exist.</summary>
    public static DatasetStore Of(GyreHome home, TimeProvider time) =>
        new(home.WorkspaceFolder ?? home.Folder, home.DatasetsFolder, new RowsFolder(home.DatasetRowsFolder), time);

    /// <summary>All datasets by name.</summary>
    /// <exception cref="ProblemException"><c>dataset-invalid</c>, <c>yaml-syntax</c>: one of the files is faulty.</exception>
    public IReadOnlyList<Dataset> List() => [.. Names().Select(name => DatasetFile.Read(FileOf(name)))];

    /// <summary>All datasets by name: those that can be read, and why the others can't.</summary>
    internal (IReadOnlyList<Dataset> Sound, IReadOnlyList<Problem> Faulty) Survey()
    {
        var (sound, faulty) = (new List<Dataset>(), new List<Problem>());
        foreach (var file in Names().Select(FileOf))
        {
            try
            {
                sound.Add(DatasetFile.Read(file));
            }
            catch (ProblemException e)
            {
                faulty.Add(e.Problem with { File = file });
            }
        }

        return (sound, faulty);
    }

    /// <summary>The dataset of a name.</summary>
    /// <exception cref="ProblemException"><c>dataset-not-found</c> with the nearest name there is; <c>dataset-invalid</c>.</exception>
    public Dataset Get(string name) => Find(name) ?? throw NotFound(name);

    /// <summary>Where a dataset's file is.</summary>
    public string FileOf(string name) => Path.Combine(folder, name + ".yaml");

    /// <summary>
    /// The version that a reference names, with its rows here and unchanged. Rows that are not here (the workspace was cloned) are
    /// made again where the file that they came from is.
    /// </summary>
    /// <param name="reference"><c>name@version</c>, or <c>name</c> for the latest.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="ProblemException"><c>dataset-not-found</c>, <c>dataset-version-not-found</c>, <c>dataset-rows-missing</c>, <c>dataset-rows-changed</c>.</exception>
    public Task<PinnedDataset> PinAsync(string reference, CancellationToken cancellationToken) =>
        PinAsync(reference, (pinned, stop) => Rows.IsWholeAsync(pinned.Version.Sha256, stop), cancellationToken);

    /// <param name="reference"><c>name@version</c>, or <c>name</c> for the latest.</param>
    /// <param name="isWhole">Whether the rows that are here are what they were.</param>
    /// <param name="cancellationToken">Stops it.</param>
    internal async Task<PinnedDataset> PinAsync(string reference, Func<PinnedDataset, CancellationToken, Task<bool>> isWhole, CancellationToken cancellationToken)
    {
        var wanted = DatasetReference.Parse(reference);
        var dataset = Get(wanted.Name);
        var version = VersionOf(dataset, wanted);
        var pinned = new PinnedDataset(dataset, version, Rows.PathOf(version.Sha256));
        if (!File.Exists(pinned.File))
        {
            await RestoreAsync(pinned, cancellationToken);
        }
        else if (!await isWhole(pinned, cancellationToken))
        {
            throw new ProblemException(new Problem("dataset-rows-changed", $"The rows of {pinned.Reference} are not what they were: somebody changed this file. Remove it, then add the rows again: gyre dataset add {dataset.Name} --file FILE.") { File = pinned.File });
        }

        return pinned;
    }

    /// <summary>Deletes the rows of a version; its number is not given again. Those of other versions with the same rows stay.</summary>
    /// <param name="name">The dataset's.</param>
    /// <param name="version">Null for all versions, and the dataset's file with them.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="ProblemException"><c>dataset-not-found</c>, <c>dataset-version-not-found</c>.</exception>
    public Task DeleteAsync(string name, int? version, CancellationToken cancellationToken) => DeleteAsync(name, version, _ => Task.CompletedTask, cancellationToken);

    /// <param name="name">The dataset's.</param>
    /// <param name="version">Null for all versions, and the dataset's file with them.</param>
    /// <param name="refuse">Throws where it is not to be deleted; nobody changes datasets meanwhile.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <inheritdoc cref="DeleteAsync(string, int?, CancellationToken)"/>
    internal async Task DeleteAsync(string name, int? version, Func<Dataset, Task> refuse, CancellationToken cancellationToken)
    {
        using var held = await Rows.LockAsync(cancellationToken);
        var dataset = Get(name);
        await refuse(dataset);
        var gone = version is null ? dataset.Versions : [VersionOf(dataset, new DatasetReference(name, version))];

        // Before anything is removed: a file that can't be read may need the rows.
        var needed = List().SelectMany(d => d.Versions.Where(v => v.DeletedAt is null && (d.Name != name || gone.All(g => g.Number != v.Number)))).Select(v => v.Sha256).ToHashSet(StringComparer.Ordinal);
        if (version is null)
        {
            File.Delete(FileOf(name));
            Schemas.Remove(dataset);
        }
        else
        {
            var now = time.GetUtcNow();
            var left = dataset with { Versions = [.. dataset.Versions.Select(v => v.Number == version ? v with { DeletedAt = now } : v)] };
            DatasetFile.Write(FileOf(name), DatasetFile.TextOf(FileOf(name), left));
        }

        foreach (var sha256 in gone.Select(v => v.Sha256).Where(s => !needed.Contains(s)))
        {
            Rows.Remove(sha256);
        }
    }

    internal Dataset? Find(string name)
    {
        RefuseVersion(name);
        var file = FileOf(name);
        return !File.Exists(file) ? null
            : DatasetFile.Is(file) ? DatasetFile.Read(file)
            : throw new ProblemException(new Problem("dataset-invalid", "This file is no dataset: it does not say 'kind: dataset'. Choose another name.") { File = file });
    }

    /// <summary>The dataset that a version is to be added to; null where it is a new one.</summary>
    /// <exception cref="ProblemException"><c>dataset-name-invalid</c>, <c>dataset-exists</c>, <c>dataset-invalid</c>.</exception>
    internal Dataset? Target(string name)
    {
        var there = Find(name);
        RefuseOtherCase(name);
        return there;
    }

    /// <summary>
    /// Makes versions of finished rows: whatever may be wrong with any of them is found before the first is written. Where the latest
    /// version has the same rows, that is it; of two processes at once, one comes after the other.
    /// </summary>
    internal async Task<IReadOnlyList<VersionAdded>> CommitAsync(IReadOnlyList<NewVersion> versions, CancellationToken cancellationToken)
    {
        using var held = await Rows.LockAsync(cancellationToken);
        var planned = versions.Select(Planned).ToList();
        foreach (var version in versions)
        {
            version.Rows.Keep();
        }

        foreach (var (version, (_, text)) in versions.Zip(planned))
        {
            if (version.Settings.SchemaText is { } schema)
            {
                Schemas.Write(version.Name, schema);
            }

            if (text is not null)
            {
                DatasetFile.Write(FileOf(version.Name), text);
            }
        }

        return [.. planned.Select(p => p.Added)];
    }

    /// <summary>Changes a dataset's file where nobody changed it meanwhile.</summary>
    /// <param name="name">The dataset's.</param>
    /// <param name="after">What must be so still: <see cref="TagOf"/> of what was looked at, or the number of its latest version alone.</param>
    /// <param name="change">What becomes of it.</param>
    /// <param name="schema">Another schema; empty for none, null leaves it.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="ProblemException"><c>dataset-not-found</c>, <c>dataset-changed</c>.</exception>
    internal async Task<Dataset> ChangeAsync(string name, string after, Func<Dataset, Dataset> change, string? schema, CancellationToken cancellationToken)
    {
        using var held = await Rows.LockAsync(cancellationToken);
        var before = Get(name);
        RefuseChanged(name, before, after);
        var changed = change(before);
        if (schema is { Length: > 0 })
        {
            Schemas.Write(name, schema);
        }

        if (schema is not null)
        {
            changed = changed with { Schema = schema.Length > 0 ? DatasetSchemas.NameOf(name) : null };
        }

        DatasetFile.Write(FileOf(name), DatasetFile.TextOf(FileOf(name), changed));
        if (changed.Schema is null)
        {
            Schemas.Remove(before);
        }

        return changed;
    }

    /// <summary>Names what a dataset is at a moment: its latest version, and what it says and promises of its rows.</summary>
    internal string TagOf(Dataset dataset)
    {
        var settings = string.Join('\0', dataset.Description, dataset.Key, dataset.Schema, Schemas.TextOf(dataset));
        return string.Create(CultureInfo.InvariantCulture, $"{dataset.Latest?.Number ?? 0}-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(settings)).AsSpan(0, 8))}");
    }

    /// <param name="name">The dataset's.</param>
    /// <param name="now">It as it is.</param>
    /// <param name="after"><see cref="TagOf"/> of what was looked at, or the number of its latest version alone.</param>
    /// <exception cref="ProblemException"><c>dataset-changed</c>: it has changed meanwhile.</exception>
    internal void RefuseChanged(string name, Dataset? now, string after)
    {
        var latest = (now?.Latest?.Number ?? 0).ToString(CultureInfo.InvariantCulture);
        if (after.Split('-')[0] != latest)
        {
            throw Changed($"'{name}' has got another version, {latest},");
        }

        if (after != latest && (now is null || after != TagOf(now)))
        {
            throw Changed($"The description, key or schema of '{name}' was changed");
        }
    }

    private static ProblemException Changed(string what) =>
        new(new Problem("dataset-changed", $"{what} meanwhile. Look at it, then do this again.") { Field = "version" });

    /// <summary>A file as provenance names it: relative to the workspace, so that it is found on another machine; of one outside its name alone.</summary>
    internal string Named(string file)
    {
        var relative = Path.GetRelativePath(root, file).Replace('\\', '/');
        return relative.StartsWith("../", StringComparison.Ordinal) || Path.IsPathRooted(relative) ? Path.GetFileName(Path.TrimEndingDirectorySeparator(file)) : relative;
    }

    /// <summary>What a version will be, and the text of its dataset's file; null where that stays as it is.</summary>
    private (VersionAdded Added, string? Text) Planned(NewVersion version)
    {
        var before = Target(version.Name);
        if (version.After is { } after)
        {
            RefuseChanged(version.Name, before, after.ToString(CultureInfo.InvariantCulture));
        }

        var dataset = Settled(before ?? new Dataset(version.Name), version.Settings);
        var schema = version.Settings.SchemaText ?? Schemas.Of(before)?.Text;
        if ((dataset.Key is not null && dataset.Key != version.Keeps.Key) || (schema is not null && schema != version.Keeps.Schema))
        {
            throw Changed($"The key or schema of '{version.Name}' was changed");
        }

        var isNew = dataset.Latest?.Sha256 != version.Rows.Sha256;
        if (isNew)
        {
            var number = (dataset.Versions.Count == 0 ? 0 : dataset.Versions[^1].Number) + 1;
            dataset = dataset with { Versions = [.. dataset.Versions, new DatasetVersion(number, version.Rows.Sha256, version.Rows.Rows, version.Rows.Bytes) { CreatedAt = time.GetUtcNow(), Origin = version.Origin }] };
        }

        var latest = dataset.Latest!;
        return (new VersionAdded(new PinnedDataset(dataset, latest, Rows.PathOf(latest.Sha256)), isNew), dataset == before ? null : DatasetFile.TextOf(FileOf(version.Name), dataset));
    }

    private static Dataset Settled(Dataset dataset, DatasetSettings settings) => dataset with
    {
        Description = settings.Description is { } description ? (string.IsNullOrWhiteSpace(description) ? null : description) : dataset.Description,
        Key = settings.Key ?? dataset.Key,
        Schema = settings.SchemaText is null ? dataset.Schema : DatasetSchemas.NameOf(dataset.Name),
    };

    private async Task RestoreAsync(PinnedDataset pinned, CancellationToken cancellationToken)
    {
        var (version, source) = (pinned.Version, pinned.Version.Origin.File is { } file ? Path.GetFullPath(file, root) : null);
        if (Path.Exists(source) && await RestoreAsync(version, source, cancellationToken))
        {
            return;
        }

        var origin = version.Origin;
        var from = origin.Of is { } of ? $"they were made from {of} ({origin.How})" : $"they were made from '{origin.File}'{(Path.Exists(source) ? ", which has changed since" : "")}";
        throw new ProblemException(new Problem(
            "dataset-rows-missing",
            $"The rows of {pinned.Reference} are not on this machine: {from}. Export them where they are (gyre dataset export {pinned.Reference} --to {pinned.Dataset.Name}.jsonl), then add that file here: gyre dataset add {pinned.Dataset.Name} --file {pinned.Dataset.Name}.jsonl.")
        {
            File = FileOf(pinned.Dataset.Name),
        });
    }

    // Whether the file has the same rows still.
    private async Task<bool> RestoreAsync(DatasetVersion version, string source, CancellationToken cancellationToken)
    {
        using var rows = await Rows.BeginAsync(cancellationToken);
        try
        {
            await foreach (var placed in new DataReader().ReadPlacedAsync(source, cancellationToken))
            {
                Pictures.TakeIn(placed);
                rows.Add(placed.Row);
            }
        }
        catch (FlowException)
        {
            return false;
        }

        rows.Finish();
        if (rows.Sha256 != version.Sha256)
        {
            return false;
        }

        using var held = await Rows.LockAsync(cancellationToken);
        rows.Keep();
        return true;
    }

    private DatasetVersion VersionOf(Dataset dataset, DatasetReference wanted)
    {
        var version = wanted.Version is { } number ? dataset.Versions.FirstOrDefault(v => v.Number == number) : dataset.Latest;
        if (version is { DeletedAt: null })
        {
            return version;
        }

        var there = string.Join(", ", dataset.Versions.Where(v => v.DeletedAt is null).Select(dataset.ReferenceTo));
        var what = version?.DeletedAt is { } deleted ? $"{wanted} was deleted on {deleted:yyyy-MM-dd}." : wanted.Version is null ? $"All versions of '{wanted.Name}' are deleted." : $"There is no {wanted}.";
        throw new ProblemException(new Problem("dataset-version-not-found", $"{what} {(there.Length == 0 ? $"Add one: gyre dataset add {dataset.Name} --file FILE." : $"There {(there.Contains(',', StringComparison.Ordinal) ? "are" : "is")} {there}.")}") { File = FileOf(dataset.Name), Field = "name" });
    }

    private IEnumerable<string> Names() => !Directory.Exists(folder) ? [] : Directory.EnumerateFiles(folder, "*.yaml")
        .Where(file => DatasetReference.TryParse(Path.GetFileNameWithoutExtension(file), out var reference) && reference.Version is null && DatasetFile.Is(file))
        .Select(file => Path.GetFileNameWithoutExtension(file))
        .Order(StringComparer.Ordinal);

    internal static void RefuseVersion(string name)
    {
        if (DatasetReference.Parse(name).Version is not null)
        {
            throw new ProblemException(new Problem("dataset-name-invalid", $"'{name}' names a version. Versions get their numbers by themselves: name the dataset alone.") { Field = "name" });
        }
    }

    // On some file systems they would be one file.
    private void RefuseOtherCase(string name)
    {
        if (Names().FirstOrDefault(n => n != name && n.Equals(name, StringComparison.OrdinalIgnoreCase)) is { } other)
        {
            throw new ProblemException(new Problem("dataset-exists", $"There is a dataset '{other}', which differs from '{name}' in the case of letters only. Choose another name.") { Field = "name" });
        }
    }

    private ProblemException NotFound(string name) =>
        new(new Problem("dataset-not-found", $"There is no dataset '{name}', and no file or folder of that name.{NearestName.Hint(name, Names())} List datasets with: gyre dataset list.") { Field = "name" });
}
