import { expect, test } from "vitest";
import { isAsked, scoresOf } from "./scores";

const model = { provider: "openai", id: "gpt-4.1", aliases: ["gpt-4.1-2025-04-14"] };
const found = (models: readonly string[], mean: object | null = { estimate: 0.5, low: 0.4, high: 0.6 }) =>
  ({ evaluation: { name: "e", dataset: "d@1", data: null }, targets: [{ name: "t", models, metrics: [{ metric: "f1", mean }] }] }) as unknown as Parameters<typeof scoresOf>[1][number];

test.each([["gpt-4.1", true], ["openai/gpt-4.1", true], ["gpt-4.1-2025-04-14", true], ["gpt-4.1-mini", false]])("%s asks for it: %s", (name, asked) => expect(isAsked(model, name)).toBe(asked));

test("a target that asked the model alone tells its scores", () => expect(scoresOf([model], [found(["gpt-4.1"])])).toMatchObject([{ model: "openai/gpt-4.1", evaluation: "e", data: "d@1", target: "t", metric: { metric: "f1" } }]));

test("of a target that asked several models nobody is credited, nor where nothing was scored", () => {
  expect(scoresOf([model], [found(["gpt-4.1", "gpt-4.1-mini"])])).toEqual([]);
  expect(scoresOf([model], [found(["gpt-4.1"], null)])).toEqual([]);
});

test("a name that two of the models have is credited to neither, the whole name to one", () => {
  const both = [model, { ...model, provider: "azure", aliases: [] }];
  expect(scoresOf(both, [found(["gpt-4.1"])])).toEqual([]);
  expect(scoresOf(both, [found(["azure/gpt-4.1"])])).toMatchObject([{ model: "azure/gpt-4.1" }]);
});
