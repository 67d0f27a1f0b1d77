import { expect, test } from "vitest";
import { passes, scaleOf, type Metric } from "./evaluator";

const metric = (change: Partial<Metric>): Metric => ({ name: "m", kind: "number", low: 0, high: 1, better: "higher", threshold: 0.5, ...change });

test("a scale is told in words", () => {
  expect(scaleOf(metric({}))).toBe("numbers from 0 to 1");
  expect(scaleOf(metric({ high: null }))).toBe("numbers from 0");
  expect(scaleOf(metric({ low: null, high: null }))).toBe("any number");
  expect(scaleOf(metric({ kind: "ordinal", low: 1, high: 5 }))).toBe("whole points from 1 to 5");
  expect(scaleOf(metric({ kind: "truth" }))).toBe("true or false");
});

test("a threshold says from which side a line passes", () => {
  expect(passes(metric({}))).toBe("passes from 0.5");
  expect(passes(metric({ better: "lower", threshold: 2 }))).toBe("passes up to 2");
  expect(passes(metric({ threshold: null }))).toBeNull();
});
