namespace Gyre.Flows.Templates.Python;

/// <summary>Booleans and small numbers, boxed once.</summary>
internal static class Boxed
{
    public static readonly object True = true;
    public static readonly object False = false;

    private static readonly object[] Small = [.. Enumerable.Range(-16, 1040).Select(n => (object)(long)n)];

    public static object Bool(bool value) => value ? True : False;

    public static object Int(long value) => value is >= -16 and < 1024 ? Small[value + 16] : value;
}
