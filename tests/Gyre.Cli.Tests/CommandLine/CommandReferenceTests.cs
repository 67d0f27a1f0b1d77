using Gyre.Cli.CommandLine;
using Gyre.Testing;

namespace Gyre.Cli.Tests.CommandLine;

public sealed class CommandReferenceTests
{
    [Fact]
    public void The_reference_page_is_what_the_command_tree_says() => Approved.Matches(
        CommandReference.Write(GyreCommand.Create(new CliHost { Output = TextWriter.Null, Error = TextWriter.Null, Input = TextReader.Null, Folder = "/" })),
        RepositoryFiles.At("docs", "reference", "cli.md"));
}
