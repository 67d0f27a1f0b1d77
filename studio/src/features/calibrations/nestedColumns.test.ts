import { expect, test } from "vitest";
import type { ColumnFacts } from "../datasets/dataset";
import { withNested } from "./nestedColumns";

const column = (name: string, kind: string): ColumnFacts => ({ name, kinds: { [kind]: 2 }, missing: 0, empty: 0, low: null, high: null, shortest: null, longest: null, examples: [] });

test("what is inside of objects is offered behind them, whichever row has it", () => {
  const rows = [{ value: { id: 1, human: { ann: 4, notes: null } } }, { value: { id: 2, human: { ben: 4.5, more: { carl: true } } } }] as never[];
  const found = withNested([column("id", "whole number"), column("human", "object")], rows);
  expect(found.map((c) => c.name)).toEqual(["id", "human", "human.ann", "human.ben", "human.more", "human.more.carl"]);
  expect(found.map((c) => Object.keys(c.kinds)[0])).toEqual(["whole number", "object", "whole number", "number", "object", "true or false"]);
});
