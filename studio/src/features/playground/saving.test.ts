import { parse } from "yaml";
import { expect, test } from "vitest";
import type { Flow, FlowNode } from "../flows/queries";
import { newColumn, newPrompt, readDraft, withLine, type Draft } from "./draft";
import { notShown, parametersOf, withSaved, type SavedPrompt } from "./saved";
import { promptText, withVariant } from "./variant";

const draft = (fields: Partial<Draft>): Draft => ({ prompts: [newPrompt("A")], columns: [newColumn("offline/quote")], variables: {}, tools: "", ...fields });

const saved: SavedPrompt = { name: "brief", path: "prompts/brief.prompty", description: null, model: "openai/gpt-4.1", parameters: { temperature: 0.2, tools: [{ type: "function" }] }, system: "s", user: "{{q}}", sample: { q: "sample", t: "other" }, text: "", etag: '"1"' };

test("a saved prompt is put beside the others and brings its model, and its sample where nothing was typed", () => {
  const after = withSaved(draft({ variables: { q: "typed", t: "" } }), saved);
  expect(after.prompts.map((p) => [p.name, p.saved])).toEqual([["A", undefined], ["brief", { name: "brief", etag: '"1"' }]]);
  expect(after.columns.map((c) => [c.model, c.temperature])).toEqual([["offline/quote", ""], ["openai/gpt-4.1", "0.2"]]);
  expect(after.variables).toEqual({ q: "typed", t: "other" });
  expect(after.tools).toContain("function");
  expect(withSaved(after, saved).columns).toHaveLength(2);
});

test("a saved prompt leaves what a line of a dataset filled, and what was typed over it", () => {
  const filled = withLine(draft({ prompts: [{ ...newPrompt("A"), user: "{{q}}" }] }), "d 1", { q: "of the line", t: "new" });
  const typed = { ...filled, variables: { q: "typed" } };
  expect(withLine(withSaved(typed, { ...saved, user: "{{q}} {{t}}", sample: {} }), "d 1", { q: "of the line", t: "new" }).variables).toEqual({ q: "typed", t: "new" });
});

test("where a prompt was saved outlives the page", () => expect(readDraft(JSON.parse(JSON.stringify(withSaved(draft({}), saved))))?.prompts[1]?.saved).toEqual({ name: "brief", etag: '"1"' }));

test("parameters that are no numbers are not saved", () => expect(parametersOf(draft({}), { ...newColumn("m"), temperature: "0.5", seed: "x" })).toEqual({ temperature: 0.5 }));

test("what the playground can't show of a file stays", () => {
  const there = { temperature: "${env:TEMP}", seed: 1, tools: "${env:TOOLS}", response_format: { type: "text" } };
  expect(notShown(there)).toEqual({ temperature: "${env:TEMP}", tools: "${env:TOOLS}", response_format: { type: "text" } });
  expect(notShown({ tools: [], top_p: 0.1 })).toEqual({});
  expect(withSaved(draft({}), { ...saved, parameters: there }).tools).toBe("");
});

test("a variant has the prompt's file, the model, and the flow's inputs for its variables", () => {
  const text = "inputs:\n  question: {type: string}\nnodes:\n- name: answer # the last\n  type: llm\n  source: {type: code, path: answer.jinja2}\n  inputs:\n    deployment_name: gpt\n    temperature: 1\n  connection: ours\n";
  const node = { name: "answer", type: "llm", default_variant: null, variants: null, inputs: [{ name: "deployment_name" }, { name: "temperature" }] } as unknown as FlowNode;
  const flow = { path: "flows/f/flow.dag.yaml", text, etag: "", definition: { inputs: [{ name: "question" }], nodes: [node] } } as unknown as Flow;
  const made = withVariant(flow, node, "brief", "answer__brief.jinja2", { ...newPrompt("A"), system: "{{tone}}", user: "{{question}}" }, { ...newColumn("offline/quote"), temperature: "0" });
  const read = parse(made.text) as { node_variants: { answer: { default_variant_id: string; variants: Record<string, { node: unknown }> } } };
  expect(read.node_variants.answer.default_variant_id).toBe("variant_0");
  expect(read.node_variants.answer.variants["brief"]?.node).toEqual({ type: "llm", source: { type: "code", path: "answer__brief.jinja2" }, inputs: { deployment_name: "quote", temperature: 0, question: "${inputs.question}" }, connection: "offline" });
  expect(read.node_variants.answer.variants["variant_0"]?.node).toMatchObject({ inputs: { deployment_name: "gpt", temperature: 1 }, connection: "ours" });
  expect(made.unmapped).toEqual(["tone"]);
});

test("a prompt as a template has its roles as headings", () => {
  expect(promptText({ ...newPrompt("A"), system: "S", user: "U" })).toBe("# system:\nS\n\n# user:\nU\n");
  expect(promptText({ ...newPrompt("A"), user: "U" })).toBe("# user:\nU\n");
});
