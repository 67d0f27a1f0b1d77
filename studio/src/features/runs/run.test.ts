import { expect, test } from "vitest";
import { headline } from "./headline";
import { mappingOf, sourceOf } from "./mapping";
import { comparisonTo, stepOf } from "./run";

test("what is read of a run is read anew at its first line, and ever more seldom as it grows", () => {
  expect([0, 1, 2, 24, 25, 49, 50, 999, 1_000, 1_249, 1_250, 10_000, 99_999].map(stepOf)).toEqual([0, 1, 1, 1, 25, 25, 50, 975, 1_000, 1_000, 1_250, 10_000, 97_500]);
  const steps = new Set(Array.from({ length: 100_001 }, (_, done) => stepOf(done)));
  expect(steps.size).toBeLessThan(120);
});

test("a score of exactly nothing or one is a score; how many there were is none", () => {
  expect(headline({ run: { metrics: { accuracy: 0, total_lines: 120 } }, scores: { "grade.mean": 4, f1: 0.25, correct_count: 0, note: "x" } })).toBe("accuracy 0 · grade.mean 4 · f1 0.250");
  expect(headline({ run: { metrics: { accuracy: 1, n: 3, discount: 1 } }, scores: {} })).toBe("accuracy 1 · discount 1");
});

test("a run is begun with what was chosen, whatever the preview of before suggests", () => {
  const before = [{ name: "question", source: "${data.question}" }, { name: "language", source: "${data.language}" }, { name: "limit", source: null }];
  expect(mappingOf({ question: "${data.title}", language: "" }, before)).toEqual({ question: "${data.title}" });
  expect(mappingOf({ question: "${data.title}", language: "" }, undefined)).toEqual({ question: "${data.title}" });
  expect(sourceOf({ question: "${data.title}" }, { name: "question", source: "${data.question}" })).toBe("${data.title}");
});

test("of two runs the older one is the baseline, in whichever order they were chosen", () => {
  const [old, young] = [{ name: "a", created_at: "2026-11-20T08:00:00Z" }, { name: "b/2", created_at: "2026-11-20T08:00:00.5Z" }];
  expect(comparisonTo([young, old])).toBe("/comparisons?baseline=a&candidate=b%2F2");
  expect(comparisonTo([old, young])).toBe("/comparisons?baseline=a&candidate=b%2F2");
});
