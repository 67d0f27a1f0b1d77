using System.Text.Json;
using Gyre.Wire.OpenAi;

namespace Gyre.Wire.Tests.OpenAi;

/// <summary>Fragments as real backends send them.</summary>
public sealed class ToolCallAssemblerTests
{
    [Fact]
    public void Interleaved_fragments_are_told_apart_by_index() => Assembled(
        ["""{"index":0,"id":"a","function":{"name":"f","arguments":"{\"x\""}}""", """{"index":1,"id":"b","function":{"name":"g","arguments":"{"}}""", """{"index":0,"function":{"arguments":":1}"}}""", """{"index":1,"function":{"arguments":"}"}}"""],
        "a f {\"x\":1}",
        "b g {}");

    [Fact]
    public void A_new_id_at_an_occupied_index_is_a_new_call() => Assembled(
        ["""{"index":0,"id":"a","function":{"name":"f","arguments":"{}"}}""", """{"index":0,"id":"b","function":{"name":"f","arguments":"{}"}}"""],
        "a f {}",
        "b f {}");

    [Fact]
    public void A_known_id_wins_over_a_moved_index() => Assembled(
        ["""{"index":0,"id":"a","function":{"name":"f","arguments":"{"}}""", """{"index":3,"id":"a","function":{"arguments":"}"}}"""],
        "a f {}");

    [Fact]
    public void Without_index_and_id_it_is_the_rest_of_the_open_call() => Assembled(
        ["""{"id":"a","function":{"name":"f","arguments":"{"}}""", """{"function":{"arguments":"}"}}"""],
        "a f {}");

    [Fact]
    public void A_blank_id_is_none() => Assembled(
        ["""{"index":0,"id":"a","function":{"name":"f","arguments":"{"}}""", """{"index":0,"id":"","function":{"name":"","arguments":"}"}}"""],
        "a f {}");

    [Fact]
    public void Whole_calls_without_ids_are_told_apart_by_their_names() => Assembled(
        ["""{"index":0,"function":{"name":"f","arguments":"{}"}}""", """{"index":0,"function":{"name":"g","arguments":{"x":1}}}"""],
        "call_0 f {}",
        "call_1 g {\"x\":1}");

    private static void Assembled(string[] fragments, params string[] calls)
    {
        var assembler = new ToolCallAssembler();
        foreach (var fragment in fragments)
        {
            using var json = JsonDocument.Parse(fragment);
            assembler.Add(json.RootElement);
        }

        Assert.Equal(calls, assembler.Calls.Select(c => $"{c.Id} {c.Name} {c.Arguments}"));
    }
}
