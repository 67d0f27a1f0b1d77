using Gyre.Evaluation.Evaluations.Definitions;
using Gyre.Testing;

namespace Gyre.Evaluation.Tests.Evaluations;

public sealed class EvaluationSchemaTests
{
    [Fact]
    public void The_committed_schema_is_that_of_the_types() => Approved.Matches(EvaluationSchema.Text, RepositoryFiles.At("schemas", "evaluation.schema.json"));

    // The reader takes its keys from the types that the schema is made from.
    [Fact]
    public void The_samples_can_be_read()
    {
        var files = Directory.EnumerateFiles(RepositoryFiles.At("samples"), "*.yaml", SearchOption.AllDirectories).Where(f => Path.GetFileName(Path.GetDirectoryName(f)) == "evaluations").ToArray();

        Assert.NotEmpty(files);
        Assert.All(files, file => Assert.NotEmpty(EvaluationDefinition.Create(file, new EvaluationFlags(), RepositoryFiles.Root).Targets));
    }
}
