using System.Text.RegularExpressions;
using Gyre.Testing;

namespace Gyre.Gateway.Tests.Routing.Files;

/// <summary>The route files that the guide shows work as they are written there.</summary>
public sealed partial class GuideTests
{
    [Fact]
    public void The_guide_s_route_files_have_no_fault()
    {
        string[] files = [.. Example().Matches(File.ReadAllText(RepositoryFiles.At("docs", "guide", "gateway.md"))).Select(m => m.Groups["text"].Value)];
        using var workspace = new RouteWorkspace(files);
        workspace.Connections.AddRange([RouteWorkspace.Connection("azure_sweden", "AzureOpenAIConnection"), RouteWorkspace.Connection("azure_france", "AzureOpenAIConnection")]);

        Assert.NotEmpty(files);
        Assert.Empty(workspace.Read().Faults);
    }

    [GeneratedRegex(@"```yaml\n(?<text>(# gateway/[^\n]*\n)?kind: (deployment|pool)\n.*?)```", RegexOptions.Singleline | RegexOptions.ExplicitCapture)]
    private static partial Regex Example();
}
