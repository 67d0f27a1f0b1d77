using Gyre.Evaluation.Datasets;
using Gyre.Flows.Values;
using Gyre.Testing;
using Gyre.Workspace;

namespace Gyre.Evaluation.Tests.Datasets;

/// <summary>A workspace for datasets in a temporary folder.</summary>
internal sealed class DatasetBench : IDisposable
{
    public DatasetBench()
    {
        Folder.Write("gyre.yaml", "name: test\n");
        Store = StoreIn(Folder.Path);
    }

    public TemporaryFolder Folder { get; } = new();

    public DatasetStore Store { get; }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static DatasetStore StoreIn(string folder) => DatasetStore.Of(GyreHome.Locate(folder), TimeProvider.System);

    /// <summary>Adds a version of rows written as JSON lines.</summary>
    public Task<VersionAdded> AddAsync(string name, params IEnumerable<string> rows) => AddAsync(new AddVersion(name, Folder.Write("rows.jsonl", string.Concat(rows.Select(r => r + "\n")))));

    public Task<VersionAdded> AddAsync(AddVersion request) => request.RunAsync(Store, null, Stop);

    public Task<PinnedDataset> PinAsync(string reference) => Store.PinAsync(reference, Stop);

    /// <summary>The rows of a version as JSON.</summary>
    public async Task<string[]> RowsAsync(string reference) => await File.ReadAllLinesAsync((await PinAsync(reference)).File, Stop);

    /// <summary>A column of the rows of a version.</summary>
    public async Task<List<object?>> ColumnAsync(string reference, string column) => [.. (await RowsAsync(reference)).Select(r => ((PythonDict)PythonJson.Parse(r)!).GetValueOrDefault(column))];

    public async Task<DatasetDiff> DiffAsync(string a, string b, string? key = null) => DatasetDiff.Compare(await PinAsync(a), await PinAsync(b), key, 20, Stop);

    public void Dispose() => Folder.Dispose();
}
