import { expect, test } from "vitest";
import { inexactIn, inexactOf, isNumeric, kindOf, shown, valueOf, type ColumnFacts } from "./dataset";

const column = (kinds: Record<string, number>): ColumnFacts => ({ name: "c", kinds, missing: 0, empty: 0, low: null, high: null, shortest: null, longest: null, examples: [] });

test("what is typed becomes what its column holds", () => {
  expect(valueOf("5", column({ "whole number": 3 }))).toBe(5);
  expect(valueOf("5", column({ text: 3 }))).toBe("5");
  expect(valueOf("true", column({ "true or false": 3 }))).toBe(true);
  expect(valueOf('["a"]', column({ list: 3 }))).toEqual(["a"]);
  expect(valueOf("five", column({ "whole number": 3 }))).toBe("five");
});

test("what is left empty is left out, but for texts", () => {
  expect(valueOf("", column({ number: 1 }))).toBeUndefined();
  expect(valueOf("", column({ text: 1 }))).toBe("");
});

test("a column is named by its one kind, and numeric only where all of it is", () => {
  expect(kindOf(column({ text: 1, number: 2 }))).toBe("mixed");
  expect(kindOf(column({}))).toBe("no values");
  expect(isNumeric(column({ "whole number": 1, number: 2 }))).toBe(true);
  expect(isNumeric(column({ text: 1, number: 2 }))).toBe(false);
  expect(isNumeric(column({}))).toBe(false);
});

test("values that are no text are shown as JSON", () => {
  expect(shown({ a: [1] })).toBe('{"a":[1]}');
  expect(shown("a")).toBe("a");
});

test("a number that would be stored as another one is told, and none that is kept", () => {
  expect(inexactOf("1234567890123456789", column({ "whole number": 3 }))).toBe("1234567890123456789");
  expect(inexactOf("1234567890123456789", column({ text: 3 }))).toBeUndefined();
  expect(inexactOf('["1234567890123456789"]', column({ list: 3 }))).toBeUndefined();
  expect(inexactIn('{"id": "9007199254740993", "n": [1, {"of": -9007199254740993}]}')).toBe("-9007199254740993");
  expect(inexactIn('{"a \\" 9007199254740993": 9007199254740992, "b": 0.10, "c": 1e3, "d": -0, "e": 1.5E-7, "f": 100}')).toBeUndefined();
});
