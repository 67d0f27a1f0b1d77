import { expect, test } from "vitest";
import { nano } from "../../formats/money";
import { beginning, judge, pattern, type Trial } from "./whatIf";

type Lines = Parameters<typeof judge>[0];

const now = new Date("2026-11-21T12:00:00Z");
const line = (fields: object) => ({ cost_usd: 0, calls_with_unknown_cost: 0, usage: {}, ...fields }) as Lines[number];
const trial = (fields: Partial<Trial>): Trial => ({ unit: "usd", amount: nano(1), per: "day", model: "", ...fields });

test("what lies beyond the amount is counted by period", () => {
  const verdict = judge([line({ day: "2026-11-19", cost_usd: 0.4 }), line({ day: "2026-11-20", cost_usd: 1.7 }), line({ day: "2026-11-20", cost_usd: 0.000000001 })], trial({}), now);
  expect(verdict.periods).toEqual([
    { start: "2026-11-19", spent: 400_000_000n, over: 0n },
    { start: "2026-11-20", spent: 1_700_000_001n, over: 700_000_001n },
  ]);
});

test("a month begins on today's day of the month, or the last there is", () => {
  expect(beginning("month", 30, now)).toBe("2026-10-21");
  expect(beginning("month", 60, new Date("2026-03-31T00:00:00Z"))).toBe("2025-12-31");
  const verdict = judge([line({ day: "2026-10-21", cost_usd: 1 }), line({ day: "2026-11-20", cost_usd: 2 }), line({ day: "2026-11-21", cost_usd: 4 })], trial({ per: "month" }), now);
  expect(verdict.periods.map((p) => [p.start, p.spent])).toEqual([
    ["2026-10-21", nano(3)],
    ["2026-11-21", nano(4)],
  ]);
});

test("a pattern of models covers the name that answered and the deployment", () => {
  const lines = [line({ day: "d", model: "gpt-4.1-mini", cost_usd: 1 }), line({ day: "d", model: "claude", deployment: "gpt-like", cost_usd: 2 }), line({ day: "d", model: "claude", cost_usd: 4 })];
  expect(judge(lines, trial({ model: "gpt*" }), now).spent).toBe(nano(3));
});

test("tokens are those of every bucket, and calls without a price are told", () => {
  expect(judge([line({ day: "d", usage: { fresh_input: 5, output: 7, searches: 100, reasoning: null } })], trial({ unit: "tokens", amount: 10n }), now)).toMatchObject({ spent: 12n, over: 2n });
  expect(judge([line({ day: "d", calls_with_unknown_cost: 3 })], trial({}), now).unpriced).toBe(3);
});

test("a pattern is no regular expression", () => {
  expect(pattern("gpt-4.1*")("gpt-4.1-mini")).toBe(true);
  expect(pattern("gpt-4.1*")("gpt-4x1")).toBe(false);
  expect(pattern("*/quote")("offline/quote")).toBe(true);
});
