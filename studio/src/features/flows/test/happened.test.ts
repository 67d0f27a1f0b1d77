import { expect, test } from "vitest";
import type { NodeRecord } from "../queries";
import { askedNow, happened, type Test } from "./happened";

const begun: Test = { state: "running", id: null, request: { flow: "f", stream: false }, records: new Map(), chunks: {}, warnings: [], end: null, problem: null };
const record = (node: string, status: string) => ({ node, status }) as NodeRecord;

test("a node is known by its last word", () => {
  const now = [record("a", "running"), record("b", "bypassed"), record("a", "completed")].reduce((t, node) => happened(t, { node }), begun);
  expect([...now.records].map(([name, { status }]) => [name, status])).toEqual([
    ["a", "completed"],
    ["b", "bypassed"],
  ]);
});

test("pieces of an output are put together, each for itself", () => {
  const pieces = [
    { output: "answer", text: "It " },
    { output: "why", text: "x" },
    { output: "answer", text: "runs" },
  ];
  expect(pieces.reduce((t, chunk) => happened(t, { chunk }), begun).chunks).toEqual({ answer: "It runs", why: "x" });
});

test("the end tells whether it was done", () => {
  const end = { status: "failed", outputs: null, metrics: null, error: null, duration_ms: 1, total_tokens: null, cost: null, cut: false };
  expect(happened(happened(begun, { test: "t1" }), { end })).toMatchObject({ id: "t1", state: "failed" });
});

test("a question that is being answered is known to whoever comes back to the conversation", () => {
  const asked: Test = { ...begun, request: { flow: "f", stream: true, inputs: { question: "Where?" } } };
  expect(askedNow(asked, "question")).toBe("Where?");
  expect(askedNow({ ...asked, state: "done" }, "question")).toBeNull();
  expect(askedNow({ ...asked, request: { ...asked.request, stream: false } }, "question")).toBeNull();
});
