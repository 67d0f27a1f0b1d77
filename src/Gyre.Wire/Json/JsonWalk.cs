using System.Text;
using System.Text.Json;

namespace Gyre.Wire.Json;

/// <summary>The pass of <see cref="JsonPeek"/>.</summary>
internal ref struct JsonWalk
{
    private const int DeepestJson = 256;

    private static readonly byte[][] Tracked =
    [
        .. new[]
        {
            "model", "stream", "stream_options", "max_tokens", "max_completion_tokens", "max_output_tokens", "n", "service_tier", "user", "safety_identifier", "metadata",
            "previous_response_id", "tools", "functions", "generationConfig", "generation_config", "options", "best_of",
        }.Select(Encoding.ASCII.GetBytes),
    ];

    private readonly ReadOnlySpan<byte> json;
    private readonly LimitNames limits;
    private JsonPrompt prompt;
    private Utf8JsonReader reader;
    private JsonPeek seen;
    private uint met;

    public JsonWalk(ReadOnlySpan<byte> json, LimitNames limits)
    {
        this.json = json;
        this.limits = limits;
        reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = DeepestJson });
    }

    public JsonPeek Walk()
    {
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            return new JsonPeek { Fault = "The body must be a JSON object." };
        }

        var open = (int)reader.BytesConsumed;
        seen = new JsonPeek { IsEmpty = true };
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            seen = seen with { IsEmpty = false };
            var field = Field();
            if (field < 0)
            {
                AddToPrompt();
                continue;
            }

            // In other letters it is a field of its own for us, and the same field for servers written in Go.
            var written = reader.HasValueSequence || reader.ValueIsEscaped ? reader.GetString() : null;
            var exact = written is null ? reader.ValueSpan.SequenceEqual(Tracked[field]) : written == Encoding.ASCII.GetString(Tracked[field]);
            if (!exact || (met & (1u << field)) != 0)
            {
                return new JsonPeek { Fault = $"The body has '{Encoding.ASCII.GetString(Tracked[field])}' twice or in other letters: send it once, in lower case." };
            }

            met |= 1u << field;
            reader.Read();
            Take(field);
        }

        // Whatever follows the object is a fault of the text.
        reader.Read();
        return seen with { TextBytes = prompt.TextBytes, HasImages = prompt.HasImages, MediaItems = prompt.MediaItems, Slot = seen.Model.IsThere ? seen.Model.End : open };
    }

    private void AddToPrompt()
    {
        var name = reader.ValueSpan;
        var asks = name.SequenceEqual("messages"u8) || name.SequenceEqual("contents"u8) || name.SequenceEqual("input"u8) || name.SequenceEqual("prompt"u8);
        var instructs = !asks && (name.SequenceEqual("system"u8) || name.SequenceEqual("instructions"u8) || name.SequenceEqual("systemInstruction"u8) || name.SequenceEqual("system_instruction"u8));
        reader.Read();
        var start = (int)reader.TokenStartIndex;
        prompt.Add(ref reader);
        if (asks || instructs)
        {
            var range = new JsonRange(start, (int)reader.BytesConsumed - start);
            seen = asks ? seen with { Prompt = range } : seen with { Instructions = range };
        }
    }

    private void Take(int field)
    {
        switch (field)
        {
            case 0:
                seen = seen with { Model = Value() };
                break;
            case 1:
                seen = seen with { Streams = Flag(), Stream = Value() };
                break;
            case 2:
                StreamOptions();
                break;
            case 3 or 4 or 5:
                Limit((LimitNames)(1 << (field - 3)));
                seen = field == 3 && limits.HasFlag(LimitNames.MaxTokens) ? seen with { OldMaxTokens = seen.MaxTokens } : seen;
                break;
            case 6 or 17:
                seen = seen with { Copies = Number() is { } copies && !(copies < seen.Copies) ? copies : seen.Copies };
                Value();
                break;
            case 7:
                seen = seen with { ServiceTier = Value() };
                break;
            case 8 or 9:
                seen = seen with { User = Value() };
                break;
            case 10:
                Metadata();
                break;
            case 11:
                seen = seen with { PreviousResponse = Value() };
                break;
            case 12 or 13:
                var tools = Value();
                prompt.Add(tools.Length);
                seen = seen with { Tools = tools.Length > 2 && tools.In(json)[1..^1].IndexOfAnyExcept(" \t\r\n"u8) >= 0 ? tools : seen.Tools };
                break;
            default:
                Settings(field == 16 ? LimitNames.Options : LimitNames.GenerationConfig);
                break;
        }
    }

    private void StreamOptions()
    {
        var start = (int)reader.TokenStartIndex;
        if (reader.TokenType == JsonTokenType.StartObject)
        {
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var usage = reader.ValueTextEquals("include_usage"u8);
                reader.Read();
                var wants = usage && reader.TokenType == JsonTokenType.True;
                var value = Value();
                seen = usage ? seen with { IncludeUsage = value, WantsUsage = wants } : seen;
            }
        }
        else
        {
            reader.Skip();
        }

        seen = seen with { StreamOptions = new JsonRange(start, (int)reader.BytesConsumed - start) };
    }

    private void Metadata()
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            reader.Skip();
            return;
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var user = reader.ValueTextEquals("user_id"u8);
            reader.Read();
            var value = Value();
            seen = user ? seen with { User = value } : seen;
        }
    }

    private void Settings(LimitNames name)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            prompt.Add(ref reader);
            return;
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var limit = reader.ValueTextEquals("maxOutputTokens"u8) || reader.ValueTextEquals("max_output_tokens"u8) || reader.ValueTextEquals("num_predict"u8);
            var copies = reader.ValueTextEquals("candidateCount"u8) || reader.ValueTextEquals("candidate_count"u8);
            reader.Read();
            if (limit)
            {
                Limit(name);
                continue;
            }

            seen = copies && limits.HasFlag(name) ? seen with { Copies = Number() ?? seen.Copies } : seen;
            Value();
        }
    }

    private void Limit(LimitNames name)
    {
        if (!limits.HasFlag(name))
        {
            Value();
            return;
        }

        // Ollama says "as long as it likes" with -1 and -2: no limit.
        var limit = Number() is > 0 and var tokens ? tokens : (long?)null;
        var value = Value();
        seen = seen with { MaxTokens = value, MaxOutput = limit > (seen.MaxOutput ?? 0) ? limit : seen.MaxOutput };
    }

    // The whole value the reader stands at; the reader then stands at its end.
    private JsonRange Value()
    {
        var start = (int)reader.TokenStartIndex;
        reader.Skip();
        return new JsonRange(start, (int)reader.BytesConsumed - start);
    }

    private readonly bool? Flag() => reader.TokenType switch
    {
        JsonTokenType.True => true,
        JsonTokenType.False => false,
        _ => null,
    };

    private readonly long? Number() =>
        reader.TokenType != JsonTokenType.Number ? null
        : reader.TryGetInt64(out var whole) ? whole
        : reader.TryGetDouble(out var number) && number is > 0 and < long.MaxValue ? (long)Math.Ceiling(number) : null;

    // Which tracked field the name is, whatever the case of its letters; -1 for none.
    private readonly int Field()
    {
        if (reader.ValueIsEscaped)
        {
            var name = Encoding.UTF8.GetBytes(reader.GetString() ?? "");
            return Array.FindIndex(Tracked, t => Ascii.EqualsIgnoreCase(t, name));
        }

        var span = reader.ValueSpan;
        for (var i = 0; i < Tracked.Length; i++)
        {
            if (Tracked[i].Length == span.Length && Ascii.EqualsIgnoreCase(Tracked[i], span))
            {
                return i;
            }
        }

        return -1;
    }
}
