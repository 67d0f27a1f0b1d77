using Gyre.Evaluation.Mapping;
using Gyre.Flows.Execution;
using Gyre.Flows.Values;
using Gyre.Workspace.Secrets;

namespace Gyre.Evaluation.Runs.Definitions;

/// <summary>A definition as the index stores it. Environment variables and constructor arguments may be secrets: they are encrypted.</summary>
internal static class RunDefinitionJson
{
    public static string Write(RunDefinition definition, string name, SecretBox secrets) => PythonJson.Write(new PythonDict
    {
        ["file"] = definition.File,
        ["flow"] = definition.Flow,
        ["data"] = definition.Data,
        ["dataset"] = definition.Dataset,
        ["data_sha256"] = definition.DataSha256,
        ["run"] = definition.SourceRun,
        ["resume_from"] = definition.ResumeFrom,
        ["variant"] = definition.Variant,
        ["column_mapping"] = new PythonDict(definition.ColumnMapping.Entries),
        ["connections"] = new PythonDict(definition.Connections.Select(n => KeyValuePair.Create(n.Key, (object?)Texts(n.Value)))),
        ["model"] = definition.Model is { } model
            ? new PythonDict { ["connection"] = model.Connection, ["model"] = model.Model, ["parameters"] = model.Parameters }
            : null,
        ["inputs_by_name"] = definition.InputsByName,
        ["properties"] = definition.Properties,
        ["sealed"] = definition.EnvironmentVariables.Count == 0 && definition.Init is null ? null : secrets.Seal(
            PythonJson.Write(new PythonDict { ["environment_variables"] = Texts(definition.EnvironmentVariables), ["init"] = definition.Init }),
            Place(name)),
    });

    /// <summary>All of it but what is encrypted, so that lists can be shown without the key.</summary>
    public static RunDefinition Read(string json, string name, string displayName, string? description, IReadOnlyDictionary<string, string> tags)
    {
        var stored = (PythonDict)PythonJson.Parse(json)!;
        return new RunDefinition
        {
            Name = name,
            DisplayName = displayName,
            Description = description,
            Tags = tags,
            File = stored["file"] as string,
            Flow = stored["flow"] as string,
            Data = stored["data"] as string,
            Dataset = stored.GetValueOrDefault("dataset") as string,
            DataSha256 = stored.GetValueOrDefault("data_sha256") as string,
            SourceRun = stored["run"] as string,
            ResumeFrom = stored["resume_from"] as string,
            Variant = stored["variant"] as string,
            ColumnMapping = new ColumnMapping(((PythonDict)stored["column_mapping"]!).Select(e => KeyValuePair.Create((string)e.Key!, e.Value))),
            Connections = ((PythonDict)stored["connections"]!).ToDictionary(
                n => (string)n.Key!,
                IReadOnlyDictionary<string, string> (n) => Texts((PythonDict)n.Value!),
                StringComparer.Ordinal),
            Model = stored.GetValueOrDefault("model") is PythonDict model
                ? new ModelOverride { Connection = model["connection"] as string, Model = model["model"] as string, Parameters = (PythonDict)model["parameters"]! }
                : null,
            InputsByName = stored.GetValueOrDefault("inputs_by_name") is true,
            Properties = (PythonDict)stored["properties"]!,
        };
    }

    /// <summary>Adds what is encrypted.</summary>
    public static RunDefinition Unseal(RunDefinition definition, string json, string name, SecretBox secrets)
    {
        if (((PythonDict)PythonJson.Parse(json)!)["sealed"] is not string box)
        {
            return definition;
        }

        var opened = (PythonDict)PythonJson.Parse(secrets.Open(box, Place(name)))!;
        return definition with { EnvironmentVariables = Texts((PythonDict)opened["environment_variables"]!), Init = opened["init"] as PythonDict };
    }

    private static string Place(string name) => $"run '{name}'";

    private static PythonDict Texts(IReadOnlyDictionary<string, string> values) => new(values.Select(v => KeyValuePair.Create(v.Key, (object?)v.Value)));

    private static Dictionary<string, string> Texts(PythonDict values) => values.ToDictionary(v => (string)v.Key!, v => (string)v.Value!, StringComparer.Ordinal);
}
