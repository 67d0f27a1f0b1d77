import { expect, test } from "vitest";
import { compare, sortOf, type SortValue } from "./sorting";

const sorted = (values: SortValue[], descending = false) => values.toSorted((a, b) => compare(a, b, descending));

test("what is not known comes last in either direction", () => {
  expect(sorted([null, 2n, 1n, undefined])).toEqual([1n, 2n, null, undefined]);
  expect(sorted([null, 1, 2], true)).toEqual([2, 1, null]);
});

test("names sort as people count", () => expect(sorted(["gpt-10", "gpt-9", "Claude", "apple"])).toEqual(["apple", "Claude", "gpt-9", "gpt-10"]));

test("a minus sorts down", () => {
  expect(sortOf("-cost")).toEqual({ key: "cost", descending: true });
  expect(sortOf("cost")).toEqual({ key: "cost", descending: false });
});
