using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Gyre.Evaluation.Data;
using Gyre.Flows.Values;
using Gyre.Kernel;

namespace Gyre.Evaluation.Datasets;

/// <summary>What a row is known by when rows are parted: its group, else its key, else its content. Rows of one identity stay together.</summary>
/// <param name="of">The version.</param>
/// <param name="group">A column, or null.</param>
/// <param name="seed">Another seed parts otherwise.</param>
internal sealed class RowIdentity(PinnedDataset of, string? group, int seed) : IDisposable
{
    private readonly string? column = group ?? of.Dataset.Key;
    private readonly ContentHash hash = new();

    /// <summary>Whether any row had the column.</summary>
    public bool ColumnWasThere { get; private set; }

    /// <summary>The identity of a row; one without a value in the column is known by its content.</summary>
    public UInt128 Of(PythonDict row)
    {
        if (column is null || Cell.Find(row, column) is not { } value)
        {
            return hash.Of(row);
        }

        ColumnWasThere = true;
        return hash.Of(value);
    }

    /// <summary>An even number in [0, 1) that depends on nothing but identity and seed.</summary>
    public double Place(UInt128 identity)
    {
        Span<byte> bytes = stackalloc byte[20];
        BinaryPrimitives.WriteInt32BigEndian(bytes, seed);
        BinaryPrimitives.WriteUInt128BigEndian(bytes[4..], identity);
        return Even(bytes);
    }

    /// <summary>The same for a name.</summary>
    public double Place(string name) => Even([(byte)(seed >> 24), (byte)(seed >> 16), (byte)(seed >> 8), (byte)seed, .. Encoding.UTF8.GetBytes(name)]);

    /// <exception cref="ProblemException"><c>dataset-column</c>: no row has the column.</exception>
    public static void RefuseMissing(PinnedDataset pinned, string? wanted, bool wasThere, CancellationToken cancellationToken)
    {
        if (wanted is null || wasThere)
        {
            return;
        }

        var columns = DatasetProfile.Of(pinned, cancellationToken).Columns.Select(c => c.Name).ToList();
        throw new ProblemException(new Problem("dataset-column", $"No row of {pinned.Reference} has a value in '{wanted}'.{NearestName.Hint(wanted, columns)} The columns are {string.Join(", ", columns)}.") { Field = wanted });
    }

    public void Dispose() => hash.Dispose();

    private static double Even(ReadOnlySpan<byte> bytes)
    {
        Span<byte> hashed = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(bytes, hashed);
        return (BinaryPrimitives.ReadUInt64BigEndian(hashed) >> 11) * (1.0 / (1UL << 53));
    }
}
