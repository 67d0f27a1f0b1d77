import { expect, test } from "vitest";
import { shareDone } from "../evaluations/evaluation";
import { awaiting, type Seen } from "./awaiting";

const now = Date.parse("2026-11-21T12:00:00Z");
const run = (fields: object) => ({ name: "r", display_name: "r", state: "completed", error: null, failed_lines: 0, completed_lines: 0, total_lines: 10, created_at: "2026-11-21T11:00:00Z", ...fields }) as NonNullable<Seen["runs"]>[number];
const evaluation = (fields: object) => ({ name: "e", state: "completed", stopped: null, created_at: "2026-11-21T11:00:00Z", progress: null, ...fields }) as NonNullable<Seen["evaluations"]>[number];

test("where all went well nothing waits", () => expect(awaiting({ runs: [run({})], evaluations: [evaluation({})] }, now)).toEqual([]));

test("what must be acted on comes before what is good to know", () => {
  const items = awaiting({ runs: [run({ name: "a", failed_lines: 3 }), run({ name: "b", state: "failed", error: "No such flow." })], evaluations: [evaluation({ state: "stopped", stopped: "The ceiling was reached." })] }, now);
  expect(items.map((item) => [item.key, item.urgent])).toEqual([
    ["evaluation e", true],
    ["run b", true],
    ["run a", false],
  ]);
  expect(items[0]?.why).toContain("The ceiling was reached.");
  expect(items[2]?.why).toBe("3 of 10 lines failed.");
});

test("what failed more than a week ago no longer waits", () => expect(awaiting({ runs: [run({ state: "failed", created_at: "2026-11-10T00:00:00Z" })] }, now)).toEqual([]));

test("a run that did not end well waits however many newer ones there are, and once", () => {
  const fell = run({ name: "a", state: "failed", error: "No such flow." });
  expect(awaiting({ runs: [run({ name: "b" }), fell], openRuns: [fell, run({ name: "c", state: "canceled", resumable: true }), run({ name: "d", state: "running" })] }, now).map((item) => [item.key, item.urgent])).toEqual([
    ["run a", true],
    ["run c", false],
  ]);
});

test("a judge that was not calibrated and a verdict that is open are told with the metrics", () => {
  const found = { evaluation: evaluation({}), targets: [{ metrics: [{ metric: "relevance", uncalibrated: true }, { metric: "f1", uncalibrated: false }] }], comparisons: [{ metrics: [{ metric: "f1", more_lines: 374 }, { metric: "tokens", more_lines: null }] }] };
  const items = awaiting({ found: [found as unknown as NonNullable<Seen["found"]>[number]] }, now);
  expect(items.map((item) => item.why)).toEqual(["Nobody has held the judge of relevance against people yet.", "Can't tell yet for f1: about 374 more lines would."]);
});

test("a gate that stays closed must be acted on, one that let pass what can't be told is good to know", () => {
  const last = { policy: "gate.yaml", name: "release", run: "e:b", against: "e:a", verdict: "fail", opens: false, sentence: "The gate says no.", judged_at: new Date().toISOString(), gone: [], policy_changed: false, more_lines: null, id: 1 };
  const gate = (fields: object) => ({ file: "gate.yaml", fault: null, last: { ...last, ...fields } }) as unknown as NonNullable<Seen["gates"]>[number];
  const items = awaiting({ gates: [gate({ verdict: "inconclusive", opens: true }), gate({}), gate({ verdict: "pass", opens: true })] }, now);
  expect(items.map((item) => item.urgent)).toEqual([true, false]);
  expect(items[0]?.to).toBe("/gates?policy=gate.yaml&run=e%3Ab&against=e%3Aa");
  expect(awaiting({ gates: [gate({ gone: ["e:b"] })] }, now)[0]?.why).toContain("e:b is no longer there.");
});

test("how far an evaluation is counts its steps", () => {
  expect(shareDone(evaluation({ progress: { number: 2, steps: 4, done: 5, total: 10 } }))).toBe(0.375);
  expect(shareDone(evaluation({}))).toBeUndefined();
});
