import { parse } from "yaml";
import { describe, expect, test } from "vitest";
import { addVariant, get, NotThere, remove, set } from "./splice";

const flow = `# The support flow
inputs:
  question: # what the customer asks
    type: string
nodes:
- name: find # first
  type: csharp
  inputs:
    count: 3   # sections
    question: \${inputs.question}

- name: answer
  type: llm
  source: { type: code, path: answer.jinja2 }
  inputs:
    model: "gpt-4.1"
    temperature: 0
  connection: ours
outputs:
  answer:
    reference: \${answer.output}
`;

describe("a value is changed where it stands", () => {
  test("nothing else of the text changes", () => {
    expect(set(flow, ["nodes", "find", "inputs", "count"], 5)).toBe(flow.replace("count: 3 ", "count: 5 "));
    expect(set(flow, ["nodes", "answer", "inputs", "model"], "gpt-4.1-mini")).toBe(flow.replace('"gpt-4.1"', "gpt-4.1-mini"));
    expect(set(flow, ["nodes", "answer", "source", "path"], "brief.jinja2")).toBe(flow.replace("answer.jinja2", "brief.jinja2"));
  });

  test("text that YAML would take for something else is quoted", () => {
    const changed = set(flow, ["nodes", "answer", "connection"], "yes: no");
    expect((parse(changed) as { nodes: { connection: string }[] }).nodes[1]?.connection).toBe("yes: no");
    expect((parse(set(flow, ["nodes", "find", "inputs", "count"], "3")) as { nodes: { inputs: { count: unknown } }[] }).nodes[0]?.inputs.count).toBe("3");
  });

  test("a key that is not there is added behind the last of its mapping", () => {
    expect(set(flow, ["nodes", "answer", "inputs", "max_tokens"], 100)).toBe(flow.replace("    temperature: 0\n", "    temperature: 0\n    max_tokens: 100\n"));
    expect(set(flow, ["nodes", "find", "comment"], "Looks it up")).toContain("    question: ${inputs.question}\n  comment: Looks it up\n");
  });

  test("a mapping that is not there is begun", () => {
    const changed = set(flow, ["nodes", "answer", "activate", "when"], "${find.output}");
    expect(changed).toContain("  connection: ours\n  activate:\n    when: ${find.output}\noutputs:");
  });

  test("text of several lines becomes a block in its place", () => {
    const changed = set(flow, ["nodes", "find", "comment"], "one\ntwo");
    expect((parse(changed) as { nodes: { comment: string }[] }).nodes[0]?.comment.trimEnd()).toBe("one\ntwo");
    const back = set(changed, ["nodes", "find", "comment"], "one");
    expect(back).toBe(set(flow, ["nodes", "find", "comment"], "one"));
  });
});

test("a key is removed with what belongs to it, and its comment with it", () => {
  expect(remove(flow, ["nodes", "find", "inputs", "count"])).toBe(flow.replace("    count: 3   # sections\n", ""));
  expect(remove(flow, ["nodes", "answer", "connection"])).toBe(flow.replace("  connection: ours\n", ""));
});

test("what is not there or is no YAML is told", () => {
  expect(() => set(flow, ["nodes", "nobody", "type"], "llm")).toThrow(NotThere);
  expect(() => set("a: [", ["a"], 1)).toThrow(NotThere);
});

interface Variants {
  nodes: { name: string; use_variants?: boolean }[];
  node_variants: Record<string, { default_variant_id: string; variants: Record<string, { node: { type: string; inputs: Record<string, unknown> } }> }>;
}

describe("variants", () => {
  test("a node without becomes its own first one, and the copy stands beside it", () => {
    const changed = addVariant(flow, "answer", "brief", null);
    const read = parse(changed) as Variants;
    expect(read.nodes[1]).toEqual({ name: "answer", use_variants: true });
    expect(read.node_variants["answer"]?.default_variant_id).toBe("variant_0");
    expect(read.node_variants["answer"]?.variants["brief"]).toEqual(read.node_variants["answer"]?.variants["variant_0"]);
    expect(read.node_variants["answer"]?.variants["brief"]?.node.inputs).toEqual({ model: "gpt-4.1", temperature: 0 });
    expect(changed).toContain("# The support flow");
  });

  test("one more is a copy that can be changed by itself", () => {
    const two = addVariant(flow, "answer", "brief", null);
    const three = addVariant(two, "answer", "cheap", "brief");
    const changed = set(three, ["node_variants", "answer", "variants", "cheap", "node", "inputs", "model"], "gpt-4.1-nano");
    const read = (parse(changed) as Variants).node_variants["answer"]?.variants;
    expect(Object.keys(read ?? {})).toEqual(["variant_0", "brief", "cheap"]);
    expect(read?.["brief"]?.node.inputs["model"]).toBe("gpt-4.1");
    expect(read?.["cheap"]?.node.inputs["model"]).toBe("gpt-4.1-nano");
  });
});

describe("mappings in braces, as other tools write them", () => {
  interface Read {
    nodes: { name: string; use_variants?: boolean }[];
    node_variants: Record<string, { variants: Record<string, { node: Record<string, unknown> }> }>;
  }
  const read = (text: string) => parse(text) as Read;

  test.each(["node_variants: {}\n", "node_variants:\n", "node_variants: {} # none yet\n"])("%j is no hindrance to a first variant", (empty) => {
    const changed = addVariant(flow + empty, "answer", "brief", null);

    expect(Object.keys(read(changed).node_variants["answer"]?.variants ?? {})).toEqual(["variant_0", "brief"]);
    expect(changed.match(/^node_variants:/gm)).toHaveLength(1);
  });

  test("a variant is added beside those that stand in braces", () => {
    const braces = `${flow}node_variants: {find: {default_variant_id: a, variants: {a: {node: {type: csharp, source: {type: code, path: "a, b.cs"}}}}}}\n`;

    expect(read(addVariant(braces, "find", "b", "a")).node_variants["find"]?.variants["b"]?.node).toEqual({ type: "csharp", source: { type: "code", path: "a, b.cs" } });
    expect(Object.keys(read(addVariant(braces, "answer", "brief", null)).node_variants)).toEqual(["find", "answer"]);
    const inside = `${flow}node_variants:\n  find:\n    default_variant_id: a\n    variants: {a: {node: {type: csharp}}}\n`;
    expect(Object.keys(read(addVariant(inside, "find", "b", "a")).node_variants["find"]?.variants ?? {})).toEqual(["a", "b"]);
  });

  test("a text with commas and braces stays one value", () => {
    const changed = set(set(flow, ["nodes", "answer", "source", "path"], "a, b: {c}"), ["nodes", "answer", "source", "note"], "x, y");
    expect((parse(changed) as { nodes: { source: unknown }[] }).nodes[1]?.source).toEqual({ type: "code", path: "a, b: {c}", note: "x, y" });
  });

  test("a text of several lines stays one when a letter is added", () => {
    const before = "nodes:\n- name: a\n  inputs:\n    text: |\n      one\n      two\n    other: 1\n";
    const changed = set(before, ["nodes", "a", "inputs", "text"], `${String(get(before, ["nodes", "a", "inputs", "text"]))}!`);
    expect(parse(changed)).toEqual({ nodes: [{ name: "a", inputs: { text: "one\ntwo\n!", other: 1 } }] });
    expect(parse(set(before, ["nodes", "a", "inputs", "text"], "one!\ntwo\n"))).toEqual({ nodes: [{ name: "a", inputs: { text: "one!\ntwo\n", other: 1 } }] });
  });

  test("a mapping is begun between braces too", () => {
    const changed = set("nodes:\n- {name: a, type: llm}\n", ["nodes", "a", "activate", "when"], "${b.output}");
    expect(parse(changed)).toEqual({ nodes: [{ name: "a", type: "llm", activate: { when: "${b.output}" } }] });
  });
});
