import { describe, expect, test } from "vitest";
import { definitionOf, emptyTarget, targetsOf, type Draft } from "./draft";

const draft: Draft = { name: " a ", description: "", data: "questions@1", targets: [{ ...emptyTarget, value: "flows/support", variants: "${context.sections}, ${context.manual}" }], evaluators: ["f1_score"], mapping: { response: "", ground_truth: "${data.reference}" }, judge: "", repeats: "1", maxCost: "", margin: "0.02 f1_score=0.03", slices: "topic, time of day" };

describe("a new evaluation", () => {
  test("has the keys of an evaluation file, and none that say nothing", () =>
    expect(definitionOf(draft)).toEqual({
      name: "a",
      data: "questions@1",
      targets: [{ flow: "flows/support", variants: ["${context.sections}", "${context.manual}"] }],
      evaluators: ["f1_score"],
      column_mapping: { ground_truth: "${data.reference}" },
      comparison: { slices: ["topic", "time of day"], margin: 0.02, margins: { f1_score: 0.03 } },
    }));

  test("begins with what a link names", () => {
    expect(targetsOf([], "flows/a", "")).toEqual([{ ...emptyTarget, value: "flows/a" }]);
    expect(targetsOf([], "", "one")).toEqual([{ ...emptyTarget, kind: "run", value: "one" }]);
    expect(targetsOf(['{"kind":"prompt","value":"Say {{x}}"}', "no JSON"], "", "")).toEqual([{ ...emptyTarget, kind: "prompt", value: "Say {{x}}" }]);
  });
});
