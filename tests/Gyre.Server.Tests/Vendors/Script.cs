namespace Gyre.Server.Tests.Vendors;

/// <summary>What a vendor says to what it saw. The model's name up to its dash is the part it plays.</summary>
internal static class Script
{
    public static Said Of(Seen seen) => seen.Fault is { } fault ? new Said { Status = 400, Message = fault } : Part(seen.Model) switch
    {
        "plain" => Words("You said: ", seen.Words, ". I am told: ", seen.System, "."),
        "tools" when seen.Results.Count > 0 => Words("Results: ", string.Join("; ", seen.Results), "."),
        "tools" when seen.Tools.Contains("get_weather") => new Said
        {
            Calls = [new("call_a1", "get_weather", """{"city":"Paris"}"""), new("call_b2", "get_weather", """{"city":"Oslo"}""")],
        },
        "tools" => new Said { Status = 400, Message = "No tool came." },
        "schema" when seen.Schema?["properties"]?["city"] is not null => Words("{\"city\":", "\"Paris\",", "\"celsius\":21}"),
        "schema" => new Said { Status = 400, Message = "No schema came." },
        "image" => Words("I see ", seen.Pictures.Count == 0 ? "nothing" : string.Join(", ", seen.Pictures), "."),
        "limit" => new Said { Status = 429, Message = "Slow down, please.", RetryAfter = "17" },
        "wrong" => new Said { Status = 400, Message = "The temperature is out of range." },
        "broken" => new Said { Status = 500, Message = "The model broke down." },
        "silent" => Words("Once ", "upon a time") with { Mishap = Mishap.Silence },
        "cut" => Words("Once ", "upon a time") with { Mishap = Mishap.Cut },
        "faulty" => Words("Once ", "upon a time") with { Mishap = Mishap.Error, Message = "The model broke down halfway." },
        "gate" => Words("one ", "two ", "three ", "four") with { Mishap = Mishap.Gate },
        _ => new Said { Status = 404, Message = $"There is no model {seen.Model}." },
    };

    private static string Part(string model) => model.Split('-')[0];

    private static Said Words(params string[] pieces) => new() { Pieces = [.. pieces.Where(p => p.Length > 0)] };
}
