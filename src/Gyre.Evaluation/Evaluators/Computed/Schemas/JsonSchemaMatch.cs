using System.Text.Json;
using Gyre.Flows.Values;

namespace Gyre.Evaluation.Evaluators.Computed.Schemas;

/// <summary>Whether a response is a JSON value that a schema allows.</summary>
internal sealed class JsonSchemaMatch : Evaluator
{
    private readonly JsonSchema schema;

    public JsonSchemaMatch(EvaluatorSpec spec)
    {
        var settings = new EvaluatorSettings(spec, "schema");
        if (settings["schema"] is not (PythonDict or bool))
        {
            throw settings.Fault("schema", "It must be a JSON Schema, or the path of a file with one.");
        }

        using var written = JsonDocument.Parse(PythonJson.Write(settings["schema"]), new JsonDocumentOptions { MaxDepth = 256 });
        try
        {
            schema = new JsonSchema(written.RootElement);
        }
        catch (FormatException e)
        {
            throw settings.Fault("schema", e.Message);
        }

        Card = new EvaluatorCard(spec.Name, "1", "Whether the response is JSON that a schema allows (setting 'schema': a file's path, or written out); draft 2020-12, references within it only.")
        {
            Inputs = [new EvaluatorInput("response")],
            Metrics = [new MetricCard(spec.Name, Scale.Truth, Direction.HigherIsBetter) { Threshold = 1 }],
        };
    }

    /// <inheritdoc/>
    public override EvaluatorCard Card { get; }

    /// <inheritdoc/>
    public override ValueTask<Evaluated> EvaluateAsync(EvaluatorInputs inputs, CancellationToken cancellationToken)
    {
        using var said = JsonValues.Read(inputs["response"]);
        if (said is null)
        {
            return ValueTask.FromResult(Evaluated.Of(Score.Of(Card.Metrics[0], 0, "The response is not JSON.")));
        }

        var fault = schema.Validate(said.RootElement);
        return ValueTask.FromResult(Evaluated.Of(Score.Of(Card.Metrics[0], fault is null ? 1 : 0, fault?.ToString())));
    }
}
