using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Gyre.Flows.Editing;

/// <summary>The flows of a workspace.</summary>
/// <param name="Workspace">The workspace's name; null where the server runs outside one.</param>
/// <param name="Flows">By path.</param>
internal sealed record FlowListView(
    [property: JsonPropertyName("workspace")] string? Workspace,
    [property: JsonPropertyName("flows")] IReadOnlyList<FlowSummaryView> Flows);

/// <summary>A flow in a list.</summary>
/// <param name="Path">Its file, from the workspace's folder.</param>
/// <param name="Name">The display name, else the name.</param>
/// <param name="Kind"><c>dag</c>, <c>flex</c> or <c>prompty</c>.</param>
/// <param name="Type"><c>standard</c>, <c>chat</c> or <c>evaluation</c>.</param>
/// <param name="Description">As its author wrote it.</param>
/// <param name="Nodes">How many.</param>
/// <param name="Inputs">In order.</param>
/// <param name="Outputs">Their names, in order.</param>
/// <param name="ChangedAt">When its file was last written.</param>
/// <param name="Faults">What is wrong with it.</param>
internal sealed record FlowSummaryView(
    [property: JsonPropertyName("path")] string Path,
    [property: JsonPropertyName("name")] string Name,
    [property: JsonPropertyName("kind")] string Kind,
    [property: JsonPropertyName("type")] string Type,
    [property: JsonPropertyName("description")] string? Description,
    [property: JsonPropertyName("nodes")] int Nodes,
    [property: JsonPropertyName("inputs")] IReadOnlyList<FlowInputView> Inputs,
    [property: JsonPropertyName("outputs")] IReadOnlyList<string> Outputs,
    [property: JsonPropertyName("changed_at")] DateTimeOffset ChangedAt,
    [property: JsonPropertyName("faults")] IReadOnlyList<FaultView> Faults);

/// <summary>A flow with its file.</summary>
/// <param name="Path">Its file, from the workspace's folder.</param>
/// <param name="Text">What the file says.</param>
/// <param name="Etag">Names this very text; send it with a change.</param>
/// <param name="Files">What is in its folder.</param>
/// <param name="Definition">What the text means.</param>
internal sealed record FlowView(
    [property: JsonPropertyName("path")] string Path,
    [property: JsonPropertyName("text")] string Text,
    [property: JsonPropertyName("etag")] string Etag,
    [property: JsonPropertyName("files")] IReadOnlyList<FlowFileEntry> Files,
    [property: JsonPropertyName("definition")] FlowDefinitionView Definition);

/// <summary>A file of a flow's folder.</summary>
/// <param name="Path">From the workspace's folder.</param>
/// <param name="Size">Bytes.</param>
/// <param name="Editable">Whether it is text that the page may change.</param>
internal sealed record FlowFileEntry(
    [property: JsonPropertyName("path")] string Path,
    [property: JsonPropertyName("size")] long Size,
    [property: JsonPropertyName("editable")] bool Editable);

/// <summary>What the text of a flow means, as far as it can be read.</summary>
/// <param name="Name">The display name, else the name.</param>
/// <param name="Kind"><c>dag</c>, <c>flex</c> or <c>prompty</c>.</param>
/// <param name="Type"><c>standard</c>, <c>chat</c> or <c>evaluation</c>.</param>
/// <param name="Description">As its author wrote it.</param>
/// <param name="Inputs">In order.</param>
/// <param name="Outputs">In order.</param>
/// <param name="Nodes">In order; a flex flow and a prompty have one.</param>
/// <param name="Edges">What goes from where to where.</param>
/// <param name="Chat">Which inputs and output carry a chat; null where it is no chat flow.</param>
/// <param name="Faults">What is wrong with it.</param>
internal sealed record FlowDefinitionView(
    [property: JsonPropertyName("name")] string Name,
    [property: JsonPropertyName("kind")] string Kind,
    [property: JsonPropertyName("type")] string Type,
    [property: JsonPropertyName("description")] string? Description,
    [property: JsonPropertyName("inputs")] IReadOnlyList<FlowInputView> Inputs,
    [property: JsonPropertyName("outputs")] IReadOnlyList<FlowOutputView> Outputs,
    [property: JsonPropertyName("nodes")] IReadOnlyList<FlowNodeView> Nodes,
    [property: JsonPropertyName("edges")] IReadOnlyList<FlowEdgeView> Edges,
    [property: JsonPropertyName("chat")] FlowChatView? Chat,
    [property: JsonPropertyName("faults")] IReadOnlyList<FaultView> Faults);

/// <summary>An input of a flow.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type"><c>string</c>, <c>int</c>, <c>double</c>, <c>bool</c>, <c>list</c>, <c>object</c>, <c>image</c> …</param>
/// <param name="Default">What holds where it is not given, or the sample's.</param>
/// <param name="Required">Whether it must be given.</param>
/// <param name="Description">As its author wrote it.</param>
/// <param name="Choices">The values that it takes; null where any.</param>
/// <param name="Line">1-based line of the file.</param>
internal sealed record FlowInputView(
    [property: JsonPropertyName("name")] string Name,
    [property: JsonPropertyName("type")] string Type,
    [property: JsonPropertyName("default")] JsonNode? Default,
    [property: JsonPropertyName("required")] bool Required,
    [property: JsonPropertyName("description")] string? Description,
    [property: JsonPropertyName("choices")] JsonNode? Choices,
    [property: JsonPropertyName("line")] int Line);

/// <summary>An output of a flow.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">As its author wrote it.</param>
/// <param name="Reference">As written: <c>${node.output}</c>; null where its kind of flow has none.</param>
/// <param name="Line">1-based line of the file.</param>
internal sealed record FlowOutputView(
    [property: JsonPropertyName("name")] string Name,
    [property: JsonPropertyName("type")] string? Type,
    [property: JsonPropertyName("reference")] string? Reference,
    [property: JsonPropertyName("line")] int Line);

/// <summary>A node, or one of its variants.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type"><c>llm</c>, <c>prompt</c>, <c>python</c>, <c>csharp</c>, <c>flow</c> …; empty where not written.</param>
/// <param name="Source">As written: the path of its file, or the id of its tool.</param>
/// <param name="File">Its file from the workspace's folder; null where it has none, or it lies outside.</param>
/// <param name="Line">1-based line where it begins.</param>
/// <param name="Inputs">In order.</param>
/// <param name="Connection">The name of a connection.</param>
/// <param name="Model">Model or deployment; null where it names none.</param>
/// <param name="Activate">When it runs, in words of the file; null where always.</param>
/// <param name="Aggregation">Whether it runs after all lines.</param>
/// <param name="Notes">What else it says: cache, retries, timeout, loop.</param>
/// <param name="Comment">As its author wrote it.</param>
/// <param name="DefaultVariant">Which of its variants runs; null where it has none.</param>
/// <param name="Variants">Whole nodes in its place; null for a variant itself.</param>
internal sealed record FlowNodeView(
    [property: JsonPropertyName("name")] string Name,
    [property: JsonPropertyName("type")] string Type,
    [property: JsonPropertyName("source")] string? Source,
    [property: JsonPropertyName("file")] string? File,
    [property: JsonPropertyName("line")] int Line,
    [property: JsonPropertyName("inputs")] IReadOnlyList<NodeInputView> Inputs,
    [property: JsonPropertyName("connection")] string? Connection,
    [property: JsonPropertyName("model")] string? Model,
    [property: JsonPropertyName("activate")] string? Activate,
    [property: JsonPropertyName("aggregation")] bool Aggregation,
    [property: JsonPropertyName("notes")] IReadOnlyList<string> Notes,
    [property: JsonPropertyName("comment")] string? Comment,
    [property: JsonPropertyName("default_variant")] string? DefaultVariant,
    [property: JsonPropertyName("variants")] IReadOnlyList<VariantView>? Variants);

/// <summary>A variant of a node.</summary>
/// <param name="Id">Its name.</param>
/// <param name="Node">What runs in the node's place.</param>
/// <param name="Edges">What goes into the node while it runs.</param>
internal sealed record VariantView(
    [property: JsonPropertyName("id")] string Id,
    [property: JsonPropertyName("node")] FlowNodeView Node,
    [property: JsonPropertyName("edges")] IReadOnlyList<FlowEdgeView> Edges);

/// <summary>An input of a node.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Value">As written; a reference is text.</param>
/// <param name="Reference">Whether the value is a reference.</param>
/// <param name="Line">1-based line of the file.</param>
internal sealed record NodeInputView(
    [property: JsonPropertyName("name")] string Name,
    [property: JsonPropertyName("value")] JsonNode? Value,
    [property: JsonPropertyName("reference")] bool Reference,
    [property: JsonPropertyName("line")] int Line);

/// <summary>A value that goes from one node to another.</summary>
/// <param name="From">The node it comes from; null for the flow's inputs.</param>
/// <param name="To">The node it goes to; null for the flow's outputs.</param>
/// <param name="Field">Which part of the output, or which input of the flow; empty for a whole output.</param>
/// <param name="Into">The input or output that takes it; empty where a condition looks at it.</param>
/// <param name="Condition">Whether it only decides if the node runs.</param>
internal sealed record FlowEdgeView(
    [property: JsonPropertyName("from")] string? From,
    [property: JsonPropertyName("to")] string? To,
    [property: JsonPropertyName("field")] string Field,
    [property: JsonPropertyName("into")] string Into,
    [property: JsonPropertyName("condition")] bool Condition);

/// <summary>How a flow chats.</summary>
/// <param name="Question">The input that takes the message.</param>
/// <param name="History">The input that takes what was said before; null where none does.</param>
/// <param name="Answer">The output with the answer.</param>
/// <param name="Messages">Whether the history is a list of messages with <c>role</c> and <c>content</c>; else of items with <c>inputs</c> and <c>outputs</c>.</param>
internal sealed record FlowChatView(
    [property: JsonPropertyName("question")] string Question,
    [property: JsonPropertyName("history")] string? History,
    [property: JsonPropertyName("answer")] string Answer,
    [property: JsonPropertyName("messages")] bool Messages);

/// <summary>A file's text.</summary>
/// <param name="Path">From the workspace's folder.</param>
/// <param name="Text">What it says.</param>
/// <param name="Etag">Names this very text; send it with a change.</param>
/// <param name="Faults">What is wrong with it by itself.</param>
internal sealed record FileView(
    [property: JsonPropertyName("path")] string Path,
    [property: JsonPropertyName("text")] string Text,
    [property: JsonPropertyName("etag")] string Etag,
    [property: JsonPropertyName("faults")] IReadOnlyList<FaultView> Faults);

/// <summary>Text that is to be looked at or saved.</summary>
internal sealed record FileText
{
    /// <summary>The file's path from the workspace's folder; not needed where the address names it.</summary>
    [JsonPropertyName("path")]
    public string? Path { get; init; }

    /// <summary>The whole text.</summary>
    [JsonPropertyName("text")]
    public required string Text { get; init; }
}

/// <summary>What was imported.</summary>
/// <param name="Folder">Where it is, from the workspace's folder.</param>
/// <param name="Flows">The flows in it.</param>
internal sealed record ImportedView(
    [property: JsonPropertyName("folder")] string Folder,
    [property: JsonPropertyName("flows")] IReadOnlyList<FlowSummaryView> Flows);
