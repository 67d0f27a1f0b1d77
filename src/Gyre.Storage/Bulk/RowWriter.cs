namespace Gyre.Storage.Bulk;

/// <summary>Takes one row's values, in the order of the columns.</summary>
public abstract class RowWriter
{
    /// <summary>A text; null for none, which is not the empty text.</summary>
    public abstract void Text(string? value);

    /// <summary>A whole number or null.</summary>
    public abstract void Number(long? value);
}
