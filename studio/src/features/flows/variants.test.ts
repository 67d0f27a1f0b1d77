import { expect, test } from "vitest";
import type { Definition } from "./queries";
import { drawnWith } from "./variants";

const edge = (from: string | null, to: string | null) => ({ from, to, field: "", into: "x", condition: false });
const quoted = { id: "quoted", node: { name: "answer", model: "offline/quote", line: 30, variants: null }, edges: [edge(null, "answer")] };
const short = { id: "short", node: { name: "answer", model: "gpt-4.1-mini", line: 20, variants: null }, edges: [edge("handbook", "answer")] };
const flow = {
  nodes: [{ name: "handbook", line: 1 }, { ...short.node, line: 5, default_variant: "short", variants: [short, quoted] }],
  edges: [edge(null, "handbook"), edge("handbook", "answer"), edge("answer", null)],
} as unknown as Definition;

test("a variant stands in its node's place with what goes into it; the node keeps its place and its variants", () => {
  const drawn = drawnWith(flow, "${answer.quoted}");
  expect(drawn.nodes[1]).toMatchObject({ name: "answer", model: "offline/quote", line: 5, default_variant: "short", shown: "quoted" });
  expect(drawn.nodes[1]?.variants).toHaveLength(2);
  expect(drawn.edges.map(({ from, to }) => [from, to])).toEqual([[null, "handbook"], ["answer", null], [null, "answer"]]);
});

test("a variant that the flow has not, and none, leave it as it is", () => {
  expect(drawnWith(flow, "")).toBe(flow);
  expect(drawnWith(flow, "${answer.gone}")).toBe(flow);
  expect(drawnWith(flow, "${nobody.quoted}")).toBe(flow);
});
