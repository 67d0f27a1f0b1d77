using Gyre.Kernel;

namespace Gyre.Workspace;

/// <summary>Where Gyre keeps its state: <c>.gyre</c> of the workspace, else <c>GYRE_HOME</c>, else <c>~/.gyre</c>.</summary>
/// <param name="Folder">Full path; may not exist yet.</param>
/// <param name="WorkspaceFolder">Full path of the folder with <c>gyre.yaml</c>, or null outside a workspace.</param>
public sealed record GyreHome(string Folder, string? WorkspaceFolder)
{
    /// <summary>The file that makes a folder a workspace.</summary>
    public const string WorkspaceFileName = "gyre.yaml";

    /// <summary>The database: runs, connections.</summary>
    public string DatabaseFile => Path.Combine(Folder, "gyre.db");

    /// <summary>What each node of this machine keeps of what it spends; on a disk of the machine's own.</summary>
    public string AdmissionFolder => Path.Combine(Folder, "admission");

    /// <summary>What each node of this machine has not handed over to the usage ledger yet.</summary>
    public string LedgerFolder => Path.Combine(Folder, "ledger");

    /// <summary>
    /// Where keys, budgets and the usage ledger are: <c>GYRE_DATABASE</c> (a PostgreSQL address), else <c>database</c> of the workspace's
    /// file, else <see cref="DatabaseFile"/>. It may hold a password: never show it.
    /// </summary>
    /// <param name="environment">Reads a variable; the process's environment unless given.</param>
    /// <exception cref="ProblemException">The workspace's file is faulty, or names a variable that is not set.</exception>
    public string SharedDatabase(Func<string, string?>? environment = null)
    {
        environment ??= Environment.GetEnvironmentVariable;
        return environment("GYRE_DATABASE") is { Length: > 0 } address ? address
            : WorkspaceFile is { } file && Workspace.WorkspaceFile.Read(file).DatabaseAddress(environment) is { } written ? written
            : DatabaseFile;
    }

    /// <summary>One folder per run.</summary>
    public string RunsFolder => Path.Combine(Folder, "runs");

    /// <summary>One folder per evaluation.</summary>
    public string EvaluationsFolder => Path.Combine(Folder, "evaluations");

    /// <summary>One file per dataset, which says what its versions are: under git in a workspace.</summary>
    public string DatasetsFolder => Path.Combine(WorkspaceFolder ?? Folder, "datasets");

    /// <summary>The rows of all versions of all datasets, each content once.</summary>
    public string DatasetRowsFolder => Path.Combine(Folder, "dataset-rows");

    /// <summary>The key that encrypts stored secrets.</summary>
    public string SecretsKeyFile => Path.Combine(Folder, "secrets.key");

    /// <summary>What may be deleted at any time.</summary>
    public string CacheFolder => Path.Combine(Folder, "cache");

    /// <summary>The workspace's <c>gyre.yaml</c>, or null outside a workspace.</summary>
    public string? WorkspaceFile => WorkspaceFolder is null ? null : Path.Combine(WorkspaceFolder, WorkspaceFileName);

    /// <summary>Looks for <c>gyre.yaml</c> in a folder and upwards, then at the environment.</summary>
    /// <param name="startFolder">Usually the current folder.</param>
    /// <param name="environment">Reads a variable; the process's environment unless given.</param>
    public static GyreHome Locate(string startFolder, Func<string, string?>? environment = null)
    {
        environment ??= Environment.GetEnvironmentVariable;
        for (var folder = Path.GetFullPath(startFolder); folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (File.Exists(Path.Combine(folder, WorkspaceFileName)))
            {
                return new GyreHome(Path.Combine(folder, ".gyre"), folder);
            }
        }

        return environment("GYRE_HOME") is { Length: > 0 } home
            ? new GyreHome(Path.GetFullPath(home, startFolder), null)
            : new GyreHome(Path.Combine(UserFolder(environment), ".gyre"), null);
    }

    /// <summary>Makes the folder where it is missing; in a workspace it keeps itself out of git.</summary>
    /// <exception cref="ProblemException"><c>home-not-writable</c>.</exception>
    public void EnsureExists()
    {
        try
        {
            Directory.CreateDirectory(Folder);
            var ignore = Path.Combine(Folder, ".gitignore");
            if (WorkspaceFolder is not null && !File.Exists(ignore))
            {
                File.WriteAllText(ignore, "*\n");
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ProblemException(
                new Problem("home-not-writable", $"Gyre keeps its state in '{Folder}', which cannot be written ({e.Message.TrimEnd('.')}). Make it writable, or set GYRE_HOME to a folder that is and work outside the workspace.") { File = Folder },
                e);
        }
    }

    // HOME is asked first because GetFolderPath gives nothing where it is unset, as in many containers.
    private static string UserFolder(Func<string, string?> environment) =>
        environment("HOME") is { Length: > 0 } home ? Path.GetFullPath(home)
        : Environment.GetFolderPath(Environment.SpecialFolder.UserProfile) is { Length: > 0 } profile ? profile
        : throw new ProblemException("no-home", "There is neither a workspace nor a home folder to keep state in. Set GYRE_HOME to a folder.");
}
