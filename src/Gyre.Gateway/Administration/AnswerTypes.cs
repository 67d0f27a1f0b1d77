using System.Net.ServerSentEvents;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Mvc;

namespace Gyre.Gateway.Administration;

/// <summary>What the document of the API says of answers, where the framework's own word for them is not what is sent.</summary>
internal static class AnswerTypes
{
    /// <summary>Problems of rooms are <see cref="ApiProblem"/>, whatever the room knows of it; a stream of events is described by what one of them carries.</summary>
    public static void Correct(IList<object> metadata)
    {
        for (var i = 0; i < metadata.Count; i++)
        {
            metadata[i] = metadata[i] switch
            {
                IProducesResponseTypeMetadata { Type: { } type } answer when type == typeof(ProblemDetails) => new ProducesResponseTypeMetadata(answer.StatusCode, typeof(ApiProblem), ["application/problem+json"]),
                IProducesResponseTypeMetadata { Type: { IsGenericType: true } type } answer when type.GetGenericTypeDefinition() == typeof(SseItem<>) =>
                    new ProducesResponseTypeMetadata(answer.StatusCode, type.GetGenericArguments()[0], ["text/event-stream"]),
                var other => other,
            };
        }
    }
}
