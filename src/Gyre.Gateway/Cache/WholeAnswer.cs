using System.Text.Json;

namespace Gyre.Gateway.Cache;

/// <summary>Whether a whole JSON answer is one to give again: some providers tell a failure, or that they are not done, with status 200.</summary>
internal static class WholeAnswer
{
    public static bool Is(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json);
        try
        {
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            {
                return false;
            }

            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var (error, status) = (reader.ValueTextEquals("error"u8), reader.ValueTextEquals("status"u8));
                reader.Read();
                if ((error && reader.TokenType != JsonTokenType.Null) || (status && reader.TokenType == JsonTokenType.String && !reader.ValueTextEquals("completed"u8)))
                {
                    return false;
                }

                reader.Skip();
            }

            return reader.TokenType == JsonTokenType.EndObject;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return false;
        }
    }
}
