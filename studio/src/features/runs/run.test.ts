import { expect, test } from "vitest";
import { stepOf } from "./run";

test("what is read of a run is read anew at its first line, and ever more seldom as it grows", () => {
  expect([0, 1, 2, 24, 25, 49, 50, 999, 1_000, 1_249, 1_250, 10_000, 99_999].map(stepOf)).toEqual([0, 1, 1, 1, 25, 25, 50, 975, 1_000, 1_000, 1_250, 10_000, 97_500]);
  const steps = new Set(Array.from({ length: 100_001 }, (_, done) => stepOf(done)));
  expect(steps.size).toBeLessThan(120);
});
