import { expect, test } from "vitest";
import type { Definition } from "../queries";
import { boundsOf, inputsId, linesOf, outputsId, pathThrough, place } from "./layout";

const edge = (from: string | null, to: string | null, field = "", into = "x", condition = false) => ({ from, to, field, into, condition });
const node = (name: string) => ({ name }) as Definition["nodes"][number];
const flow = { nodes: [node("b"), node("a")], edges: [edge(null, "a", "question"), edge("a", "b", "answer"), edge("a", "b", "sources"), edge("a", "b", "", "", true), edge("b", null, "", "result")] };

test("what goes between two nodes is one line, and a condition one of its own", () => {
  expect(linesOf(flow).map(({ from, to, label, condition }) => [from, to, label, condition])).toEqual([
    [inputsId, "a", "question", false],
    ["a", "b", "answer, sources", false],
    ["a", "b", "", true],
    ["b", outputsId, "result", false],
  ]);
});

test("a node stands below what it reads", () => {
  const at = new Map(place(flow).places.map((placed) => [placed.id, placed.y]));
  const heights = [inputsId, "a", "b", outputsId].map((id) => at.get(id) ?? NaN);
  expect(heights).toEqual(heights.toSorted((a, b) => a - b));
  expect(new Set(heights).size).toBe(4);
});

test("a reference to a node that is not there, and a node that reads itself, draw nothing and harm nothing", () => {
  expect(place({ nodes: [node("a")], edges: [edge("gone", "a"), edge("a", "a")] }).places.map(({ id }) => id)).toEqual(["a"]);
});

test("a line that passes a row of nodes has a way around them", () => {
  const { ways } = place(flow);
  const past = place({ ...flow, edges: [...flow.edges, edge(null, "b", "question")] }).ways.get("$inputs b false") ?? [];
  expect([...ways.keys()]).toEqual(linesOf(flow).map((line) => line.id));
  expect(past.length).toBeGreaterThan(2);
  expect(pathThrough(past)).toMatch(/^M[-\d.]+,[-\d.]+( Q[-\d.]+,[-\d.]+ [-\d.]+,[-\d.]+)+$/);
});

test("what a drawing takes has room for the lines around its nodes", () => {
  const drawing = place({ ...flow, edges: [...flow.edges, edge(null, "b", "question")] });
  const { x, y, width, height } = boundsOf(drawing);
  const points = [...drawing.ways.values()].flat();
  expect(points.length).toBeGreaterThan(0);
  expect(points.filter((p) => p.x < x || p.x > x + width || p.y < y || p.y > y + height)).toEqual([]);
  expect(drawing.places.filter((p) => p.x < x || p.x + p.width > x + width || p.y < y || p.y + p.height > y + height)).toEqual([]);
});
