import { expect, test } from "vitest";
import { formatOf, lineAt } from "./rowsToSend";

test("a pasted text is told by its first line", () => {
  expect(formatOf('{"a": 1}\n{"a": 2}')).toBe("jsonl");
  expect(formatOf('{\n  "a": 1\n}')).toBe("json");
  expect(formatOf(' [{"a": 1}]')).toBe("json");
  expect(formatOf("a\tb, c\n1\t2")).toBe("tsv");
  expect(formatOf("a,b\n1,2")).toBe("csv");
  expect(formatOf("one column")).toBeNull();
});

test("a line is found by its number, the last one where there are fewer", () => {
  const text = "one\ntwo\nthree";
  const words = (line: number) => text.slice(lineAt(text, line).start, lineAt(text, line).end);
  expect([1, 2, 3, 9].map(words)).toEqual(["one", "two", "three", "three"]);
});
