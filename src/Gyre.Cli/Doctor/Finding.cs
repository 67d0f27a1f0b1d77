namespace Gyre.Cli.Doctor;

/// <summary>How one part of the surroundings fares.</summary>
internal enum Health
{
    /// <summary>Here and usable.</summary>
    Good,

    /// <summary>Not here; only what needs it is missing.</summary>
    Optional,

    /// <summary>Gyre cannot work like this.</summary>
    Bad,
}

/// <summary>What doctor found about one thing.</summary>
/// <param name="Name">The thing.</param>
/// <param name="Health">How it fares.</param>
/// <param name="Found">What is here.</param>
/// <param name="Remedy">How to get it, where it is missing.</param>
internal sealed record Finding(string Name, Health Health, string Found, string? Remedy = null);
