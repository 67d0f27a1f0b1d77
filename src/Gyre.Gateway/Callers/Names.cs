namespace Gyre.Gateway.Callers;

/// <summary>Names of keys, teams, projects, cost centers, limits and budgets.</summary>
internal static class Names
{
    public const string Rule = "A name has 1 to 100 letters, digits, blanks, dots, dashes, underscores, slashes or colons, and begins with a letter or digit.";

    private const int Longest = 100;

    public static bool IsGood(string name) =>
        name.Length is > 0 and <= Longest && char.IsLetterOrDigit(name[0]) && name.AsSpan().Trim().Length == name.Length
        && name.All(c => char.IsLetterOrDigit(c) || c is ' ' or '.' or '-' or '_' or '/' or ':');
}
